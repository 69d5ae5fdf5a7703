import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { load } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { APPLY_PATCH, type ApiServerAddress, callApi, requireApi } from '../api-client.ts';
import { type SandboxApiServer, startSandboxApiServer } from '../api-server/start.ts';
import { findKind } from '../commands/find-kind.ts';
import { SANDBOX_CRDS } from '../crds/sandbox-crds.ts';
import { cloneJson, isJsonObject, objectAt, stringAt } from '../json-value.ts';
import { ownersOf } from '../testing/contract-objects.ts';
import { fabricDefaulting } from './fabric-defaulting.ts';

const SHARED = process.env.SHARED_DIR ?? fileURLToPath(new URL('../../../../shared', import.meta.url));
const CASES = join(SHARED, 'data', 'drift-cases');

interface Case {
  name: string;
  desired: JsonObject;
  live: JsonObject;
}

function readYaml(file: string): JsonObject {
  const value: unknown = load(readFileSync(file, 'utf8'));
  if (!isJsonObject(value)) throw new Error(`${file} is no object`);
  return cloneJson(value);
}

/** The pairs in which nobody touched the object after it was deployed: what the real server made of what Git says. */
function untouchedCases(): Case[] {
  const folders = readdirSync(CASES, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders.flatMap(({ name: folder }) => {
    const files = readdirSync(join(CASES, folder)).filter((file) => file.endsWith('.live.yaml'));
    return files.flatMap((file) => {
      const desiredFile = join(CASES, folder, file.replace('.live.', '.desired.'));
      if (folder === 'rack' || !existsSync(desiredFile)) return [];
      const [desired, live] = [readYaml(desiredFile), readYaml(join(CASES, folder, file))];
      // A case whose desired side was edited afterwards says nothing of the server.
      const edited = file.startsWith('annotation-that-configures-removed');
      const single = Object.keys(ownersOf(live)).length === 1 && objectAt(live, 'metadata')?.generation === 1;
      return single && !edited ? [{ name: `${folder}/${file}`, desired, live }] : [];
    });
  });
}

/** Deploys as the tool did that deployed the live object. */
async function deploy(server: ApiServerAddress, { desired, live }: Case): Promise<JsonObject> {
  const { plural, apiVersion } = await findKind(server, String(desired.kind));
  const metadata = objectAt(live, 'metadata') ?? {};
  const collection = `/apis/${apiVersion}/namespaces/${metadata.namespace}/${plural}`;
  const { annotations = {}, namespace = '' } = metadata;
  const own = objectAt(desired, 'metadata') ?? {};
  if ('argocd-controller/Update' in ownersOf(live)) {
    const body = { ...desired, metadata: { ...own, namespace, annotations } };
    return requireApi(server, 'POST', `${collection}?fieldManager=argocd-controller`, { body });
  }
  const labels = {
    ...objectAt(own, 'labels'),
    'kustomize.toolkit.fluxcd.io/name': 'fabric',
    'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
  };
  const path = `${collection}/${own.name}?fieldManager=kustomize-controller&force=true`;
  const body = { ...desired, metadata: { ...own, namespace, labels } };
  return requireApi(server, 'PATCH', path, { body, mediaType: APPLY_PATCH });
}

function content(object: JsonObject) {
  const { labels = {}, annotations = {} } = objectAt(object, 'metadata') ?? {};
  return { spec: object.spec, labels, annotations, owners: ownersOf(object) };
}

const cases = existsSync(CASES) ? untouchedCases() : [];
if (cases.length === 0) {
  console.warn('NO DRIFT CASES: what the sandbox makes of an object was not compared with the real fabric.');
}

describe.runIf(cases.length > 0)(
  'what the sandbox stores, against the real server with the real webhooks',
  () => {
    let server: SandboxApiServer;
    beforeAll(async () => {
      server = await startSandboxApiServer({
        directory: null,
        crds: SANDBOX_CRDS,
        defaulting: fabricDefaulting,
      });
      await requireApi(server, 'POST', '/api/v1/namespaces', {
        body: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'fab' } },
      });
    });
    afterAll(() => server.stop());

    it('has enough to compare', () => {
      expect(cases.length).toBeGreaterThan(100);
    });

    it.each(cases)('$name', async (each) => {
      const stored = await deploy(server, each);
      const { plural, apiVersion } = await findKind(server, String(each.desired.kind));
      const namespace = stringAt(stored, 'metadata', 'namespace');
      const name = stringAt(stored, 'metadata', 'name');
      await callApi(server, 'DELETE', `/apis/${apiVersion}/namespaces/${namespace}/${plural}/${name}`);
      expect(content(stored)).toEqual(content(each.live));
    });
  },
);
