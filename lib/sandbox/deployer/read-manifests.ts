import { createHash } from 'node:crypto';
import { loadAll } from 'js-yaml';
import {
  identityKey,
  type JsonObject,
  type ResourceIdentity,
} from '#lib/domain/hedgehog/kubernetes-object.ts';
import { cloneJson, isJsonObject, stableJson, stringAt } from '../json-value.ts';

export interface Manifest {
  identity: ResourceIdentity;
  key: string;
  path: string;
  object: JsonObject;
  /** Of the object's content, whatever its formatting and comments. */
  hash: string;
}

export interface ManifestReading {
  manifests: Manifest[];
  /** What could not be read, in one sentence each. */
  problems: string[];
}

/**
 * The Hedgehog objects in the YAML files below a folder; everything else is passed over. A file that does not parse is named
 * as a problem, as is an object that stands twice: the first one counts.
 */
export function readManifests(files: ReadonlyMap<string, string>, folder: string): ManifestReading {
  const manifests = new Map<string, Manifest>();
  const problems: string[] = [];
  for (const [path, text] of files) {
    if (!path.startsWith(folder) || !/\.ya?ml$/.test(path)) continue;
    for (const object of parseFile(path, text, problems)) {
      const manifest = describe(object, path);
      if (manifest === null) continue;
      const other = manifests.get(manifest.key);
      if (other === undefined) manifests.set(manifest.key, manifest);
      else problems.push(`${manifest.key} stands in ${other.path} and in ${path}: remove one of them`);
    }
  }
  return { manifests: [...manifests.values()], problems };
}

function parseFile(path: string, text: string, problems: string[]): JsonObject[] {
  try {
    return loadAll(text).flatMap((document) => (isJsonObject(document) ? [cloneJson(document)] : []));
  } catch (error) {
    problems.push(
      `${path} is no YAML: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`,
    );
    return [];
  }
}

function describe(object: JsonObject, path: string): Manifest | null {
  const [group = '', version] = String(object.apiVersion ?? '').split('/');
  const kind = stringAt(object, 'kind');
  const name = stringAt(object, 'metadata', 'name');
  if (!group.endsWith('.githedgehog.com') || version === undefined || !kind || !name) return null;
  const namespace = stringAt(object, 'metadata', 'namespace') ?? 'default';
  const identity = { group, kind, namespace, name };
  return { identity, key: identityKey(identity), path, object, hash: hashOf(object) };
}

export function hashOf(object: JsonObject): string {
  return createHash('sha256').update(stableJson(object)).digest('hex').slice(0, 16);
}
