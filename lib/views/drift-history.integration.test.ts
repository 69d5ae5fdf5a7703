import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '#db/testing/create-test-database.ts';
import { DriftHistory } from '#lib/contract/drift-history.ts';
import { MomentDetail } from '#lib/contract/timeline.ts';
import { driftHistory } from './drift-history.ts';
import { spellDetail } from './moment-detail.ts';
import { GROUP, minutesAgo, type StoredFabric, storeFabric, vpc } from './testing/stored-fabric.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

async function historyOf({ id }: StoredFabric, name: string, onsets: number[] = []) {
  const path = { group: GROUP, kind: 'VPC', namespace: 'default', name };
  return DriftHistory.parse(
    await database.db.transaction((tx) => driftHistory(tx, id, path, onsets, Date.now())),
  );
}

test('of a resource that never drifted is empty', async () => {
  const fabric = await storeFabric(database.db);
  await fabric.resource('calm');
  expect(await historyOf(fabric, 'calm')).toEqual({ times: 0, totalMs: 0, flapping: null, spells: [] });
});

test('counts and adds up what lies within 30 days, earlier records of the name included, and no other', async () => {
  const fabric = await storeFabric(database.db);
  const before = await fabric.resource('a', { removedAt: minutesAgo(100) });
  const now = await fabric.resource('a');
  const other = await fabric.resource('b');
  await fabric.spell(before, { onset: minutesAgo(140), endedAt: minutesAgo(110), endedBy: 'removed' });
  await fabric.spell(now, { onset: minutesAgo(60), endedAt: minutesAgo(50), endedBy: 'drift_resolved' });
  await fabric.spell(now, { onset: minutesAgo(9) });
  await fabric.spell(other, { onset: minutesAgo(1000) });
  const { times, totalMs, spells } = await historyOf(fabric, 'a');
  expect(times).toBe(3);
  expect(Math.round(totalMs / 60_000)).toBe(49);
  expect(spells.map(({ endedBy }) => endedBy)).toEqual([null, 'drift_resolved', 'removed']);
});

test('a drift that began before 30 days counts once, from there on', async () => {
  const fabric = await storeFabric(database.db);
  const row = await fabric.resource('long');
  await fabric.spell(row, { onset: minutesAgo(60 * 24 * 60) });
  const { times, totalMs } = await historyOf(fabric, 'long');
  expect(times).toBe(1);
  expect(Math.round(totalMs / 3_600_000)).toBe(30 * 24);
});

test('shows the latest twenty, and says until when it flaps', async () => {
  const fabric = await storeFabric(database.db);
  const row = await fabric.resource('busy');
  for (let i = 0; i < 25; i += 1)
    await fabric.spell(row, { onset: minutesAgo(i + 2), endedAt: minutesAgo(i + 1) });
  const onsets = [4, 3, 2].map((minutes) => minutesAgo(minutes).getTime());
  const { times, spells, flapping } = await historyOf(fabric, 'busy', onsets);
  expect(times).toBe(25);
  expect(spells).toHaveLength(20);
  expect(flapping).toEqual({
    times: 3,
    first: new Date(onsets[0] ?? 0).toISOString(),
    last: new Date(onsets[2] ?? 0).toISOString(),
    until: new Date((onsets[2] ?? 0) + 3_600_000).toISOString(),
  });
});

test('shows what differed each time, from the sides as they were', async () => {
  const fabric = await storeFabric(database.db);
  const row = await fabric.resource('a');
  const desiredHash = await fabric.text(JSON.stringify(vpc('a', 10)));
  const actualHash = await fabric.text(JSON.stringify(vpc('a', 20)));
  await fabric.spell(row, { endedAt: minutesAgo(1), desiredHash, actualHash });
  await fabric.spell(row, { onset: minutesAgo(90), endedAt: minutesAgo(80), desiredHash });
  await fabric.spell(row, {
    onset: minutesAgo(99),
    endedAt: minutesAgo(98),
    desiredHash,
    actualHash: 'gone',
  });
  const { spells } = await historyOf(fabric, 'a');
  expect(spells.map(({ hasDifferences }) => hasDifferences)).toEqual([true, false, true]);
  const shown = (id: number | string | undefined) =>
    database.db.transaction((tx) => spellDetail(tx, fabric.id, String(id)));
  expect(MomentDetail.parse(await shown(spells[0]?.id)).differences).toMatchObject([
    { path: 'spec.subnets.default.vlan', desired: '10', actual: '20' },
  ]);
  await expect(shown(spells[1]?.id)).rejects.toThrow('One side did not exist');
  await expect(shown(spells[2]?.id)).rejects.toThrow('not kept any more');
  for (const id of ['0', 'x', '9'.repeat(16)]) await expect(shown(id)).rejects.toThrow('no such drift');
});
