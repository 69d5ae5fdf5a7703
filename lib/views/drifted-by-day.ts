import { and, eq, inArray, or, sql } from 'drizzle-orm';
import { resources } from '#db/schema/resources.ts';
import { transitions } from '#db/schema/transitions.ts';
import type { Tx } from '#db/transaction.ts';

const DAYS = 7;

/** How many resources were in DRIFTED at the end of each of the last days, today last: today's number, walked back through history. */
export async function driftedByDay(tx: Tx, fabricIds: readonly string[]): Promise<Map<string, number[]>> {
  const today = await tx
    .select({ fabricId: resources.fabricId, count: sql<number>`count(*)::int` })
    .from(resources)
    .where(
      and(
        inArray(resources.fabricId, [...fabricIds]),
        eq(resources.state, 'DRIFTED'),
        sql`${resources.removedAt} is null`,
      ),
    )
    .groupBy(resources.fabricId);
  const daysAgo = sql<number>`(clock_timestamp()::date - ${transitions.at}::date)`;
  const moves = await tx
    .select({
      fabricId: transitions.fabricId,
      daysAgo,
      net: sql<number>`(count(*) filter (where ${transitions.toState} = 'DRIFTED') - count(*) filter (where ${transitions.fromState} = 'DRIFTED'))::int`,
    })
    .from(transitions)
    .where(
      and(
        inArray(transitions.fabricId, [...fabricIds]),
        sql`${transitions.at} >= clock_timestamp()::date - ${DAYS - 1}::int`,
        eq(transitions.refused, false),
        or(eq(transitions.toState, 'DRIFTED'), eq(transitions.fromState, 'DRIFTED')),
      ),
    )
    .groupBy(transitions.fabricId, sql`2`);
  return new Map(
    fabricIds.map((id) => {
      let count = today.find(({ fabricId }) => fabricId === id)?.count ?? 0;
      const days: number[] = [];
      for (let ago = 0; ago < DAYS; ago += 1) {
        days.unshift(Math.max(0, count));
        count -= moves.find((move) => move.fabricId === id && move.daysAgo === ago)?.net ?? 0;
      }
      return [id, days];
    }),
  );
}
