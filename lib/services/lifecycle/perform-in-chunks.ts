import { analyzeResources } from '#db/queries/resources.ts';
import type { Database } from '#db/transaction.ts';
import { identityKey } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { AppError } from '#lib/errors.ts';
import type { FabricContext, Fencing } from './fabric-context.ts';
import { loadFabricContext } from './fabric-context.ts';
import type { Change, Chunk, Outcome } from './perform-plans.ts';
import { CHUNK_SIZE, performPlans } from './perform-plans.ts';

const ATTEMPTS = 3;
// Chunks hold locks of disjoint rows, so two may be under way: while the database writes one, the next is decided.
const LANES = 3;
/** Chunks from which on a run is worth a look at the table's statistics. */
const MANY = 4;

/** Everything of a chunk but its changes; made anew for each, with only what these changes need. */
export type ChunkFor = (changes: readonly Change[], context: FabricContext) => Omit<Chunk, 'changes'>;

/**
 * Performs any number of changes in key order, CHUNK_SIZE a transaction, so that nobody waits long for a lock
 * and a killed worker loses at most one chunk. A chunk that lost a race is tried again. `performed` is told of each
 * chunk once it is committed; nothing else keeps the outcomes, so that memory stays flat.
 * @throws AppError conflict when it keeps losing, or the fabric's lease has passed on.
 */
export async function performInChunks(
  db: Database,
  fabricId: string,
  fencing: Fencing | null,
  changes: readonly Change[],
  chunkFor: ChunkFor,
  performed?: (outcomes: readonly Outcome[]) => void,
): Promise<void> {
  const keyed = changes.map((change) => ({ change, key: identityKey(change.identity) }));
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  const parts: Change[][] = [];
  for (let start = 0; start < keyed.length; start += CHUNK_SIZE) {
    parts.push(keyed.slice(start, start + CHUNK_SIZE).map(({ change }) => change));
  }
  let next = 0;
  const lane = async () => {
    for (let index = next++; index < parts.length; index = next++) {
      const outcomes = await performChunk(db, fabricId, fencing, parts[index] ?? [], chunkFor);
      performed?.(outcomes);
      if (index === 0 && parts.length >= MANY) await analyzeResources(db);
    }
  };
  const lanes = await Promise.allSettled(Array.from({ length: LANES }, lane));
  for (const ended of lanes) if (ended.status === 'rejected') throw ended.reason;
}

async function performChunk(
  db: Database,
  fabricId: string,
  fencing: Fencing | null,
  changes: readonly Change[],
  chunkFor: ChunkFor,
): Promise<Outcome[]> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await db.transaction(async (tx) => {
        const context = await loadFabricContext(tx, fabricId, fencing);
        return performPlans(tx, context, { ...chunkFor(changes, context), changes });
      });
    } catch (error) {
      const lostRace = error instanceof AppError && error.code === 'conflict' && fencing !== null;
      if (!lostRace || attempt === ATTEMPTS) throw error;
    }
  }
}
