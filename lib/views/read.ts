import { toDatabaseError } from '#db/errors.ts';
import type { Tx } from '#db/transaction.ts';
import { webDatabase } from '#lib/web-database.ts';

/** Answers one question from one snapshot of the database. @throws AppError database_unavailable */
export async function read<T>(question: (tx: Tx) => Promise<T>): Promise<T> {
  try {
    return await webDatabase().db.transaction(question, {
      isolationLevel: 'repeatable read',
      accessMode: 'read only',
    });
  } catch (error) {
    throw toDatabaseError(error) ?? error;
  }
}
