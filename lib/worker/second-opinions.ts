import { findDocuments } from '#db/queries/documents.ts';
import { opinionKey } from '#db/queries/second-opinions.ts';
import { desiredObject } from '#lib/domain/drift/desired-object.ts';
import type { KubernetesObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { toAppError } from '#lib/errors.ts';
import type { Fencing } from '#lib/services/lifecycle/fabric-context.ts';
import {
  findOpinionsWanted,
  type OpinionPurpose,
  type OpinionWanted,
} from '#lib/services/resource/find-opinions-wanted.ts';
import { recordSecondOpinions, type SecondOpinion } from '#lib/services/resource/record-second-opinions.ts';
import { askOpinion } from './ask-opinion.ts';
import type { ClusterSideRunner } from './cluster-side.ts';
import { createProofRetries } from './schedule.ts';
import type { WorkerContext } from './worker-context.ts';

const LANES = 4;
// What is only suspected is held up by its opinion, so all that it decides is asked for; the rest takes turns.
const MOST: Record<OpinionPurpose, number> = { decide: 100, explain: 20 };
// Git syncs and proofs wait for a round, so a slow server must not hold it longer.
const LONGEST_ROUND_MS = 3_000;

/** Asks the API server for second opinions, a bounded number at a time. */
export interface SecondOpinions {
  /** One round for a purpose; nothing is asked when nothing is wanted or due. Failures are tried again later. */
  ask(purpose: OpinionPurpose): Promise<void>;
  /** When, by `performance.now()`, the next round of `explain` is due; infinite when nothing waits. */
  soonest(): number;
}

/** What became of one question: an answer, none since the object has moved on or failed, or nobody there to ask. */
type Asked = { wanted: OpinionWanted; opinion: SecondOpinion | null; unreachable: boolean };

const desiredOf = ({ identity, desiredApiVersion }: OpinionWanted, text: string) =>
  desiredObject(JSON.parse(text) as KubernetesObject, identity, desiredApiVersion);

const keyOf = ({ pair }: OpinionWanted) => opinionKey(pair);

/** Answers are recorded under the runner's lease; nothing is asked before the first call. */
export function createSecondOpinions(
  context: WorkerContext,
  fabricId: string,
  fencing: Fencing,
  cluster: () => Pick<ClusterSideRunner, 'client' | 'served'> | null,
): SecondOpinions {
  const { db, log } = context;
  const retries = { decide: createProofRetries(), explain: createProofRetries() };
  const outage = createProofRetries();
  let more = false;

  const askOne = async (
    wanted: OpinionWanted,
    desired: KubernetesObject | undefined,
    signal: AbortSignal,
  ): Promise<Asked> => {
    const side = cluster();
    const served = side?.served(wanted.identity) ?? null;
    if (side === null || served === null || desired === undefined)
      return { wanted, opinion: null, unreachable: false };
    try {
      const opinion = await askOpinion(side.client, served, wanted, desired, signal);
      return { wanted, opinion, unreachable: false };
    } catch (error) {
      const { code, message } = toAppError(error);
      const unreachable = signal.aborted || code === 'cluster_unreachable' || code === 'cluster_credentials';
      const { kind, name } = wanted.identity;
      log.warn(
        { fabricId, kind, name, code, message },
        'a second opinion could not be had; it is tried again',
      );
      return { wanted, opinion: null, unreachable };
    }
  };

  const askAll = async (wanted: readonly OpinionWanted[]): Promise<Asked[]> => {
    const hashes = wanted.map(({ pair }) => pair.desiredHash);
    const texts = await db.transaction((tx) => findDocuments(tx, fabricId, hashes));
    const signal = AbortSignal.timeout(LONGEST_ROUND_MS);
    const asked: Asked[] = [];
    const open = [...wanted];
    const lane = async () => {
      for (let one = open.shift(); one !== undefined; one = open.shift()) {
        const text = texts.get(one.pair.desiredHash);
        const desired = text === undefined ? undefined : desiredOf(one, text);
        const answer = await askOne(one, desired, signal);
        asked.push(answer);
        if (answer.unreachable) open.length = 0;
      }
    };
    await Promise.all(Array.from({ length: LANES }, lane));
    return asked;
  };

  return {
    async ask(purpose) {
      const now = performance.now();
      if (!outage.isDue('', now)) return;
      const wanted = await findOpinionsWanted(db, fabricId, purpose);
      const own = retries[purpose];
      own.keepOnly(new Set(wanted.map(keyOf)));
      const due = wanted.filter((one) => own.isDue(keyOf(one), now));
      if (purpose === 'explain') more = due.length > MOST[purpose];
      const asked = due.length === 0 ? [] : await askAll(due.slice(0, MOST[purpose]));
      await recordSecondOpinions(
        db,
        fabricId,
        fencing,
        asked.flatMap(({ opinion }) => opinion ?? []),
      );
      const after = performance.now();
      for (const { wanted: one, opinion } of asked) own.tried(keyOf(one), opinion === null, after);
      outage.tried(
        '',
        asked.some(({ unreachable }) => unreachable),
        after,
      );
    },
    soonest() {
      const waits = outage.soonest();
      if (waits !== Number.POSITIVE_INFINITY) return waits;
      return more ? performance.now() : retries.explain.soonest();
    },
  };
}
