import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { databaseNow } from '#db/queries/clock.ts';
import { resources } from '#db/schema/resources.ts';
import { transitions } from '#db/schema/transitions.ts';
import type { TestDatabase } from '#db/testing/create-test-database.ts';
import { createTestDatabase } from '#db/testing/create-test-database.ts';
import { observedFabric, spec } from '../testing/observed-fabric.ts';
import { documentOf, liveOf, readingOf, rowOf, vpc, vpcIdentity } from '../testing/test-fabric.ts';
import { evaluateResources } from './evaluate-resources.ts';
import { recordClusterChanges, recordDirectReads } from './record-cluster.ts';
import { recordGitReading } from './record-git-reading.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const fabricUnderTest = (options: { graceSeconds?: number } = {}) => observedFabric(database.db, options);

describe('first sight', () => {
  test.each(['git first', 'cluster first'])('gives the same states with %s', async (order) => {
    const f = await fabricUnderTest();
    const readGit = () => f.git('r1', { both: 1, changed: 1, desired: 1 });
    const readCluster = () => f.list({ both: 1, changed: 2, actual: 1 });
    for (const read of order === 'git first' ? [readGit, readCluster] : [readCluster, readGit]) {
      expect(await f.state('both')).toBeNull();
      await read();
    }
    expect(await f.state('both')).toBe('SYNCED');
    expect(await f.state('changed')).toBe('DRIFTED');
    expect(await f.state('desired')).toBe('PENDING');
    // An orphan is concluded only after both sides were read once more.
    expect(await f.state('actual')).toBeNull();
    await f.list({ both: 1, changed: 2, actual: 1 });
    await f.gitUnchanged('r1');
    expect(await f.state('actual')).toBe('ORPHANED');
    expect(await f.history('actual')).toEqual(['∅→ORPHANED first_sight']);
    expect((await f.openAlerts()).sort()).toEqual(['drift_detected critical', 'orphaned_resource high']);
  });

  const unproven = { provesAbsence: () => false };
  test.each([
    ['may stand in a file that cannot be read', unproven, 'unreadable'],
    ['stands twice', { ...unproven, ambiguous: [vpcIdentity('a')] }, 'ambiguous'],
  ])('an object whose document %s is no orphan', async (_, doubt, reason) => {
    const f = await fabricUnderTest();
    await f.list({ a: 1 });
    await f.git('r1', {}, doubt);
    await f.list({ a: 1 });
    await f.git('r1', {}, doubt);
    expect(await rowOf(f.db, f.fabricId, 'a')).toMatchObject({
      state: null,
      desiredStale: reason,
      proofWanted: null,
    });
    expect(await f.openAlerts()).toEqual([]);
    await f.git('r2', { a: 1 });
    expect(await rowOf(f.db, f.fabricId, 'a')).toMatchObject({ state: 'SYNCED', desiredStale: null });
    expect(await f.history('a')).toEqual(['∅→SYNCED first_sight']);
  });

  test('an object whose document was in doubt is an orphan once its absence is proven', async () => {
    const f = await fabricUnderTest();
    await f.list({ a: 1 });
    await f.git('r1', {}, { provesAbsence: () => false });
    await f.git('r2', {});
    await f.list({ a: 1 });
    await f.gitUnchanged('r2');
    expect(await rowOf(f.db, f.fabricId, 'a')).toMatchObject({ state: 'ORPHANED', desiredStale: null });
  });

  test('a state is never concluded from one side', async () => {
    const f = await fabricUnderTest();
    await f.git('r1', { a: 1 });
    await evaluateResources(f.db, f.fabricId, f.fencing, { kind: 'all' });
    expect(await f.state('a')).toBeNull();
    expect(await f.history('a')).toEqual([]);
  });
});

describe('a fabric in use', () => {
  test('Git content travels to SYNCED: 8, 4', async () => {
    const f = await fabricUnderTest();
    await f.git('r1', { a: 1 });
    await f.list({ a: 1 });
    await f.git('r2', { a: 2 });
    expect(await f.state('a')).toBe('PENDING');
    await f.watch({ a: 2 });
    expect(await f.history('a')).toEqual([
      '∅→SYNCED first_sight',
      'SYNCED→PENDING git_sync',
      'PENDING→SYNCED deployment',
    ]);
  });

  test('drift is concluded once both sides were read again, and resolves itself: 6, 7', async () => {
    const f = await fabricUnderTest();
    await f.git('r1', { a: 1 });
    await f.list({ a: 1 });
    await f.watch({ a: 9 });
    expect(await f.state('a')).toBe('SYNCED');
    expect((await rowOf(f.db, f.fabricId, 'a'))?.proofWanted).toBe('both');
    const live = liveOf(vpc('a', spec(9)), 500);
    await recordDirectReads(f.db, f.fabricId, f.fencing, {
      epoch: 1,
      startedAt: await databaseNow(f.db),
      present: [live],
      absent: [],
    });
    await f.gitUnchanged('r1');
    expect(await f.state('a')).toBe('DRIFTED');
    const row = await rowOf(f.db, f.fabricId, 'a');
    expect(row).toMatchObject({
      driftStatus: 'spec_drift',
      driftScore: 1,
      severity: 'critical',
      driftCount: 1,
      proofWanted: null,
    });
    expect(row?.driftFirst).toContain('vlan');
    expect(await f.openAlerts()).toEqual(['drift_detected critical']);
    // The direct read has set the bar: only later versions count.
    await recordClusterChanges(f.db, f.fabricId, f.fencing, {
      group: 'vpc.githedgehog.com',
      kind: 'VPC',
      epoch: 1,
      provenAt: await databaseNow(f.db),
      present: [liveOf(vpc('a', spec(1)), 501)],
      deleted: [],
      resourceVersion: '501',
    });
    expect(await f.history('a')).toEqual([
      '∅→SYNCED first_sight',
      'SYNCED→DRIFTED drift_detected',
      'DRIFTED→SYNCED drift_resolved',
    ]);
    expect(await f.openAlerts()).toEqual([]);
  });

  test('a deployer that is faster than the Git poll is neither drift nor an orphan', async () => {
    const f = await fabricUnderTest();
    await f.git('r1', { a: 1 });
    await f.list({ a: 1 });
    await f.watch({ a: 2, b: 1 });
    await f.list({ a: 2, b: 1 });
    await f.git('r2', { a: 2, b: 1 });
    // Equal, but read before Git changed: one more reading proves it.
    expect((await rowOf(f.db, f.fabricId, 'a'))?.proofWanted).toBe('cluster');
    await f.list({ a: 2, b: 1 });
    expect(await f.history('a')).toEqual([
      '∅→SYNCED first_sight',
      'SYNCED→PENDING git_sync',
      'PENDING→SYNCED deployment',
    ]);
    expect(await f.history('b')).toEqual(['∅→SYNCED first_sight']);
    expect(await f.openAlerts()).toEqual([]);
  });

  test('Git drops a document: orphan with its deletion expected, then removed; it comes back as a new record', async () => {
    const f = await fabricUnderTest();
    await f.git('r1', { a: 1 });
    await f.list({ a: 1 });
    const first = await rowOf(f.db, f.fabricId, 'a');
    await f.git('r2', {});
    expect(await f.state('a')).toBe('SYNCED');
    await f.list({ a: 1 });
    await f.gitUnchanged('r2');
    expect(await rowOf(f.db, f.fabricId, 'a')).toMatchObject({
      state: 'ORPHANED',
      driftStatus: 'deletion_pending',
    });
    expect(await f.openAlerts()).toEqual([]);
    await f.watch({}, ['a']);
    expect(await rowOf(f.db, f.fabricId, 'a')).toBeNull();
    expect(await f.history('a')).toEqual([
      '∅→SYNCED first_sight',
      'SYNCED→ORPHANED orphan_detected',
      'ORPHANED→REMOVED removed',
    ]);
    await f.git('r3', { a: 1 });
    const second = await rowOf(f.db, f.fabricId, 'a');
    expect(second).toMatchObject({ state: 'PENDING', previousId: first?.id });
  });

  test('an orphan whose grace period is over opens its alert', async () => {
    const f = await fabricUnderTest({ graceSeconds: 0 });
    await f.git('r1', { a: 1 });
    await f.list({ a: 1 });
    await f.git('r2', {});
    await f.list({ a: 1 });
    await f.gitUnchanged('r2');
    expect(await rowOf(f.db, f.fabricId, 'a')).toMatchObject({
      state: 'ORPHANED',
      driftStatus: 'actual_only',
    });
    expect(await f.openAlerts()).toEqual(['orphaned_resource high']);
  });

  test('a status update changes no row', async () => {
    const f = await fabricUnderTest();
    await f.git('r1', { a: 1 });
    await f.list({ a: 1 });
    const before = await rowOf(f.db, f.fabricId, 'a');
    await f.watch({ a: 1 });
    expect(await rowOf(f.db, f.fabricId, 'a')).toEqual(before);
  });

  test('an unreadable file keeps what it gave and orphans nothing', async () => {
    const f = await fabricUnderTest();
    await f.git('r1', { a: 1 });
    await f.list({ a: 1 });
    await f.git('r2', {}, { provesAbsence: () => false });
    await f.list({ a: 1 });
    await f.gitUnchanged('r2');
    expect(await rowOf(f.db, f.fabricId, 'a')).toMatchObject({ state: 'SYNCED', desiredStale: 'unreadable' });
  });

  test('a reading older than the one held is dropped', async () => {
    const f = await fabricUnderTest();
    const early = await databaseNow(f.db);
    await f.git('r2', { a: 2 });
    const old = readingOf('r1', early - 1000, [documentOf(vpc('a', spec(1)), 'r1')]);
    expect(await recordGitReading(f.db, f.fabricId, f.fencing, old)).toBe('older');
    expect((await rowOf(f.db, f.fabricId, 'a'))?.desiredCommit).toBe('r2');
  });

  test('a direct read that a deletion overtook does not bring the object back', async () => {
    const f = await fabricUnderTest();
    await f.git('r1', { a: 1 });
    await f.list({ a: 1 });
    const startedAt = await databaseNow(f.db);
    const read = liveOf(vpc('a', spec(1)), 101);
    await f.watch({}, ['a']);
    const reads = { epoch: 1, startedAt, present: [read], absent: [] };
    expect(await recordDirectReads(f.db, f.fabricId, f.fencing, reads)).toEqual({ unexplained: 1 });
    expect((await rowOf(f.db, f.fabricId, 'a'))?.actualHash).toBeNull();
    await f.list({});
    await f.gitUnchanged('r1');
    expect(await f.state('a')).toBe('DRIFTED');
  });

  test('a worker whose lease passed on writes nothing', async () => {
    const f = await fabricUnderTest();
    const reading = readingOf('r1', await databaseNow(f.db), [documentOf(vpc('a', spec(1)), 'r1')]);
    await expect(recordGitReading(f.db, f.fabricId, { fencing: 0 }, reading)).rejects.toMatchObject({
      code: 'conflict',
    });
    expect(await rowOf(f.db, f.fabricId, 'a')).toBeNull();
  });
});

describe('storage', () => {
  test('history refuses to be changed, deleted or truncated', async () => {
    const f = await fabricUnderTest();
    await f.git('r1', { a: 1 });
    await f.list({ a: 1 });
    const own = eq(transitions.fabricId, f.fabricId);
    const refused = { cause: { code: '23000' } };
    await expect(f.db.update(transitions).set({ reason: 'x' }).where(own)).rejects.toMatchObject(refused);
    await expect(f.db.delete(transitions).where(own)).rejects.toMatchObject(refused);
    await expect(f.db.execute('truncate transitions')).rejects.toMatchObject(refused);
    expect(await f.history('a')).toHaveLength(1);
  });

  test('1,200 resources are seen in chunks, each with exactly one history row', async () => {
    const f = await fabricUnderTest();
    const many = Object.fromEntries(Array.from({ length: 1200 }, (_, i) => [`v-${i}`, i % 2]));
    await f.git('r1', many);
    await f.list(many);
    const rows = await f.db.select().from(resources).where(eq(resources.fabricId, f.fabricId));
    expect(rows.filter(({ state }) => state === 'SYNCED')).toHaveLength(1200);
    const history = await f.db.select().from(transitions).where(eq(transitions.fabricId, f.fabricId));
    expect(history).toHaveLength(1200);
  });

  test('a hostile value poisons neither its row nor its chunk', async () => {
    const f = await fabricUnderTest();
    const hostile = vpc('hostile', { mode: 'a\u0000b\ud800', subnets: {} });
    const read = [documentOf(hostile, 'r1'), documentOf(vpc('fine', spec(1)), 'r1')];
    await recordGitReading(f.db, f.fabricId, f.fencing, readingOf('r1', await databaseNow(f.db), read));
    await f.list({ fine: 1, hostile: 3 });
    expect(await f.state('fine')).toBe('SYNCED');
    expect(await f.state('hostile')).toBe('DRIFTED');
  });
});
