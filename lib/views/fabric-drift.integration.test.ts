import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { differences } from '#db/schema/differences.ts';
import { resources } from '#db/schema/resources.ts';
import { createTestDatabase, type TestDatabase } from '#db/testing/create-test-database.ts';
import { DRIFT_GROUPINGS, type DriftFilter, EVERY_DRIFT } from '#lib/contract/drift-filter.ts';
import { type DriftRow, FabricDriftPage } from '#lib/contract/fabric-drift.ts';
import { encodeDriftKey } from './drift-key.ts';
import { fabricDrift } from './fabric-drift.ts';
import { minutesAgo, type StoredFabric, storeFabric } from './testing/stored-fabric.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

async function page(of: { id: string }, filter: Partial<DriftFilter> = {}, after = '') {
  const found = await database.db.transaction((tx) =>
    fabricDrift(tx, of.id, { ...EVERY_DRIFT, ...filter }, after),
  );
  return FabricDriftPage.parse(found);
}

const DRIFTED = { state: 'DRIFTED', driftStatus: 'spec_drift' } as const;

/** Two resources that drifted, an orphan, and what is not to be shown. */
async function driftedFabric() {
  const fabric = await storeFabric(database.db);
  const leaf = await fabric.resource('leaf', {
    ...DRIFTED,
    kind: 'Switch',
    driftOnset: minutesAgo(9),
    driftCount: 2,
    driftHidden: 1,
  });
  await fabric.difference(leaf, { pathText: 'spec.asn', weight: 'critical' });
  await fabric.difference(leaf, { ordinal: 1, pathText: 'spec.links[0].port', weight: 'low' });
  await fabric.difference(leaf, { ordinal: 2, class: 'ignored', weight: 'low', ruleId: 4 });
  const red = await fabric.resource('red', { ...DRIFTED, driftOnset: minutesAgo(31), driftCount: 2 });
  await fabric.difference(red, { pathText: 'spec.asn', weight: 'critical', writer: 'kubectl-patch' });
  await fabric.difference(red, { ordinal: 1, pathText: 'spec.links[7].port', writer: null });
  const orphan = await fabric.resource('stray', {
    state: 'ORPHANED',
    driftStatus: 'actual_only',
    driftOnset: minutesAgo(5),
  });
  await fabric.difference(orphan, {
    path: '[]',
    pathText: '',
    op: 'only_in_cluster',
    writer: null,
    desired: null,
    actual: null,
  });
  const pending = await fabric.resource('pending', { state: 'PENDING', driftStatus: 'spec_drift' });
  await fabric.difference(pending);
  const synced = await fabric.resource('synced', { state: 'SYNCED', driftStatus: 'in_sync' });
  await fabric.difference(synced, { class: 'dropped', pathText: 'spec.dhcp', op: 'missing_in_cluster' });
  const gone = await fabric.resource('gone', {
    ...DRIFTED,
    driftOnset: minutesAgo(9),
    removedAt: minutesAgo(1),
  });
  await fabric.difference(gone);
  return { fabric, leaf, red, orphan };
}

const lines = (rows: readonly DriftRow[]) =>
  rows.map(({ name, path, weight }) => `${weight} ${name} ${path || 'all'}`);

describe("a fabric's differences", () => {
  test('are those of what drifted and of orphans, worst first, then the latest', async () => {
    const { fabric } = await driftedFabric();
    const { rows, next } = await page(fabric);
    expect(lines(rows)).toEqual([
      'critical leaf spec.asn',
      'critical red spec.asn',
      'high stray all',
      'high red spec.links[7].port',
      'low leaf spec.links[0].port',
    ]);
    expect(next).toBeNull();
    expect(rows[0]).toMatchObject({
      kind: 'Switch',
      desired: '1',
      actual: '2',
      writer: 'kubectl-edit',
      times: 0,
      flapping: false,
      grouped: { key: '', differences: 5, resources: 3 },
    });
  });

  test('of another class are shown for themselves, also where nothing drifted', async () => {
    const { fabric } = await driftedFabric();
    expect(lines((await page(fabric, { class: 'dropped' })).rows)).toEqual(['high synced spec.dhcp']);
    expect(lines((await page(fabric, { class: 'ignored' })).rows)).toEqual(['low leaf spec.vlan']);
    const { summary } = await page(fabric);
    expect(summary?.compared.map(({ kind, counts }) => [kind, counts])).toEqual([
      ['Switch', { real: 2, dropped: 0, ignored: 1 }],
      ['VPC', { real: 3, dropped: 1, ignored: 0 }],
    ]);
  });

  test.each([
    ['kind', ['Switch 2/1', 'VPC 3/2']],
    ['writer', ['kubectl-edit 2/1', 'kubectl-patch 1/1', ' 2/2']],
    ['field', ['spec.asn 2/2', ' 1/1', 'spec.links[].port 2/2']],
  ] as const)('grouped by %s, the group with the worst comes first', async (group, expected) => {
    const { fabric } = await driftedFabric();
    const { rows } = await page(fabric, { group });
    const groups = rows.map(
      ({ grouped: { key, differences: held, resources: of } }) => `${key} ${held}/${of}`,
    );
    expect(groups.filter((one, index) => one !== groups[index - 1])).toEqual(expected);
  });

  test('say how often their resource drifted, and whether it flaps', async () => {
    const { fabric, red } = await driftedFabric();
    const flapping = JSON.stringify([30, 20, 10].map((minutes) => minutesAgo(minutes).getTime()));
    const other = await fabric.resource('other', {
      ...DRIFTED,
      driftOnset: minutesAgo(10),
      driftOnsets: flapping,
    });
    await fabric.difference(other);
    await fabric.spell(red, { onset: minutesAgo(31) });
    await fabric.spell(red, { onset: minutesAgo(3000), endedAt: minutesAgo(2000) });
    await fabric.spell(red, { onset: minutesAgo(90_000), endedAt: minutesAgo(80_000) });
    const { rows } = await page(fabric);
    expect(rows.filter(({ name }) => name === 'red').map(({ times }) => times)).toEqual([2, 2]);
    expect(rows.flatMap((row) => (row.flapping ? [row.name] : []))).toEqual(['other']);
  });

  test('come with what was compared and how long drift lasts', async () => {
    const { fabric, red } = await driftedFabric();
    await fabric.resource('stale', { state: 'SYNCED', driftStatus: 'in_sync', desiredStale: 'unreadable' });
    await fabric.resource('doubted', {
      state: 'SYNCED',
      driftStatus: 'in_sync',
      suspectSince: minutesAgo(1),
    });
    await fabric.resource('unread');
    await fabric.spell(red, { onset: minutesAgo(31) });
    for (const lasted of [10, 20, 60])
      await fabric.spell(red, { onset: minutesAgo(100 + lasted), endedAt: minutesAgo(100) });
    await fabric.spell(red, { onset: minutesAgo(20_000), endedAt: minutesAgo(19_000) });
    const { summary } = await page(fabric);
    expect(summary?.compared.map(({ group: _, counts: _counts, ...kind }) => kind)).toEqual([
      { kind: 'Switch', total: 1, equal: 0, suspected: 0, uncompared: 0 },
      { kind: 'VPC', total: 7, equal: 1, suspected: 1, uncompared: 2 },
    ]);
    expect(summary?.spells).toEqual({ within7Days: 4, within30Days: 5, medianMs: 40 * 60_000 });
  });

  test('of a fabric where nothing differs are none, and its drifts have no median', async () => {
    const { summary, rows } = await page(await storeFabric(database.db));
    expect(rows).toEqual([]);
    expect(summary).toEqual({
      compared: [],
      spells: { within7Days: 0, within30Days: 0, medianMs: null },
    });
  });

  test.each([
    ['nonsense', 'nonsense'],
    ['too short', Buffer.from('[0,""]').toString('base64url')],
    ['with a NUL', encodeDriftKey([0, 'a\0', 0, 0, 1, 1])],
  ])('cannot be asked for after a key that is %s', async (_, after) => {
    const fabric = await storeFabric(database.db);
    await expect(page(fabric, {}, after)).rejects.toMatchObject({ code: 'invalid_input' });
  });

  test('of a fabric that is not there are not found', async () => {
    await expect(page({ id: randomUUID() })).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('6,000 differences', () => {
  let fabric: StoredFabric;
  beforeAll(async () => {
    fabric = await storeFabric(database.db);
    const rows = await database.db
      .insert(resources)
      .values(
        Array.from({ length: 1000 }, (_, i) => ({
          ...DRIFTED,
          fabricId: fabric.id,
          group: 'vpc.githedgehog.com',
          kind: i % 3 === 0 ? 'VPC' : 'IPv4Namespace',
          namespace: 'default',
          name: `v-${i}`,
          driftOnset: minutesAgo(i % 7),
        })),
      )
      .returning();
    for (let ordinal = 0; ordinal < 6; ordinal += 1) {
      await database.db.insert(differences).values(
        rows.map(({ id }) => ({
          fabricId: fabric.id,
          resourceId: id,
          ordinal,
          path: '[]',
          pathText: `spec.list[${id}].é${ordinal % 4}`,
          op: 'changed' as const,
          class: 'real' as const,
          weight: (['low', 'medium', 'critical'] as const)[ordinal % 3] ?? 'low',
          writer: ordinal === 5 ? null : `writer-${ordinal % 2}`,
          reason: 'it differs',
        })),
      );
    }
    // As autovacuum does within a minute: without statistics the planner takes both tables for empty.
    await database.db.execute('analyze');
  });

  test.each([null, ...DRIFT_GROUPINGS])('are paged whole and in order, grouped by %s', async (group) => {
    const seen: DriftRow[] = [];
    for (let after: string | null = ''; after !== null; ) {
      const { rows, next, summary }: FabricDriftPage = await page(fabric, { group }, after);
      expect(summary === null).toBe(after !== '');
      seen.push(...rows);
      after = next;
    }
    expect(new Set(seen.map(({ resourceId, ordinal }) => `${resourceId}/${ordinal}`)).size).toBe(6000);
    expect(seen).toHaveLength(6000);
    const keys = seen.map(({ grouped }) => grouped.key);
    expect(keys.filter((key, index) => key !== keys[index - 1])).toHaveLength(new Set(keys).size);
  });
});
