import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '#db/testing/create-test-database.ts';
import { EVERY_DRIFT } from '#lib/contract/drift-filter.ts';
import { FabricSummary } from '#lib/contract/fabric-summary.ts';
import { fabricDrift } from './fabric-drift.ts';
import { fabricList, fabricSummary, findFabricId } from './fabric-list.ts';
import { minutesAgo, type StoredFabric, storeFabric } from './testing/stored-fabric.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const summaryOf = async ({ id }: StoredFabric) =>
  FabricSummary.parse(await database.db.transaction((tx) => fabricSummary(tx, id)));

describe('one fabric', () => {
  test('counts its resources by kind and state, and leaves out what is gone', async () => {
    const fabric = await storeFabric(database.db);
    await fabric.kind('VPC');
    await fabric.kind('Switch');
    await fabric.resource('a', { state: 'SYNCED' });
    await fabric.resource('b', { state: 'SYNCED' });
    await fabric.resource('c', { state: 'DRAFT' });
    await fabric.resource('d');
    await fabric.resource('s', { kind: 'Server', state: 'PENDING', desiredUpdatedAt: new Date() });
    await fabric.resource('gone', { state: 'SYNCED', removedAt: new Date() });
    const { kinds } = await summaryOf(fabric);
    expect(kinds.map(({ kind, version }) => [kind, version])).toEqual([
      ['Server', null],
      ['Switch', 'v1beta1'],
      ['VPC', 'v1beta1'],
    ]);
    expect(kinds.map(({ counts }) => counts)).toMatchObject([
      { PENDING: 1, SYNCED: 0 },
      { SYNCED: 0, unread: 0 },
      { SYNCED: 2, DRAFT: 1, unread: 1, DRIFTED: 0 },
    ]);
    expect(kinds[0]?.reading).toBeNull();
  });

  test('sums its drift, of drafts too, and names the worst', async () => {
    const fabric = await storeFabric(database.db);
    await fabric.kind('VPC');
    const drift = { driftStatus: 'spec_drift' as const, driftOnset: minutesAgo(9) };
    await fabric.resource('a', {
      ...drift,
      state: 'DRIFTED',
      driftCount: 2,
      driftHidden: 1,
      severity: 'medium',
    });
    await fabric.resource('s', { state: 'SYNCED', driftStatus: 'in_sync', driftHidden: 2 });
    await fabric.resource('b', { ...drift, state: 'DRAFT', driftCount: 1, severity: 'critical' });
    await fabric.resource('c', { ...drift, driftStatus: 'desired_only', state: 'DRIFTED', severity: 'high' });
    const orphan = { driftStatus: 'actual_only', driftOnset: minutesAgo(3), severity: 'critical' } as const;
    await fabric.resource('o', { ...orphan, state: 'ORPHANED' });
    await fabric.resource('p', { state: 'PENDING', driftStatus: 'creation_pending', severity: 'critical' });
    await fabric.resource('q', { ...drift, state: 'PENDING', driftOnset: null, severity: 'critical' });
    const { kinds, sync } = await summaryOf(fabric);
    const rest = { hidden: 3, uncompared: 0 };
    expect(kinds[0]?.drift).toEqual({ resources: 4, differences: 5, worst: 'critical', ...rest });
    expect(sync).toBe('out_of_sync');
    const { summary } = await database.db.transaction((tx) => fabricDrift(tx, fabric.id, EVERY_DRIFT, ''));
    expect(summary?.compared[0]?.counts).toEqual({ real: 5, dropped: 0, ignored: 3 });
  });

  test('an orphan is high, and what only waits has no severity', async () => {
    const fabric = await storeFabric(database.db);
    const critical = { severity: 'critical', driftCount: 1 } as const;
    await fabric.resource('p', { ...critical, state: 'PENDING', driftStatus: 'spec_drift' });
    expect((await summaryOf(fabric)).kinds[0]?.drift).toMatchObject({ differences: 0, worst: 'none' });
    const orphan = { ...critical, driftStatus: 'actual_only', driftOnset: minutesAgo(1) } as const;
    await fabric.resource('o', { ...orphan, state: 'ORPHANED' });
    expect((await summaryOf(fabric)).kinds[0]?.drift).toMatchObject({ differences: 1, worst: 'high' });
  });

  test('what Git holds only a last good document of is neither in sync nor drift, but unknown', async () => {
    const fabric = await storeFabric(database.db);
    await fabric.kind('VPC');
    const stale = { desiredStale: 'unreadable', driftCount: 1, driftHidden: 1, severity: 'high' } as const;
    const drifts = { driftStatus: 'spec_drift', driftOnset: minutesAgo(9) } as const;
    await fabric.resource('a', { ...stale, ...drifts, state: 'DRIFTED' });
    await fabric.resource('b', { ...stale, ...drifts, state: 'DRAFT' });
    await fabric.resource('c', { state: 'SYNCED', driftStatus: 'in_sync' });
    await fabric.resource('new', { state: 'DRAFT' });
    const { kinds } = await summaryOf(fabric);
    expect(kinds[0]?.counts).toMatchObject({ DRIFTED: 0, DRAFT: 2, SYNCED: 1, stale: 1 });
    expect(kinds[0]?.drift).toEqual({
      differences: 0,
      resources: 0,
      hidden: 0,
      worst: 'none',
      uncompared: 2,
    });
  });

  test.each([
    ['waiting within grace', { state: 'PENDING', desiredUpdatedAt: minutesAgo(1) }, 'syncing'],
    ['waiting past grace', { state: 'PENDING', desiredUpdatedAt: minutesAgo(6) }, 'out_of_sync'],
    ['an orphan', { state: 'ORPHANED', driftStatus: 'actual_only' }, 'out_of_sync'],
    [
      'an orphan whose deletion is expected',
      { state: 'ORPHANED', driftStatus: 'deletion_pending' },
      'in_sync',
    ],
    ['a draft over agreeing sides', { state: 'DRAFT', driftStatus: 'in_sync' }, 'in_sync'],
    ['a draft over drift', { state: 'DRAFT', driftStatus: 'spec_drift' }, 'out_of_sync'],
    ['a committed one', { state: 'COMMITTED', driftStatus: 'in_sync' }, 'syncing'],
    ['one that is not read', {}, 'unknown'],
  ] as const)('%s makes it %s', async (_, values, sync) => {
    const fabric = await storeFabric(database.db);
    await fabric.kind('VPC');
    await fabric.resource('a', { state: 'SYNCED' });
    await fabric.resource('b', values);
    expect((await summaryOf(fabric)).sync).toBe(sync);
  });

  test('is as fresh as the kind that lags most, of this cluster and not of the one before', async () => {
    const fabric = await storeFabric(database.db, { clusterEpoch: 2 });
    const late = minutesAgo(2);
    await fabric.kind('VPC', { listedEpoch: 2, observedThrough: late });
    await fabric.kind('Switch', { listedEpoch: 2 });
    await fabric.kind('Server', { listedEpoch: 1, observedThrough: minutesAgo(90) });
    await fabric.kind('Agent', {
      availability: 'forbidden',
      message: 'no right',
      observedThrough: minutesAgo(99),
    });
    const { cluster, kinds } = await summaryOf(fabric);
    expect(cluster.observedThrough).toBe(late.toISOString());
    const readings = Object.fromEntries(kinds.map(({ kind, reading }) => [kind, reading]));
    expect(readings.Server).toEqual({ availability: 'unread', observedThrough: null, message: null });
    expect(readings.Agent).toMatchObject({ availability: 'forbidden', message: 'no right' });
  });

  test('says why it cannot be read, without the password of its repository', async () => {
    const fabric = await storeFabric(database.db, {
      gitError: 'authentication failed',
      gitErrorAt: minutesAgo(3),
      clusterConnection: 'failed',
      clusterError: 'connection refused',
    });
    const { git, cluster, sync } = await summaryOf(fabric);
    expect(git).toMatchObject({ error: 'authentication failed', branch: 'main' });
    expect(git.url).toMatch(/^https:\/\/git\.example\.net\//);
    expect(cluster).toMatchObject({ connection: 'failed', error: 'connection refused' });
    expect(sync).toBe('error');
  });

  test('counts its open alerts by type and severity', async () => {
    const fabric = await storeFabric(database.db);
    await fabric.alert({ resourceId: 1 });
    await fabric.alert({ resourceId: 2 });
    await fabric.alert({ resourceId: 3, severity: 'critical', status: 'acknowledged' });
    await fabric.alert({ resourceId: 4, status: 'resolved' });
    const { alerts } = await summaryOf(fabric);
    expect(alerts).toHaveLength(2);
    expect(alerts).toEqual(
      expect.arrayContaining([
        { type: 'drift_detected', severity: 'high', count: 2 },
        { type: 'drift_detected', severity: 'critical', count: 1 },
      ]),
    );
  });

  test('walks the number of drifted ones back through history', async () => {
    const fabric = await storeFabric(database.db);
    const a = await fabric.resource('a', { state: 'DRIFTED' });
    const b = await fabric.resource('b', { state: 'SYNCED' });
    const day = 24 * 60;
    const drifts = {
      toState: 'DRIFTED' as const,
      fromState: 'SYNCED' as const,
      trigger: 'drift_detected' as const,
    };
    const heals = {
      toState: 'SYNCED' as const,
      fromState: 'DRIFTED' as const,
      trigger: 'drift_resolved' as const,
    };
    await fabric.transition(a, { ...drifts, at: minutesAgo(5 * day) });
    await fabric.transition(b, { ...drifts, at: minutesAgo(3 * day) });
    await fabric.transition(b, { ...heals, at: minutesAgo(2 * day) });
    await fabric.transition(b, { ...drifts, toState: null, refused: true, at: minutesAgo(day) });
    expect((await summaryOf(fabric)).driftedByDay).toEqual([0, 1, 1, 2, 1, 1, 1]);
  });

  test('that does not exist, or is removed, is not found', async () => {
    const removed = await storeFabric(database.db, { removedAt: new Date() });
    await expect(summaryOf(removed)).rejects.toMatchObject({ code: 'not_found' });
    const { db } = database;
    expect(await db.transaction((tx) => findFabricId(tx, removed.name))).toBeNull();
    expect(await db.transaction((tx) => findFabricId(tx, 'nowhere'))).toBeNull();
  });
});

test('all fabrics are listed by name, each with its own numbers', async () => {
  const own = await createTestDatabase();
  expect(await own.db.transaction(fabricList)).toEqual([]);
  const b = await storeFabric(own.db, { name: 'b' });
  const a = await storeFabric(own.db, { name: 'a' });
  await storeFabric(own.db, { name: 'gone', removedAt: new Date() });
  await b.resource('x', { state: 'SYNCED' });
  const list = FabricSummary.array().parse(await own.db.transaction(fabricList));
  expect(list.map(({ name, kinds }) => [name, kinds.length])).toEqual([
    ['a', 0],
    ['b', 1],
  ]);
  expect(await own.db.transaction((tx) => findFabricId(tx, 'a'))).toBe(a.id);
  await own.drop();
});
