import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { alerts } from '#db/schema/alerts.ts';
import { fabrics } from '#db/schema/fabrics.ts';
import type { TestDatabase } from '#db/testing/create-test-database.ts';
import { createTestDatabase } from '#db/testing/create-test-database.ts';
import { saveDraft } from '../draft/save-draft.ts';
import { recordGitConnected } from '../fabric/record-connection.ts';
import { releaseRevision } from '../fabric/release-revision.ts';
import type { Actor } from '../lifecycle/perform-plans.ts';
import { requestCommit } from '../operation/request-commit.ts';
import { observedFabric, spec } from '../testing/observed-fabric.ts';
import { rowOf, vpc, vpcIdentity } from '../testing/test-fabric.ts';

const ADA: Actor = { kind: 'person', name: 'ada' };

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** `v-00`, `v-01` … with one VLAN each. */
const vpcs = (count: number, from = 0) =>
  Object.fromEntries(
    Array.from({ length: count - from }, (_, index) => [`v-${String(from + index).padStart(2, '0')}`, 1]),
  );

/** A fabric of so many VPCs in Git at r1, and in the cluster too as far as not said otherwise. */
async function syncedFabric(count = 24, inCluster = count) {
  const f = await observedFabric(database.db);
  await f.git('r1', vpcs(count));
  await f.list(vpcs(inCluster));
  const row = async () => {
    const [found] = await f.db.select().from(fabrics).where(eq(fabrics.id, f.fabricId));
    if (found === undefined) throw new Error('the fabric is gone');
    return found;
  };
  const alert = async () => {
    const [found] = await f.db.select().from(alerts).where(eq(alerts.fabricId, f.fabricId));
    return found ?? null;
  };
  const set = async () => (await row()).heldSet ?? '';
  const release = async (of?: string) => releaseRevision(f.db, ADA, f.fabricId, of ?? (await set()));
  /** Changes only when something of the fabric's row was written. */
  const written = async () =>
    (await f.db.execute(sql`select xmin::text as by from fabrics where id = ${f.fabricId}`))[0]?.by;
  return { ...f, row, alert, set, release, written };
}

describe('a reading that would take away too much', () => {
  test('is held whole: every fact stays as it was, and one alert says why', async () => {
    const f = await syncedFabric();
    const before = await f.row();
    expect(await f.git('r2', { ...vpcs(24, 20), 'v-20': 2, new: 1 })).toBe('held');
    const held = await f.row();
    expect(held).toMatchObject({
      gitRevision: 'r1',
      gitReadAt: before.gitReadAt,
      gitKnownTip: 'r1',
      heldRevision: 'r2',
      releasedSet: null,
    });
    expect(JSON.parse(held.heldReason ?? '')).toEqual({
      reason: 'would take away 20 of 24 documents',
      removed: 20,
      examples: ['VPC/v-00', 'VPC/v-01', 'VPC/v-02'],
    });
    expect([await f.state('v-00'), await f.state('v-20'), await f.state('new')]).toEqual([
      'SYNCED',
      'SYNCED',
      null,
    ]);
    expect(await f.history('v-00')).toEqual(['∅→SYNCED first_sight']);
    expect(await f.alert()).toMatchObject({
      type: 'sync_failure',
      status: 'active',
      message:
        'Git: r2 is held: it would take away 20 of 24 documents (VPC/v-00, VPC/v-01, VPC/v-02 and 17 more)',
    });
  });

  test('is not written again while it says the same, and its alert stays though Git answers', async () => {
    const f = await syncedFabric();
    await f.git('r2', vpcs(24, 20));
    const written = await f.written();
    await f.git('r2', vpcs(24, 20));
    expect(await f.written()).toBe(written);
    await recordGitConnected(f.db, f.fabricId, f.fencing);
    expect(await f.alert()).toMatchObject({ status: 'active' });
  });

  test('keeps its age and its confirmation when a commit on top takes away the same, and loses them with another set', async () => {
    const f = await syncedFabric();
    await f.git('r2', vpcs(24, 20));
    const { heldAt, heldSet } = await f.row();
    await f.git('r3', { ...vpcs(24, 20), new: 1 });
    expect(await f.row()).toMatchObject({ heldRevision: 'r3', heldAt, heldSet });
    await f.release();
    await f.git('r4', vpcs(24, 21));
    const other = await f.row();
    expect(other).toMatchObject({ heldRevision: 'r4', releasedSet: null, releasedBy: null });
    expect(other.heldSet).not.toBe(heldSet);
    expect(other.heldAt?.getTime()).toBeGreaterThan(heldAt?.getTime() ?? 0);
  });

  test('is forgotten when Git moves on to what takes little away', async () => {
    const f = await syncedFabric();
    await f.git('r2', vpcs(24, 20));
    expect(await f.git('r3', vpcs(24, 1))).toBe('recorded');
    expect(await f.row()).toMatchObject({
      gitRevision: 'r3',
      heldRevision: null,
      heldAt: null,
      heldSet: null,
    });
    expect(await f.alert()).toMatchObject({ status: 'resolved', resolvedBy: 'cause_gone' });
    expect((await rowOf(f.db, f.fabricId, 'v-00'))?.desiredHash).toBeNull();
  });

  test('does not count what a file that cannot be read may hold, nor what stands twice', async () => {
    const f = await syncedFabric();
    expect(await f.git('r2', vpcs(24, 20), { provesAbsence: () => false })).toBe('recorded');
    const ambiguous = Object.keys(vpcs(20)).map(vpcIdentity);
    expect(await f.git('r3', vpcs(24, 20), { ambiguous })).toBe('recorded');
    expect((await f.row()).heldRevision).toBeNull();
  });

  test('refuses what would write to the branch until it is confirmed', async () => {
    const f = await syncedFabric();
    const identity = vpcIdentity('v-23');
    const text = `${JSON.stringify(vpc('v-23', spec(9)))}\n`;
    await saveDraft(f.db, ADA, { fabricId: f.fabricId, identity, text, create: false });
    await f.git('r2', vpcs(24, 20));
    await expect(requestCommit(f.db, ADA, f.fabricId, identity, null)).rejects.toMatchObject({
      code: 'refused',
      message: 'Cannot commit: revision r2 is held; let it go or revert it first (revision_not_held)',
    });
    await f.release();
    expect(await requestCommit(f.db, ADA, f.fabricId, identity, null)).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('a confirmation', () => {
  test('lets exactly its set go, once', async () => {
    const f = await syncedFabric();
    await f.git('r2', vpcs(24, 20));
    await f.release();
    expect(await f.row()).toMatchObject({ heldRevision: 'r2', releasedBy: 'ada' });
    expect((await f.row()).gitSyncRequestedAt).not.toBeNull();
    expect(await f.git('r2', vpcs(24, 20))).toBe('recorded');
    expect(await f.row()).toMatchObject({ gitRevision: 'r2', heldRevision: null, releasedSet: null });
    expect(await f.alert()).toMatchObject({ type: 'sync_failure', status: 'resolved', resolvedBy: 'ada' });
    expect((await rowOf(f.db, f.fabricId, 'v-00'))?.desiredHash).toBeNull();
    // Read once more, it takes nothing away any more; restored and dropped again, it is asked about again.
    expect(await f.git('r2', vpcs(24, 20))).toBe('recorded');
    await f.git('r3', vpcs(24));
    expect(await f.git('r4', vpcs(24, 20))).toBe('held');
  });

  test('of another set, of nothing, and on a decommissioned fabric is refused', async () => {
    const f = await syncedFabric();
    await expect(f.release('any')).rejects.toMatchObject({
      code: 'conflict',
      message: /No revision is held/,
    });
    await f.git('r2', vpcs(24, 20));
    const first = await f.set();
    await f.git('r3', vpcs(24, 21));
    await expect(f.release(first)).rejects.toMatchObject({ code: 'conflict', message: /has changed/ });
    expect((await f.row()).releasedSet).toBeNull();
    await f.db.update(fabrics).set({ status: 'decommissioned' }).where(eq(fabrics.id, f.fabricId));
    await expect(f.release()).rejects.toMatchObject({ code: 'refused' });
  });

  test('holds for a worker that is stopped half way through it', async () => {
    const f = await syncedFabric(700, 350);
    await f.git('r2', vpcs(24));
    await f.release();
    // The second chunk cannot be written: the first stands, as it would when the process is killed between them.
    await f.db.execute(sql`create function stop_here() returns trigger language plpgsql as
      $$ begin if new.name = 'v-99' then raise 'stopped'; end if; return new; end $$`);
    await f.db.execute(
      sql`create trigger stop_here before update on resources for each row execute function stop_here()`,
    );
    await expect(f.git('r2', vpcs(24))).rejects.toThrow();
    await f.db.execute(sql`drop trigger stop_here on resources`);
    expect((await rowOf(f.db, f.fabricId, 'v-99'))?.desiredHash).not.toBeNull();
    expect((await rowOf(f.db, f.fabricId, 'v-100'))?.desiredHash).toBeNull();
    expect(await rowOf(f.db, f.fabricId, 'v-400')).toBeNull();
    expect(await f.git('r2', vpcs(24))).toBe('recorded');
    expect((await rowOf(f.db, f.fabricId, 'v-99'))?.desiredHash).toBeNull();
    expect((await f.row()).heldRevision).toBeNull();
  });
});
