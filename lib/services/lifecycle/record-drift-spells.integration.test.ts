import { asc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { driftSpells } from '#db/schema/drift-spells.ts';
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

type Fabric = Awaited<ReturnType<typeof observedFabric>>;

const spellsOf = ({ db, fabricId }: Fabric) =>
  db
    .select()
    .from(driftSpells)
    .where(eq(driftSpells.fabricId, fabricId))
    .orderBy(asc(driftSpells.onset), asc(driftSpells.id));

async function driftedFabric(options: { graceSeconds?: number } = {}) {
  const f = await observedFabric(database.db, options);
  await f.git('r1', { a: 1 });
  await f.list({ a: 1 });
  await f.watch({ a: 9 });
  await f.confirm({ a: 9 });
  return f;
}

describe('a spell of drift', () => {
  test('begins with the onset, once confirmed, and ends with what resolved it', async () => {
    const f = await observedFabric(database.db);
    await f.git('r1', { a: 1 });
    await f.list({ a: 1 });
    await f.watch({ a: 9 });
    expect(await spellsOf(f)).toEqual([]);
    await f.confirm({ a: 9 });
    const row = await rowOf(f.db, f.fabricId, 'a');
    expect(await spellsOf(f)).toMatchObject([
      {
        resourceId: row?.id,
        onset: row?.driftOnset,
        endedAt: null,
        status: 'spec_drift',
        severity: 'critical',
        score: 1,
        count: 1,
        first: 'spec.subnets.default.vlan 1 → 9',
        desiredHash: row?.desiredHash,
        actualHash: row?.actualDocumentHash,
      },
    ]);
    await f.watch({ a: 1 });
    const [ended] = await spellsOf(f);
    expect(ended).toMatchObject({ endedBy: 'drift_resolved', actualHash: row?.actualDocumentHash });
    expect(ended?.endedAt?.getTime()).toBeGreaterThan(ended?.onset.getTime() ?? Number.NaN);
  });

  test('each time is another one', async () => {
    const f = await driftedFabric();
    await f.watch({ a: 1 });
    await f.watch({ a: 7 });
    await f.confirm({ a: 7 });
    expect((await spellsOf(f)).map(({ endedBy, first }) => [endedBy, first])).toEqual([
      ['drift_resolved', 'spec.subnets.default.vlan 1 → 9'],
      [null, 'spec.subnets.default.vlan 1 → 7'],
    ]);
  });

  test('keeps the worst it came to, and the sides as they last were', async () => {
    const f = await driftedFabric();
    await f.watch({}, ['a']);
    expect(await spellsOf(f)).toMatchObject([{ status: 'spec_drift', actualHash: null, endedAt: null }]);
    await f.watch({ a: 3 });
    const row = await rowOf(f.db, f.fabricId, 'a');
    expect(await spellsOf(f)).toMatchObject([
      { severity: 'critical', first: 'spec.subnets.default.vlan 1 → 9', actualHash: row?.actualDocumentHash },
    ]);
  });

  test('grows when it gets worse', async () => {
    const f = await driftedFabric();
    await f.db
      .update(driftSpells)
      .set({ severity: 'low', score: 0.1, first: 'a trifle' })
      .where(eq(driftSpells.fabricId, f.fabricId));
    await f.watch({ a: 8 });
    expect(await spellsOf(f)).toMatchObject([
      { severity: 'critical', score: 1, first: 'spec.subnets.default.vlan 1 → 8' },
    ]);
  });

  test('is superseded by new content in Git', async () => {
    const f = await driftedFabric();
    await f.git('r2', { a: 2 });
    expect(await f.state('a')).toBe('PENDING');
    expect(await spellsOf(f)).toMatchObject([{ endedBy: 'superseded' }]);
  });

  test('of an orphan ends with its record; when it comes back it is another one', async () => {
    const f = await observedFabric(database.db, { graceSeconds: 0 });
    await f.git('r1', {});
    await f.list({ b: 1 });
    await f.confirm({ b: 1 });
    expect(await spellsOf(f)).toMatchObject([{ status: 'actual_only', severity: 'high', endedAt: null }]);
    await f.watch({}, ['b']);
    expect(await spellsOf(f)).toMatchObject([{ endedBy: 'removed' }]);
    await f.watch({ b: 1 });
    await f.confirm({ b: 1 });
    const [first, second] = await spellsOf(f);
    expect(second).toMatchObject({ status: 'actual_only', endedAt: null });
    expect(second?.resourceId).not.toBe(first?.resourceId);
  });

  test('drift from before there were spells gets one, with its onset, and ends like any other', async () => {
    const f = await driftedFabric();
    await f.db.delete(driftSpells).where(eq(driftSpells.fabricId, f.fabricId));
    await f.watch({ a: 8 });
    const row = await rowOf(f.db, f.fabricId, 'a');
    expect(await spellsOf(f)).toMatchObject([{ onset: row?.driftOnset, endedAt: null }]);
    await f.db.delete(driftSpells).where(eq(driftSpells.fabricId, f.fabricId));
    await f.watch({ a: 1 });
    expect(await spellsOf(f)).toEqual([]);
  });

  test('looking again without a change writes nothing', async () => {
    const f = await driftedFabric();
    const before = await spellsOf(f);
    await evaluateResources(f.db, f.fabricId, f.fencing, { kind: 'all' });
    expect(await spellsOf(f)).toEqual(before);
  });

  test('1,200 resources drift in chunks, each with one of its own', async () => {
    const f = await observedFabric(database.db);
    const all = (vlan: number) =>
      Object.fromEntries(Array.from({ length: 1200 }, (_, i) => [`v-${i}`, vlan]));
    await f.git('r1', all(1));
    await f.list(all(1));
    await f.confirm(all(2));
    await f.confirm(all(2));
    expect(new Set((await spellsOf(f)).map(({ resourceId }) => resourceId)).size).toBe(1200);
    await f.list(all(1));
    const ended = await spellsOf(f);
    expect(ended).toHaveLength(1200);
    expect(ended.every(({ endedBy }) => endedBy === 'drift_resolved')).toBe(true);
  });
});
