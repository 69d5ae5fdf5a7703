import { AppError } from '#lib/errors.ts';
import { parseJson } from './cluster-failure.ts';
import type { ClusterTransport } from './cluster-transport.ts';
import type { ServedKind } from './observation.ts';

/** A group as the discovery documents name it. */
export interface GroupDocument {
  name: string;
  versions: string[];
  preferred: string;
}

interface ResourceDocument {
  name: string;
  kind: string;
  namespaced: boolean;
  shortNames: string[];
}

/** Whether a group belongs to Hedgehog: `githedgehog.com` or anything under it. */
export function isHedgehogGroup(group: string): boolean {
  return group === 'githedgehog.com' || group.endsWith('.githedgehog.com');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function texts(value: unknown): string[] {
  return list(value).filter((item) => typeof item === 'string');
}

function asGroup(value: unknown): GroupDocument | null {
  if (!isRecord(value) || typeof value.name !== 'string') return null;
  const versionOf = (item: unknown) => (isRecord(item) ? texts([item.version]) : []);
  const versions = list(value.versions).flatMap(versionOf);
  const preferred = versionOf(value.preferredVersion)[0] ?? versions[0];
  return preferred === undefined ? null : { name: value.name, versions, preferred };
}

function asResource(value: unknown): ResourceDocument | null {
  if (!isRecord(value) || typeof value.name !== 'string' || typeof value.kind !== 'string') return null;
  // A slash marks a subresource such as `vpcs/status`.
  if (value.name.includes('/')) return null;
  return {
    name: value.name,
    kind: value.kind,
    namespaced: value.namespaced === true,
    shortNames: texts(value.shortNames),
  };
}

async function readDocument(
  transport: ClusterTransport,
  path: string,
  field: 'groups' | 'resources',
  signal: AbortSignal | undefined,
): Promise<unknown[]> {
  const answer = await transport.send({ method: 'GET', path, signal });
  if (answer.status !== 200) throw transport.failure(answer, `tell what it serves (${path})`);
  const document = parseJson(answer.text);
  if (!isRecord(document) || !Array.isArray(document[field]))
    throw new AppError(
      'cluster_failed',
      `The answer to ${path} is not a discovery document. Check that the server URL of the kubeconfig is a Kubernetes API server.`,
    );
  return document[field];
}

/** The Hedgehog groups that the cluster serves, from `/apis`. */
export async function readGroups(
  transport: ClusterTransport,
  signal?: AbortSignal,
): Promise<GroupDocument[]> {
  const groups = await readDocument(transport, '/apis', 'groups', signal);
  return groups.flatMap((group) => asGroup(group) ?? []).filter((group) => isHedgehogGroup(group.name));
}

async function readGroup(
  transport: ClusterTransport,
  group: GroupDocument,
  signal: AbortSignal | undefined,
): Promise<ServedKind[]> {
  const kinds = new Map<string, ServedKind>();
  const others = group.versions.filter((version) => version !== group.preferred);
  for (const version of [group.preferred, ...others]) {
    const resources = await readDocument(transport, `/apis/${group.name}/${version}`, 'resources', signal);
    for (const resource of resources.flatMap((item) => asResource(item) ?? [])) {
      const { name: plural, kind, namespaced, shortNames } = resource;
      const known = kinds.get(plural);
      if (known !== undefined) known.servedVersions.push(version);
      else
        kinds.set(plural, {
          group: group.name,
          version,
          kind,
          plural,
          shortNames,
          namespaced,
          servedVersions: [version],
          schema: null,
          crd: null,
        });
    }
  }
  return [...kinds.values()];
}

/** The kinds of these groups without their schemas, for users who may not read CRDs (API concepts, "API Discovery"). */
export async function discoverFromDocuments(
  transport: ClusterTransport,
  groups: readonly GroupDocument[],
  signal?: AbortSignal,
): Promise<ServedKind[]> {
  const kinds = await Promise.all(groups.map((group) => readGroup(transport, group, signal)));
  return kinds.flat();
}
