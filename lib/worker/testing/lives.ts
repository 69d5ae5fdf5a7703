import { asc, eq } from 'drizzle-orm';
import { resources } from '#db/schema/resources.ts';
import { transitions } from '#db/schema/transitions.ts';
import type { Database } from '#db/transaction.ts';
import type { ResourceState } from '#lib/domain/lifecycle/states.ts';

/** What became of every identity of a fabric, by `Kind/name`: the state it has, and the whole way there. */
export interface Life {
  /** Null is unknown; `gone` when no live record is left. */
  state: ResourceState | 'gone' | null;
  /** `FROM→TO trigger`, oldest first, over all records of the identity. */
  history: readonly string[];
}

const keyOf = (row: { kind: string; name: string }) => `${row.kind}/${row.name}`;

/** The lives of all resources of a fabric, also of those that are gone. */
export async function livesOf(db: Database, fabricId: string): Promise<Record<string, Life>> {
  const rows = await db.select().from(resources).where(eq(resources.fabricId, fabricId));
  const history = await db
    .select()
    .from(transitions)
    .where(eq(transitions.fabricId, fabricId))
    .orderBy(asc(transitions.at), asc(transitions.id));
  const stepsByKey = Map.groupBy(history, keyOf);
  return Object.fromEntries(
    [...Map.groupBy(rows, keyOf)].map(([key, records]): [string, Life] => {
      const live = records.find(({ removedAt }) => removedAt === null);
      const steps = stepsByKey.get(key) ?? [];
      return [
        key,
        {
          state: live === undefined ? 'gone' : live.state,
          history: steps.map(
            (step) => `${step.fromState ?? '∅'}→${step.refused ? 'refused' : step.toState} ${step.trigger}`,
          ),
        },
      ];
    }),
  );
}

/** Every one of these resources has this state and this history. */
export function allOf(keys: Iterable<string>, life: Life): Record<string, Life> {
  return Object.fromEntries([...keys].map((key) => [key, life]));
}
