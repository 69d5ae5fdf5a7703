import type { Tx } from '#db/transaction.ts';
import { webDatabase } from '#lib/web-database.ts';

/** Answers one question from one snapshot of the database. */
export async function read<T>(question: (tx: Tx) => Promise<T>): Promise<T> {
  return webDatabase().db.transaction(question, {
    isolationLevel: 'repeatable read',
    accessMode: 'read only',
  });
}
