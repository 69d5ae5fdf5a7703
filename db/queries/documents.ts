import { and, eq, sql } from 'drizzle-orm';
import { documents } from '../schema/documents.ts';
import type { Tx } from '../transaction.ts';
import { bulkInsert } from './bulk.ts';

/** Stores texts under their hashes; those that are there already cost nothing. */
export async function storeDocuments(
  tx: Tx,
  fabricId: string,
  texts: ReadonlyMap<string, string>,
): Promise<void> {
  // In hash order, so that two transactions that store the same documents cannot deadlock.
  const rows = [...texts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([hash, text]) => ({ fabricId, hash, text }));
  await bulkInsert(tx, documents, ['fabricId', 'hash', 'text'], rows);
}

// One parameter: with one a hash, making the statement costs more than running it.
const isOneOfHashes = (hashes: readonly string[]) =>
  sql`${documents.hash} = any(${sql.param([...hashes])}::text[])`;

/** The texts under these hashes; a hash that is not stored is missing from the answer. */
export async function findDocuments(
  tx: Tx,
  fabricId: string,
  hashes: readonly string[],
): Promise<Map<string, string>> {
  if (hashes.length === 0) return new Map();
  const rows = await tx
    .select({ hash: documents.hash, text: documents.text })
    .from(documents)
    .where(and(eq(documents.fabricId, fabricId), isOneOfHashes([...new Set(hashes)])));
  return new Map(rows.map((row) => [row.hash, row.text]));
}

/** Which of these hashes have no text in the store. */
export async function findMissingDocuments(
  tx: Tx,
  fabricId: string,
  hashes: readonly string[],
): Promise<Set<string>> {
  const missing = new Set(hashes);
  if (missing.size === 0) return missing;
  const stored = await tx
    .select({ hash: documents.hash })
    .from(documents)
    .where(and(eq(documents.fabricId, fabricId), isOneOfHashes([...missing])));
  for (const { hash } of stored) missing.delete(hash);
  return missing;
}
