import { and, eq, isNull, sql } from 'drizzle-orm';
import { fabrics } from '#db/schema/fabrics.ts';
import { resources } from '#db/schema/resources.ts';
import type { Tx } from '#db/transaction.ts';
import type { JumpTarget } from '#lib/contract/jump-target.ts';

const MOST = 20;

const literally = (text: string) => text.replaceAll(/[\\%_]/g, (character) => `\\${character}`);

/** Resources that have the words in kind and name; those whose name begins with the first word come first. */
export async function jumpTargets(tx: Tx, text: string): Promise<JumpTarget[]> {
  const words = text
    .split(/[\s/]+/)
    .filter((word) => word !== '')
    .slice(0, 5);
  const [first] = words;
  if (first === undefined) return [];
  const label = sql`${fabrics.name} || ' ' || ${resources.kind} || '/' || ${resources.name}`;
  return tx
    .select({
      fabric: fabrics.name,
      group: resources.group,
      kind: resources.kind,
      namespace: resources.namespace,
      name: resources.name,
      state: resources.state,
    })
    .from(resources)
    .innerJoin(fabrics, eq(fabrics.id, resources.fabricId))
    .where(
      and(
        isNull(resources.removedAt),
        isNull(fabrics.removedAt),
        ...words.map((word) => sql`${label} ilike ${`%${literally(word)}%`}`),
      ),
    )
    .orderBy(
      sql`${resources.name} not ilike ${`${literally(first)}%`}`,
      sql`length(${resources.name})`,
      resources.name,
      resources.id,
    )
    .limit(MOST);
}
