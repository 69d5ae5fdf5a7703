import { asc, eq } from 'drizzle-orm';
import { resources } from '#db/schema/resources.ts';
import { transitions } from '#db/schema/transitions.ts';
import type { Database } from '#db/transaction.ts';
import type { ResourceState, TransitionTarget, Trigger } from '#lib/domain/lifecycle/states.ts';
import { FIRST_SIGHT, TRANSITIONS } from '#lib/domain/lifecycle/transitions.ts';

function isAdmitted(from: ResourceState | null, to: TransitionTarget | null, trigger: Trigger): boolean {
  if (from === null) {
    if (trigger === 'create') return to === 'DRAFT';
    return trigger === 'first_sight' && FIRST_SIGHT.some((row) => row.to === to);
  }
  return TRANSITIONS.some(
    (row) =>
      row.from.includes(from) && row.triggers.includes(trigger) && (row.to === to || row.to === 'BEFORE'),
  );
}

/**
 * What is wrong with the history of a fabric; empty when every step is one that the table admits, every step begins
 * where the one before ended, and the last one ends where the record is.
 */
export async function findHistoryFaults(db: Database, fabricId: string): Promise<string[]> {
  const records = await db.select().from(resources).where(eq(resources.fabricId, fabricId));
  const steps = await db
    .select()
    .from(transitions)
    .where(eq(transitions.fabricId, fabricId))
    .orderBy(asc(transitions.at), asc(transitions.id));
  const byRecord = Map.groupBy(steps, ({ resourceId }) => resourceId);
  const faults: string[] = [];
  for (const [resourceId, own] of byRecord) {
    const record = records.find(({ id }) => id === resourceId);
    let held: TransitionTarget | null = null;
    for (const { name, fromState, toState, trigger, refused } of own) {
      const step = `${name}: ${fromState}→${refused ? 'refused' : toState} ${trigger}`;
      if (fromState !== held) faults.push(`${step} begins elsewhere than at ${held}`);
      // Refused attempts and notes (a take-over) move nothing.
      if (refused || toState === null) continue;
      if (!isAdmitted(fromState, toState, trigger)) faults.push(`${step} is in no row of the table`);
      held = toState;
    }
    const isGone = record?.removedAt != null;
    const ends: TransitionTarget | null = isGone ? 'REMOVED' : (record?.state ?? null);
    // What came and went before anything could be concluded of it leaves refused attempts at most.
    const neverSeen = isGone && held === null;
    if (held !== ends && !neverSeen)
      faults.push(`${record?.name}: history ends at ${held}, the record at ${ends}`);
  }
  for (const { id, name, state } of records)
    if (state !== null && !byRecord.has(id)) faults.push(`${name}: ${state} without a history`);
  const live = records.filter(({ removedAt }) => removedAt === null).map(({ name }) => name);
  if (new Set(live).size < live.length) faults.push(`two live records of one name among ${live}`);
  return faults;
}
