import { toAppError } from '#lib/errors.ts';
import type { ClusterClient } from './cluster-client.ts';
import { parseJson, unavailabilityOf } from './cluster-failure.ts';
import { readPage } from './list-objects.ts';
import { type ClusterIdentity, type KindUnavailable, kindKey, type ServedKind } from './observation.ts';
import { createLimiter } from './retry.ts';

/** What a test of a connection found. */
export interface ConnectionReport {
  /** There is at least one admitted kind, and each can be listed and watched. */
  ok: boolean;
  identity: ClusterIdentity | null;
  /** A null `problem` means that the kind can be observed. */
  kinds: { kind: ServedKind; problem: KindUnavailable | null }[];
  /** What keeps the fabric from being observed, each a sentence with the next step. */
  problems: string[];
  /** What works but should be known. */
  warnings: string[];
}

export interface ConnectionTestOptions {
  /** The kinds that matter; all by default. */
  admits?: (kind: ServedKind) => boolean;
  namespace?: string | null;
  signal?: AbortSignal;
}

const ACCESS_REVIEWS = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';

/** False only when the cluster says that this user may not watch; unknown counts as allowed, since the watch itself will tell. */
async function mayWatch(
  client: ClusterClient,
  kind: ServedKind,
  options: ConnectionTestOptions,
): Promise<boolean> {
  const namespace = options.namespace ?? null;
  const attributes = {
    group: kind.group,
    resource: kind.plural,
    verb: 'watch',
    ...(namespace === null ? {} : { namespace }),
  };
  const answer = await client.transport.send({
    method: 'POST',
    path: ACCESS_REVIEWS,
    body: JSON.stringify({
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SelfSubjectAccessReview',
      spec: { resourceAttributes: attributes },
    }),
    signal: options.signal,
  });
  const review = parseJson(answer.text);
  if (answer.status !== 201 || typeof review !== 'object' || review === null || !('status' in review))
    return true;
  const { status } = review;
  return typeof status !== 'object' || status === null || !('allowed' in status) || status.allowed !== false;
}

async function problemOf(
  client: ClusterClient,
  kind: ServedKind,
  options: ConnectionTestOptions,
): Promise<KindUnavailable | null> {
  try {
    const { namespace = null, signal } = options;
    await readPage(client.transport, kind, { limit: 1, namespace, signal }, null);
    if (await mayWatch(client, kind, options)) return null;
    return {
      reason: 'forbidden',
      message: `The user may list but not watch ${kindKey(kind)}. Give it the verb watch as well.`,
    };
  } catch (error) {
    options.signal?.throwIfAborted();
    return unavailabilityOf(toAppError(error));
  }
}

function warningsOf(
  client: ClusterClient,
  identity: ClusterIdentity,
  kinds: readonly ServedKind[],
): string[] {
  const warnings: string[] = [];
  if (client.access.skipsTlsVerification)
    warnings.push(
      'The kubeconfig turns TLS verification off (insecure-skip-tls-verify): anybody in between could pose as the cluster. Add its CA instead.',
    );
  if (identity.uid === null)
    warnings.push(
      'The namespace kube-system may not be read, so the cluster is told apart by its address and CA only. Allow get on it.',
    );
  if (kinds.some((kind) => kind.schema === null))
    warnings.push(
      'CRDs may not be read, so documents are not checked against schemas. Allow get and list on customresourcedefinitions.',
    );
  return warnings;
}

/** Tries, with real requests, everything that observing needs. Throws nothing but an abort. */
export async function testConnection(
  client: ClusterClient,
  options: ConnectionTestOptions = {},
): Promise<ConnectionReport> {
  const { signal, admits = () => true } = options;
  const report: ConnectionReport = { ok: false, identity: null, kinds: [], problems: [], warnings: [] };
  try {
    report.identity = await client.identity(signal);
    const kinds = (await client.discover(signal)).filter(admits);
    report.warnings = warningsOf(client, report.identity, kinds);
    const limit = createLimiter(5);
    report.kinds = await Promise.all(
      kinds.map((kind) => limit(async () => ({ kind, problem: await problemOf(client, kind, options) }))),
    );
    report.problems = report.kinds.flatMap(({ problem }) => (problem === null ? [] : [problem.message]));
    if (kinds.length === 0)
      report.problems.push(
        'The cluster is reached but serves none of the wanted Hedgehog kinds. Check that this is the control cluster of the fabric.',
      );
  } catch (error) {
    signal?.throwIfAborted();
    report.problems.push(toAppError(error).message);
  }
  report.ok = report.problems.length === 0;
  return report;
}
