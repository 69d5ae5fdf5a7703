import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../lib/errors.ts';

/** A migration as the journal names it. */
export interface Migration {
  readonly tag: string;
  /** The moment by which Drizzle orders and recognises it. */
  readonly when: number;
  /** Of the SQL, as Drizzle records it. */
  readonly hash: string;
}

export interface AppliedMigration {
  readonly when: number;
  readonly hash: string;
}

const journalShape = z.object({
  entries: z.array(z.object({ idx: z.number(), when: z.number(), tag: z.string() })),
});

/** The migrations of a folder. @throws AppError when its journal is not in order: Drizzle would skip some in silence. */
export function readMigrations(folder: string): readonly Migration[] {
  const { entries } = journalShape.parse(
    JSON.parse(readFileSync(join(folder, 'meta', '_journal.json'), 'utf8')),
  );
  for (const [position, entry] of entries.entries()) {
    const before = entries[position - 1];
    if (entry.idx === position && (before === undefined || before.when < entry.when)) continue;
    throw new AppError(
      'internal',
      `The journal of migrations is out of order at ${entry.tag}: delete that migration and generate it again (npm run db:generate).`,
    );
  }
  return entries.map(({ tag, when }) => ({ tag, when, hash: hashOf(join(folder, `${tag}.sql`)) }));
}

function hashOf(file: string): string {
  return createHash('sha256').update(readFileSync(file, 'utf8')).digest('hex');
}

/** Why these migrations cannot be applied to a database that has `applied` ones; null when they can. */
export function findMigrationProblem(
  migrations: readonly Migration[],
  applied: readonly AppliedMigration[],
): string | null {
  const newest = Math.max(0, ...applied.map(({ when }) => when));
  const known = new Set(migrations.map(({ when }) => when));
  if (applied.some(({ when }) => !known.has(when)))
    return 'The database was migrated by a newer or another version of this program: run that version.';
  for (const { tag, when, hash } of migrations) {
    const done = applied.find((one) => one.when === when);
    if (done === undefined && when < newest)
      return `Migration ${tag} is older than one that the database already has: generate it again.`;
    if (done !== undefined && done.hash !== hash)
      return `Migration ${tag} was changed after the database applied it: restore the file, or start with a new database.`;
  }
  return null;
}
