import type { KubernetesObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { AppError } from '#lib/errors.ts';
import { parseJson } from './cluster-failure.ts';
import type { ClusterTransport } from './cluster-transport.ts';
import { collectionPath, type KindPath } from './kind-path.ts';
import { asListPage, type ListPage } from './kubernetes-json.ts';
import { kindKey } from './observation.ts';

export interface ListOptions {
  /** Objects a page; 500 by default. */
  limit?: number;
  /** One namespace only; all by default. */
  namespace?: string | null;
  /** Metadata only: `spec` and `status` are left out where the server can. */
  metadataOnly?: boolean;
  signal?: AbortSignal | undefined;
}

/** A complete listing: one consistent state of the kind, in pages. */
export interface Listing {
  pages: KubernetesObject[][];
  resourceVersion: string;
}

const METADATA_ONLY = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json';
const MAX_RESTARTS = 3;

/** One page of a listing; null when its continue token has expired (410). */
export async function readPage(
  transport: ClusterTransport,
  kind: KindPath,
  options: ListOptions,
  next: string | null,
): Promise<ListPage | null> {
  const answer = await transport.send({
    method: 'GET',
    path: collectionPath(kind, options.namespace ?? null),
    query: { limit: String(options.limit ?? 500), ...(next === null ? {} : { continue: next }) },
    accept: options.metadataOnly ? METADATA_ONLY : 'application/json',
    signal: options.signal,
  });
  const action = `list ${kindKey(kind)}`;
  if (answer.status === 410 && next !== null) return null;
  if (answer.status !== 200) throw transport.failure(answer, action);
  const page = asListPage(parseJson(answer.text), kind);
  if (page === null)
    throw new AppError(
      'cluster_failed',
      `The cluster's answer to "${action}" is not a list. Check what stands between.`,
    );
  return page;
}

/**
 * Lists all objects of a kind, in pages of one consistent state: without a resourceVersion the API server reads at its newest (API concepts, "the resourceVersion parameter").
 * A listing whose continue token expires starts again, so that a complete one never mixes two states.
 */
export async function listObjects(
  transport: ClusterTransport,
  kind: KindPath,
  options: ListOptions = {},
): Promise<Listing> {
  for (let restart = 0; restart <= MAX_RESTARTS; restart++) {
    const pages: KubernetesObject[][] = [];
    let page = await readPage(transport, kind, options, null);
    while (page !== null) {
      pages.push(page.objects);
      if (page.next === null) return { pages, resourceVersion: page.resourceVersion };
      page = await readPage(transport, kind, options, page.next);
    }
  }
  throw new AppError(
    'cluster_failed',
    `The list of ${kindKey(kind)} expired ${MAX_RESTARTS + 1} times before its last page. The cluster compacts faster than it can be read.`,
  );
}
