import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '#db/testing/create-test-database.ts';
import { JumpTarget } from '#lib/contract/jump-target.ts';
import { Activity, MomentDetail, type TimelineEntry, TimelinePage } from '#lib/contract/timeline.ts';
import type { TimelineFilter } from '#lib/contract/timeline-filter.ts';
import { activity } from './activity.ts';
import { jumpTargets } from './jump-targets.ts';
import { momentDetail } from './moment-detail.ts';
import { GROUP, minutesAgo, type StoredFabric, storeFabric, vpc } from './testing/stored-fabric.ts';
import { timeline } from './timeline.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const pathOf = (name: string) => ({ group: GROUP, kind: 'VPC', namespace: 'default', name });

async function page({ id }: StoredFabric, name: string, after = '', filter: TimelineFilter = 'all') {
  const found = await database.db.transaction((tx) => timeline(tx, id, pathOf(name), after, filter));
  return TimelinePage.parse(found);
}

describe('a timeline', () => {
  test('is newest first, with what was refused, by whom and how long the state before lasted', async () => {
    const fabric = await storeFabric(database.db);
    const row = await fabric.resource('a', { state: 'DRAFT' });
    const commit = JSON.stringify({ commit: 'a81c0de', score: 0 });
    await fabric.transition(row, {
      at: minutesAgo(9),
      toState: 'SYNCED',
      trigger: 'first_sight',
      actorKind: 'system',
      actor: 'git-sync',
      context: commit,
    });
    await fabric.transition(row, {
      at: minutesAgo(5),
      fromState: 'SYNCED',
      trigger: 'commit',
      refused: true,
      reason: 'there is no draft',
    });
    await fabric.transition(row, {
      at: minutesAgo(2),
      fromState: 'SYNCED',
      toState: 'DRAFT',
      lastedMs: 420_000,
      context: JSON.stringify({ rules: ['7'] }),
    });
    const { entries, next } = await page(fabric, 'a');
    expect(entries).toMatchObject([
      {
        from: 'SYNCED',
        to: 'DRAFT',
        trigger: 'edit',
        actor: 'engineer',
        lastedMs: 420_000,
        commit: null,
        byRule: true,
      },
      { from: 'SYNCED', to: null, trigger: 'commit', refused: true, reason: 'there is no draft' },
      {
        from: null,
        to: 'SYNCED',
        trigger: 'first_sight',
        actorKind: 'system',
        commit: 'a81c0de',
        byRule: false,
      },
    ]);
    expect(next).toBeNull();
  });

  test('goes on over earlier records of the same name, and not over others', async () => {
    const fabric = await storeFabric(database.db);
    const before = await fabric.resource('a', { removedAt: minutesAgo(60) });
    const now = await fabric.resource('a', { state: 'SYNCED' });
    const other = await fabric.resource('b', { state: 'SYNCED' });
    await fabric.transition(before, { at: minutesAgo(61), toState: 'REMOVED', trigger: 'removed' });
    await fabric.transition(now, { at: minutesAgo(5), toState: 'SYNCED' });
    await fabric.transition(other, { at: minutesAgo(1), toState: 'SYNCED' });
    expect((await page(fabric, 'a')).entries.map(({ to }) => to)).toEqual(['SYNCED', 'REMOVED']);
    expect((await page(fabric, 'nothing')).entries).toEqual([]);
  });

  test('is filtered by people and by what was refused', async () => {
    const fabric = await storeFabric(database.db);
    const row = await fabric.resource('a');
    await fabric.transition(row, { actorKind: 'system', actor: 'git-sync', reason: 'system' });
    await fabric.transition(row, { reason: 'person' });
    await fabric.transition(row, { actorKind: 'token', reason: 'token', refused: true });
    const reasons = async (filter: TimelineFilter) =>
      (await page(fabric, 'a', '', filter)).entries.map(({ reason }) => reason).sort();
    expect(await reasons('all')).toEqual(['person', 'system', 'token']);
    expect(await reasons('people')).toEqual(['person', 'token']);
    expect(await reasons('refused')).toEqual(['token']);
  });

  test('pages by key, also where many happened in one millisecond', async () => {
    const fabric = await storeFabric(database.db);
    const row = await fabric.resource('a');
    const at = minutesAgo(3);
    for (let index = 0; index < 120; index += 1) await fabric.transition(row, { at, reason: String(index) });
    const all: TimelineEntry[] = [];
    for (let after: string | null = ''; after !== null; ) {
      const { entries, next }: TimelinePage = await page(fabric, 'a', after);
      all.push(...entries);
      after = next;
    }
    expect(all.map(({ reason }) => Number(reason))).toEqual(
      Array.from({ length: 120 }, (_, index) => 119 - index),
    );
  });

  test.each(['nonsense', '~', '2026-11-24T14:11:00.000Z~x'])('refuses the page key %s', async (after) => {
    const fabric = await storeFabric(database.db);
    await fabric.resource('a');
    await expect(page(fabric, 'a', after)).rejects.toMatchObject({ code: 'invalid_input' });
  });
});

describe('a moment of history', () => {
  async function recorded(desired: object | null, actual: object | null) {
    const fabric = await storeFabric(database.db);
    await fabric.kind('VPC');
    const row = await fabric.resource('a');
    const hash = async (object: object | null) =>
      object === null ? null : fabric.text(JSON.stringify(object));
    const entry = await fabric.transition(row, {
      desiredHash: await hash(desired),
      actualHash: await hash(actual),
    });
    return { fabric, at: entry.at.toISOString(), id: String(entry.id) };
  }
  const moment = (fabricId: string, at: string, id: string) =>
    database.db.transaction((tx) => momentDetail(tx, fabricId, at, id));

  test('shows what differed then', async () => {
    const { fabric, at, id } = await recorded(vpc('a', 1201), vpc('a', 1205));
    const { differences, compared } = MomentDetail.parse(await moment(fabric.id, at, id));
    expect(differences).toMatchObject([
      { path: 'spec.subnets.default.vlan', desired: '1201', actual: '1205' },
    ]);
    expect(compared.actual).toContain('vlan: 1205');
  });

  test('with one side only has nothing to compare', async () => {
    const { fabric, at, id } = await recorded(vpc('a', 1), null);
    await expect(moment(fabric.id, at, id)).rejects.toThrow(/One side did not exist/);
  });

  test('whose documents are gone says so', async () => {
    const { fabric } = await recorded(null, null);
    const row = await fabric.resource('b');
    const entry = await fabric.transition(row, { desiredHash: 'gone', actualHash: 'gone' });
    await expect(moment(fabric.id, entry.at.toISOString(), String(entry.id))).rejects.toThrow(
      /not kept any more/,
    );
  });

  test('of another fabric, of no time or of no number is not found', async () => {
    const { fabric, at, id } = await recorded(vpc('a', 1), vpc('a', 2));
    const other = await storeFabric(database.db);
    await expect(moment(other.id, at, id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(moment(fabric.id, 'yesterday', id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(moment(fabric.id, at, '1 or 1=1')).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('across fabrics', () => {
  test('what needs a decision comes worst and oldest first; what happened, newest first', async () => {
    const own = await createTestDatabase();
    const [a, b, gone] = [
      await storeFabric(own.db, { name: 'a' }),
      await storeFabric(own.db, { name: 'b' }),
      await storeFabric(own.db, { name: 'gone', removedAt: new Date() }),
    ];
    const row = await a.resource('red', { state: 'DRIFTED', desiredStale: 'unreadable' });
    await a.alert({ resourceId: row.id, severity: 'high', message: 'newer', openedAt: minutesAgo(1) });
    await b.alert({ type: 'sync_failure', severity: 'high', message: 'older', openedAt: minutesAgo(9) });
    await b.alert({ resourceId: 77, severity: 'critical', message: 'worst', openedAt: minutesAgo(2) });
    await b.alert({ resourceId: 78, severity: 'critical', message: 'seen', status: 'acknowledged' });
    await gone.alert({ severity: 'critical', message: 'gone' });
    await a.transition(row, { at: minutesAgo(9), toState: 'SYNCED', reason: 'older' });
    await a.transition(row, { at: minutesAgo(1), refused: true, reason: 'refused' });
    await a.transition(row, { at: minutesAgo(2), toState: 'DRIFTED', reason: 'newer' });
    const { attention, attentionTotal, latest } = Activity.parse(await own.db.transaction(activity));
    expect(
      attention.map(({ message, fabric, resource }) => [message, fabric, resource?.name ?? null]),
    ).toEqual([
      ['worst', 'b', null],
      ['older', 'b', null],
      ['newer', 'a', 'red'],
    ]);
    expect(attention[2]).toMatchObject({ type: 'drift_detected', resource: { desiredStale: 'unreadable' } });
    expect(attentionTotal).toBe(3);
    expect(latest.map(({ reason }) => reason)).toEqual(['newer', 'older']);
    await own.drop();
  });

  test('a jump finds by any words of fabric, kind and name, the nearest first', async () => {
    const own = await createTestDatabase();
    const [a, gone] = [
      await storeFabric(own.db, { name: 'fra-1' }),
      await storeFabric(own.db, { name: 'x', removedAt: new Date() }),
    ];
    for (const name of ['leaf-01', 'leaf-01--uplink', 'node-7--leaf-01', 'l_af']) await a.resource(name);
    await a.resource('leaf-01', { kind: 'Switch' });
    await a.resource('leaf-01-gone', { removedAt: new Date() });
    await gone.resource('leaf-01-of-gone');
    const found = async (text: string) =>
      JumpTarget.array()
        .parse(await own.db.transaction((tx) => jumpTargets(tx, text)))
        .map(({ kind, name }) => `${kind}/${name}`);
    expect(await found('leaf-01')).toEqual([
      'VPC/leaf-01',
      'Switch/leaf-01',
      'VPC/leaf-01--uplink',
      'VPC/node-7--leaf-01',
    ]);
    expect(await found('switch leaf')).toEqual(['Switch/leaf-01']);
    expect(await found('FRA uplink')).toEqual(['VPC/leaf-01--uplink']);
    expect(await found('l_af')).toEqual(['VPC/l_af']);
    expect(await found('%')).toEqual([]);
    expect(await found('   ')).toEqual([]);
    await own.drop();
  });
});
