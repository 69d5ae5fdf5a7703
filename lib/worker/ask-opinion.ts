import { appliedChanges } from '#lib/domain/drift/applied-changes.ts';
import { type KubernetesObject, versionOf } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { AppError } from '#lib/errors.ts';
import type { ClusterClient } from '#lib/kubernetes/cluster-client.ts';
import type { ServedKind } from '#lib/kubernetes/observation.ts';
import type { OpinionWanted } from '#lib/services/resource/find-opinions-wanted.ts';
import type { SecondOpinion } from '#lib/services/resource/record-second-opinions.ts';
import { toReadObject } from './read-objects.ts';

/** Of a dry run alone, so that nothing is ever owned by it. */
const FIELD_MANAGER = 'fabric-lifecycle-dry-run';

const DENIED = /denied the request/;

type Answer = Pick<SecondOpinion, 'outcome' | 'message' | 'changes'>;

/** What is applied: what Git declares, as the object that was read and no other. */
function requestOf(desired: KubernetesObject, live: KubernetesObject, apiVersion: string): KubernetesObject {
  const { labels, annotations } = desired.metadata;
  const { name, namespace, uid, resourceVersion } = live.metadata;
  const metadata = {
    name,
    ...(namespace === undefined ? {} : { namespace }),
    ...(labels == null ? {} : { labels }),
    ...(annotations == null ? {} : { annotations }),
    ...(uid === undefined ? {} : { uid }),
    ...(resourceVersion === undefined ? {} : { resourceVersion }),
  };
  return { ...desired, apiVersion, metadata };
}

async function dryRun(
  client: ClusterClient,
  kind: ServedKind,
  desired: KubernetesObject,
  before: KubernetesObject,
  signal: AbortSignal,
): Promise<Answer | null> {
  const request = requestOf(desired, before, `${kind.group}/${kind.version}`);
  const answer = await client.dryRunApply(kind, request, {
    fieldManager: FIELD_MANAGER,
    force: true,
    signal,
  });
  if (answer.kind === 'ok') {
    // Where the object went meanwhile, the answer is about one that applying would create.
    if (answer.object.metadata.uid !== before.metadata.uid) return null;
    const changes = appliedChanges(before, answer.object);
    return { outcome: changes.length === 0 ? 'unchanged' : 'would_change', message: null, changes };
  }
  // With force nobody's fields are in conflict: the object has moved on since it was read, unless a webhook says 409.
  if (answer.status === 409 && !DENIED.test(answer.message)) return null;
  return { outcome: 'refused', message: answer.message, changes: [] };
}

/**
 * Asks the API server by a dry run what applying desired over the live object would do. Null when the pair is not what
 * the cluster has now; it will be seen with its new content. @throws AppError `cluster_*` when it could not be asked.
 */
export async function askOpinion(
  client: ClusterClient,
  served: ServedKind,
  wanted: OpinionWanted,
  desired: KubernetesObject,
  signal: AbortSignal,
): Promise<SecondOpinion | null> {
  const { identity, pair, desiredApiVersion } = wanted;
  const version = versionOf(desiredApiVersion);
  try {
    const live = await client.get(served, identity, signal);
    if (live === null || toReadObject(served.group, live).hash !== pair.actualHash) return null;
    // Compared within one version: what a conversion changes is no answer.
    const kind = { ...served, version };
    const before = version === served.version ? live : await client.get(kind, identity, signal);
    const answer = before === null ? null : await dryRun(client, kind, desired, before, signal);
    return answer === null ? null : { identity, pair, ...answer };
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'cluster_forbidden') throw error;
    const message = error.details.words ?? error.message;
    return { identity, pair, outcome: 'not_permitted', message, changes: [] };
  }
}
