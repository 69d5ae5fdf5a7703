import { asc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { alerts } from '#db/schema/alerts.ts';
import { resources } from '#db/schema/resources.ts';
import type { TestDatabase } from '#db/testing/create-test-database.ts';
import { createTestDatabase } from '#db/testing/create-test-database.ts';
import { evaluateResources } from '../resource/evaluate-resources.ts';
import { observedFabric } from '../testing/observed-fabric.ts';
import { rowOf } from '../testing/test-fabric.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const HOUR = 3_600_000;

test('a resource that flaps alerts once, and its alert resolves by itself after an hour of quiet', async () => {
  const f = await observedFabric(database.db);
  const { db, fabricId, fencing } = f;
  const told = async () => {
    const rows = await db.select().from(alerts).where(eq(alerts.fabricId, fabricId)).orderBy(asc(alerts.id));
    return rows.map(({ status, severity, resolvedBy }) => `${status} ${severity} ${resolvedBy ?? ''}`.trim());
  };
  await f.git('r1', { a: 1 });
  await f.list({ a: 1 });
  for (let time = 1; time <= 5; time += 1) {
    await f.watch({ a: 9 });
    await f.confirm({ a: 9 });
    await f.watch({ a: 1 });
  }
  const resolved = 'resolved critical drift_resolved';
  expect(await f.state('a')).toBe('SYNCED');
  expect(await told()).toEqual([resolved, resolved, 'active critical']);
  const row = await rowOf(db, fabricId, 'a');
  const onsets: number[] = JSON.parse(row?.driftOnsets ?? '[]');
  expect(onsets).toHaveLength(5);
  expect(row?.nextCheckAt?.getTime()).toBe((onsets.at(-1) ?? 0) + HOUR);

  // An hour passes.
  const earlier = onsets.map((onset) => onset - HOUR);
  await db
    .update(resources)
    .set({ driftOnsets: JSON.stringify(earlier), nextCheckAt: new Date(Math.max(...earlier) + HOUR) })
    .where(eq(resources.fabricId, fabricId));
  await evaluateResources(db, fabricId, fencing, { kind: 'waiting' });
  expect(await told()).toEqual([resolved, resolved, 'resolved critical cause_gone']);
  expect((await rowOf(db, fabricId, 'a'))?.nextCheckAt).toBeNull();
});
