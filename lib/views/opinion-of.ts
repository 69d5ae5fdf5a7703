import { findOpinions, opinionKey } from '#db/queries/second-opinions.ts';
import type { Reader } from '#db/transaction.ts';
import type { SecondOpinion } from '#lib/contract/second-opinion.ts';

// More than anybody reads; the whole list of a large object would be most of the page.
const MOST_CHANGES = 50;

/** What the API server answered about these two sides under this schema; null when it was not asked or a side is missing. */
export async function opinionOf(
  tx: Reader,
  fabricId: string,
  desiredHash: string | null,
  actualHash: string | null,
  schemaHash: string | null,
): Promise<SecondOpinion | null> {
  if (desiredHash === null || actualHash === null) return null;
  const pair = { desiredHash, actualHash, schemaHash: schemaHash ?? '' };
  const row = (await findOpinions(tx, fabricId, [pair])).get(opinionKey(pair));
  if (row === undefined) return null;
  const changes: string[] = JSON.parse(row.changes);
  return {
    outcome: row.outcome,
    message: row.message,
    changes: changes.slice(0, MOST_CHANGES),
    changeCount: changes.length,
    askedAt: row.askedAt.toISOString(),
  };
}
