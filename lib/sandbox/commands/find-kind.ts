import type { JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { type ApiServerAddress, requireApi } from '../api-client.ts';
import { isJsonObject } from '../json-value.ts';

export interface ServedKind {
  apiVersion: string;
  kind: string;
  plural: string;
  names: string[];
}

function items(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

/** Every Hedgehog kind that the cluster serves. */
export async function listKinds(server: ApiServerAddress): Promise<ServedKind[]> {
  const { groups } = await requireApi(server, 'GET', '/apis');
  const versions = items(groups)
    .filter((group) => String(group.name).endsWith('.githedgehog.com'))
    .flatMap((group) => items(group.versions).map((version) => String(version.groupVersion)));
  const lists = await Promise.all(versions.map((version) => requireApi(server, 'GET', `/apis/${version}`)));
  return lists.flatMap((list) =>
    items(list.resources)
      .filter((resource) => !String(resource.name).includes('/'))
      .map((resource) => ({
        apiVersion: String(list.groupVersion),
        kind: String(resource.kind),
        plural: String(resource.name),
        names: [resource.kind, resource.name, resource.singularName, ...shortNames(resource)].map((name) =>
          String(name).toLowerCase(),
        ),
      })),
  );
}

function shortNames(resource: JsonObject): string[] {
  return Array.isArray(resource.shortNames) ? resource.shortNames.map(String) : [];
}

/** The kind by any of its names, whatever the case. @throws Error that lists the kinds when there is none. */
export async function findKind(server: ApiServerAddress, name: string): Promise<ServedKind> {
  const kinds = await listKinds(server);
  const found = kinds.find((kind) => kind.names.includes(name.toLowerCase()));
  if (found !== undefined) return found;
  const known = kinds.map((kind) => kind.kind).sort();
  throw new Error(`There is no kind ${name}. The cluster has: ${known.join(', ')}.`);
}
