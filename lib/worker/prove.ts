import { findProofsWanted } from '#db/queries/waiting.ts';
import type { ResourceIdentity } from '#lib/domain/hedgehog/kubernetes-object.ts';
import type { ClusterObserver } from '#lib/kubernetes/observation.ts';
import type { Fencing } from '#lib/services/lifecycle/fabric-context.ts';
import { evaluateResources } from '#lib/services/resource/evaluate-resources.ts';
import { recordDirectReads } from '#lib/services/resource/record-cluster.ts';
import { toReadObject } from './read-objects.ts';
import type { ProofRetries } from './schedule.ts';
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
  /** Asks the API server where its answer can explain what is suspected. */
  decideByOpinion(): Promise<void>;
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

const kindOf = ({ group, kind }: ResourceIdentity) => `${group}/${kind}`;

/** Reads what conclusions wait for, as far as it is due: the objects themselves, and Git where both sides are to be confirmed. */
export async function proveWanted(
  context: WorkerContext,
  fabricId: string,
  fencing: Fencing,
  prover: Prover,
  retries: ProofRetries,
): Promise<void> {
  const startedAt = performance.now();
  const wanted = (await findProofsWanted(context.db, fabricId)).filter((proof) =>
    retries.isDue(kindOf(proof), startedAt),
  );
  if (wanted.length === 0) return;
  await prover.decideByOpinion();
  const kinds = Map.groupBy(wanted, kindOf);
  for (const ofKind of kinds.values()) {
    try {
      await readKind(context, fabricId, fencing, prover, ofKind);
    } catch (err) {
      context.log.warn({ fabricId, kind: ofKind[0]?.kind, err }, 'the proof of a kind could not be read');
    }
  }
  // Before the last reading that could confirm a suspicion: what the server explains is never published as drift.
  await prover.decideByOpinion();
  if (wanted.some(({ proofWanted }) => proofWanted === 'both')) await prover.syncGit();
  await evaluateResources(context.db, fabricId, fencing, { kind: 'waiting' });
  const left = new Set((await findProofsWanted(context.db, fabricId)).map(kindOf));
  for (const kind of kinds.keys()) retries.tried(kind, left.has(kind), performance.now());
}
