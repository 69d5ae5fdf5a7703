import type { ClusterAccess } from './cluster-access.ts';
import { parseJson } from './cluster-failure.ts';
import type { ClusterTransport } from './cluster-transport.ts';
import type { ClusterIdentity } from './observation.ts';

function fieldOf(value: unknown, ...path: string[]): string | null {
  let current: unknown = value;
  for (const key of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, key)) return null;
    current = Object.getOwnPropertyDescriptor(current, key)?.value;
  }
  return typeof current === 'string' ? current : null;
}

/** Which cluster this is. A namespace kube-system that may not be read leaves `uid` null; every other failure throws. */
export async function readIdentity(
  transport: ClusterTransport,
  access: ClusterAccess,
  signal?: AbortSignal,
): Promise<ClusterIdentity> {
  const version = await transport.send({ method: 'GET', path: '/version', signal });
  if (version.status !== 200) throw transport.failure(version, 'tell its version');
  const namespace = await transport.send({ method: 'GET', path: '/api/v1/namespaces/kube-system', signal });
  if (![200, 403, 404].includes(namespace.status))
    throw transport.failure(namespace, 'read the namespace kube-system');
  return {
    uid: namespace.status === 200 ? fieldOf(parseJson(namespace.text), 'metadata', 'uid') : null,
    serverUrl: access.serverUrl,
    caHash: access.caHash,
    version: fieldOf(parseJson(version.text), 'gitVersion') ?? 'unknown',
  };
}
