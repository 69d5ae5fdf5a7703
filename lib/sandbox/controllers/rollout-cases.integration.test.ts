import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadAll } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { cloneJson, isJsonObject, objectAt, stringAt } from '../json-value.ts';
import { fabricDefaulting } from '../webhooks/fabric-defaulting.ts';
import { agentSpec } from './agent-specs.ts';
import { FabricObjects, READ_KINDS } from './fabric-objects.ts';

const SHARED = process.env.SHARED_DIR ?? fileURLToPath(new URL('../../../../shared', import.meta.url));
const FABRIC = join(SHARED, 'data', 'admission-cases', 'fabric.yaml');
const AGENTS = join(SHARED, 'data', 'rollout-cases', 'agents.yaml');

function readObjects(file: string): JsonObject[] {
  if (!existsSync(file)) return [];
  return loadAll(readFileSync(file, 'utf8')).flatMap((each) => (isJsonObject(each) ? [cloneJson(each)] : []));
}

const agents = readObjects(AGENTS);
if (agents.length === 0)
  console.warn('NO ROLLOUT CASES: the Agents of the sandbox were not compared with real ones.');

describe.runIf(agents.length > 0)('what a switch receives, against the real controllers', () => {
  const objects = new FabricObjects();
  for (const object of readObjects(FABRIC).map(fabricDefaulting)) {
    const kind = READ_KINDS.find((each) => each === object.kind);
    if (kind !== undefined) objects.add(kind, stringAt(object, 'metadata', 'name') ?? '', object);
  }
  const parts = [
    'connections',
    'vpcs',
    'vpcAttachments',
    'vpcPeers',
    'externals',
    'externalAttachments',
    'externalPeerings',
    'ipv4Namespaces',
  ];

  it.each(agents.map((agent) => ({ name: stringAt(agent, 'metadata', 'name') ?? '', agent })))(
    '$name',
    ({ name, agent }) => {
      const spec = agentSpec(objects, name) ?? {};
      for (const part of parts) {
        const names = (holder: JsonObject) => Object.keys(objectAt(holder, part) ?? {}).sort();
        expect(names(spec), part).toEqual(names(objectAt(agent, 'spec') ?? {}));
      }
      expect(spec.role).toBe(objectAt(agent, 'spec')?.role);
    },
  );
});
