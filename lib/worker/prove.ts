import { findProofsWanted } from '#db/queries/waiting.ts';
import type { ResourceIdentity } from '#lib/domain/hedgehog/kubernetes-object.ts';
import type { ClusterObserver } from '#lib/kubernetes/observation.ts';
import type { Fencing } from '#lib/services/lifecycle/fabric-context.ts';
import { evaluateResources } from '#lib/services/resource/evaluate-resources.ts';
import { recordDirectReads } from '#lib/services/resource/record-cluster.ts';
import { toReadObject } from './read-objects.ts';
import type { WorkerContext } from './worker-context.ts';

// From here on one listing is cheaper than reading each object, and proves as much.
const LIST_FROM = 50;

interface Wanted extends ResourceIdentity {
  proofWanted: 'cluster' | 'both' | null;
}

/** What proving needs of the fabric's runner. */
export interface Prover {
  observer: ClusterObserver;
  epoch(): number;
  syncGit(): Promise<boolean>;
}

async function readKind(
  context: WorkerContext,
  fabricId: string,
  fencing: Fencing,
  { observer, epoch }: Prover,
  wanted: readonly Wanted[],
): Promise<boolean> {
  const [first] = wanted;
  if (first === undefined) return true;
  const kind = { group: first.group, kind: first.kind };
  if (wanted.length >= LIST_FROM) {
    await observer.relist(kind);
    return true;
  }
  const { startedAt, readings } = await observer.readNow(kind, wanted);
  const read = readings.map((reading, index) => ({ reading, identity: wanted[index] ?? first }));
  const present = read.flatMap(({ reading }) =>
    reading.kind === 'present' ? [toReadObject(kind.group, reading.object)] : [],
  );
  const absent = read.flatMap(({ reading, identity: { group, kind, namespace, name } }) =>
    reading.kind === 'absent' ? [{ group, kind, namespace, name }] : [],
  );
  const outcomes = await recordDirectReads(context.db, fabricId, fencing, {
    epoch: epoch(),
    startedAt,
    present,
    absent,
  });
  // Not found is no proof of absence: the watch or a complete listing has to say it.
  if (outcomes.unexplained > 0) await observer.relist(kind);
  return readings.every((reading) => reading.kind !== 'unread');
}

/**
 * Reads what conclusions wait for: the objects themselves, and Git where both sides are to be confirmed.
 * Returns how many resources still wait afterwards.
 */
export async function proveWanted(
  context: WorkerContext,
  fabricId: string,
  fencing: Fencing,
  prover: Prover,
): Promise<number> {
  const wanted = await findProofsWanted(context.db, fabricId);
  if (wanted.length === 0) return 0;
  for (const ofKind of Map.groupBy(wanted, ({ group, kind }) => `${group}/${kind}`).values()) {
    try {
      await readKind(context, fabricId, fencing, prover, ofKind);
    } catch (err) {
      context.log.warn({ fabricId, kind: ofKind[0]?.kind, err }, 'the proof of a kind could not be read');
    }
  }
  if (wanted.some(({ proofWanted }) => proofWanted === 'both')) await prover.syncGit();
  await evaluateResources(context.db, fabricId, fencing, { kind: 'waiting' });
  return (await findProofsWanted(context.db, fabricId)).length;
}
