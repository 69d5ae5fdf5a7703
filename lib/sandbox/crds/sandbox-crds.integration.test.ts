import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { USER_KINDS } from '#lib/domain/hedgehog/catalogue.ts';
import type { Json, JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { checkDefinition } from '../api-server/definitions.ts';
import { readSchema } from '../api-server/structural-schema.ts';
import { validateSchema } from '../api-server/validate-schema.ts';
import { cloneJson, isJsonObject, objectAt } from '../json-value.ts';
import { SANDBOX_CRDS } from './sandbox-crds.ts';

const SHARED = process.env.SHARED_DIR ?? fileURLToPath(new URL('../../../../shared', import.meta.url));
const REAL = join(SHARED, 'data', 'hedgehog', 'crds');

function schemaOf(definition: JsonObject): JsonObject {
  const versions = objectAt(definition, 'spec')?.versions;
  const first = Array.isArray(versions) ? versions[0] : null;
  return objectAt(first ?? undefined, 'schema', 'openAPIV3Schema', 'properties', 'spec') ?? {};
}

function crd(kind: string): JsonObject {
  const found = SANDBOX_CRDS.find((each) => objectAt(each, 'spec', 'names')?.kind === kind);
  if (found === undefined) throw new Error(`the sandbox has no ${kind}`);
  return found;
}

describe('the definitions', () => {
  it('are complete, each name once', () => {
    expect(SANDBOX_CRDS.flatMap(checkDefinition)).toEqual([]);
    const names = SANDBOX_CRDS.map((definition) => objectAt(definition, 'metadata')?.name);
    expect(new Set(names).size).toBe(names.length);
  });

  it('cover every kind that the dashboard keeps in Git, and the system kinds that it reads', () => {
    const kinds = SANDBOX_CRDS.map((definition) => objectAt(definition, 'spec', 'names')?.kind);
    expect(kinds).toEqual(expect.arrayContaining(USER_KINDS.map(({ kind }) => kind)));
    expect(kinds).toEqual(expect.arrayContaining(['Agent', 'SwitchProfile', 'DHCPSubnet', 'VPCInfo']));
  });

  it.each([
    ['10.0.0.0/31', true],
    ['255.255.255.255/32', true],
    ['10.0.0.0', false],
    ['10.0.0.256/31', false],
    ['10.0.0/31', false],
    ['10.0.0.0/33', false],
  ])('take the link address %s: %s', (ip, valid) => {
    const spec = { fabric: { links: [{ spine: { ip, port: 's/1' }, leaf: { port: 'l/1' } }] } };
    expect(validateSchema(spec, readSchema(schemaOf(crd('Connection')))).length === 0).toBe(valid);
  });
});

/** The parts of a schema that decide what is stored; texts and spellings of patterns are our own. */
function structure(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(structure);
  if (!isJsonObject(schema)) return schema;
  const entries = Object.entries(schema)
    .filter(
      ([key, value]) => !(['description', 'format', 'pattern'].includes(key) && typeof value === 'string'),
    )
    .map(([key, value]): [string, Json] => [
      key,
      key === 'required' && Array.isArray(value) ? [...value].sort() : structure(value),
    ]);
  return Object.fromEntries(entries);
}

const realFiles = existsSync(REAL) ? readdirSync(REAL) : [];
if (realFiles.length === 0) console.warn('NO REAL CRDS: those of the sandbox were not compared with them.');

describe.runIf(realFiles.length > 0)('the definitions, against the real ones', () => {
  const real = realFiles.map((file) => {
    const parsed: unknown = load(readFileSync(join(REAL, file), 'utf8'));
    return isJsonObject(parsed) ? cloneJson(parsed) : {};
  });

  it.each([...USER_KINDS])('$kind stores the same fields', ({ kind }) => {
    const found = real.find((each) => objectAt(each, 'spec', 'names')?.kind === kind) ?? {};
    expect(structure(schemaOf(crd(kind)))).toEqual(structure(schemaOf(found)));
    const { categories: _, ...names } = objectAt(found, 'spec', 'names') ?? {};
    expect(objectAt(crd(kind), 'spec', 'names')).toMatchObject(names);
  });
});
