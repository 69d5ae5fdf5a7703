import type { Database } from '#db/transaction.ts';
import { identityKey } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { AppError } from '#lib/errors.ts';
import type { FabricContext, Fencing } from './fabric-context.ts';
import { loadFabricContext } from './fabric-context.ts';
import type { Change, Chunk, Outcome } from './perform-plans.ts';
import { CHUNK_SIZE, performPlans } from './perform-plans.ts';

const ATTEMPTS = 3;

/** Everything of a chunk but its changes; made anew for each, with only what these changes need. */
export type ChunkFor = (changes: readonly Change[], context: FabricContext) => Omit<Chunk, 'changes'>;

/**
 * Performs any number of changes in key order, CHUNK_SIZE a transaction, so that nobody waits long for a lock
 * and a killed worker loses at most one chunk. A chunk that lost a race is tried again.
 * @throws AppError conflict when it keeps losing, or the fabric's lease has passed on.
 */
export async function performInChunks(
  db: Database,
  fabricId: string,
  fencing: Fencing | null,
  changes: readonly Change[],
  chunkFor: ChunkFor,
): Promise<Outcome[]> {
  const keyed = changes.map((change) => ({ change, key: identityKey(change.identity) }));
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  const outcomes: Outcome[] = [];
  for (let start = 0; start < keyed.length; start += CHUNK_SIZE) {
    const part = keyed.slice(start, start + CHUNK_SIZE).map(({ change }) => change);
    outcomes.push(...(await performChunk(db, fabricId, fencing, part, chunkFor)));
  }
  return outcomes;
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
