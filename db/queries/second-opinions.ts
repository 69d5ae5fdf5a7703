import type { SQL } from 'drizzle-orm';
import { and, eq, getTableColumns, sql } from 'drizzle-orm';
import { resources } from '../schema/resources.ts';
import { secondOpinions } from '../schema/second-opinions.ts';
import type { Reader, Tx } from '../transaction.ts';
import { recordset } from './bulk.ts';

export type SecondOpinionRow = typeof secondOpinions.$inferSelect;

/** What an opinion is about: this desired content over this live object under this schema (empty when it is not known). */
export type OpinionPair = Pick<SecondOpinionRow, 'desiredHash' | 'actualHash' | 'schemaHash'>;

const PAIR = [
  ['desiredHash', secondOpinions.desiredHash],
  ['actualHash', secondOpinions.actualHash],
  ['schemaHash', secondOpinions.schemaHash],
] as const;
const ANSWER = [
  ['outcome', secondOpinions.outcome],
  ['message', secondOpinions.message],
  ['changes', secondOpinions.changes],
] as const;

/** The pair as a key of maps. */
export function opinionKey({ desiredHash, actualHash, schemaHash }: OpinionPair): string {
  return `${desiredHash}:${actualHash}:${schemaHash}`;
}

/** The opinions that are stored about these pairs, by `opinionKey`. */
export async function findOpinions(
  tx: Reader,
  fabricId: string,
  pairs: readonly OpinionPair[],
): Promise<Map<string, SecondOpinionRow>> {
  if (pairs.length === 0) return new Map();
  const { desiredHash, actualHash, schemaHash, fabricId: fabric } = secondOpinions;
  const isAsked = sql`(${desiredHash}, ${actualHash}, ${schemaHash}) in
    (select p."desiredHash", p."actualHash", p."schemaHash" from ${recordset(pairs, PAIR, 'p')})`;
  const rows = await tx
    .select(getTableColumns(secondOpinions))
    .from(secondOpinions)
    .where(and(eq(fabric, fabricId), isAsked));
  return new Map(rows.map((row) => [opinionKey(row), row]));
}

/** Stores what was answered now, in the place of what was answered before. */
export async function storeOpinions(
  tx: Tx,
  fabricId: string,
  rows: readonly (OpinionPair & Pick<SecondOpinionRow, 'outcome' | 'message' | 'changes'>)[],
): Promise<void> {
  const columns = [...PAIR, ...ANSWER];
  const names = (prefix: string, named: typeof columns, suffix: (name: string) => string = () => ''): SQL =>
    sql.raw(named.map(([, { name }]) => `${prefix}"${name}"${suffix(name)}`).join(', '));
  const values = sql.raw(columns.map(([key]) => `x."${key}"`).join(', '));
  await tx.execute(sql`
    insert into ${secondOpinions} (fabric_id, ${names('', columns)})
    select ${fabricId}::uuid, ${values} from ${recordset(rows, columns, 'x')}
    on conflict (fabric_id, ${names('', [...PAIR])}) do update
    set ${names('', [...ANSWER], (name) => ` = excluded."${name}"`)}, asked_at = now()`);
}

/** Forgets the opinions about pairs that no live resource of the fabric holds any more. */
export async function deleteUnheldOpinions(tx: Tx, fabricId: string): Promise<void> {
  const { desiredHash, actualHash } = secondOpinions;
  await tx.delete(secondOpinions).where(
    and(
      eq(secondOpinions.fabricId, fabricId),
      sql`not exists (
        select from ${resources} r where r.fabric_id = ${secondOpinions.fabricId} and r.removed_at is null
          and r.desired_hash = ${desiredHash} and r.actual_hash = ${actualHash})`,
    ),
  );
}
