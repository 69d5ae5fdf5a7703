import { and, asc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { databaseNow } from '#db/queries/clock.ts';
import { alerts } from '#db/schema/alerts.ts';
import { differences } from '#db/schema/differences.ts';
import type { TestDatabase } from '#db/testing/create-test-database.ts';
import { createTestDatabase } from '#db/testing/create-test-database.ts';
import type { Json } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { recordClusterListing } from '../resource/record-cluster.ts';
import { recordGitReading } from '../resource/record-git-reading.ts';
import { observedFabric, spec } from '../testing/observed-fabric.ts';
import { documentOf, listingOf, liveOf, readingOf, rowOf, vpc, vpcIdentity } from '../testing/test-fabric.ts';
import { loadFabricContext } from './fabric-context.ts';
import { performPlans } from './perform-plans.ts';
import { KEPT_PER_RESOURCE } from './record-differences.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

type Fabric = Awaited<ReturnType<typeof observedFabric>>;

/** The kept rows of a resource as `class op path desired → actual`. */
async function keptOf({ db, fabricId }: Fabric, name: string) {
  const row = await rowOf(db, fabricId, name);
  const rows = await db
    .select()
    .from(differences)
    .where(and(eq(differences.fabricId, fabricId), eq(differences.resourceId, row?.id ?? 0)))
    .orderBy(asc(differences.ordinal));
  return rows.map(
    (kept) =>
      `${kept.class} ${kept.op} ${kept.pathText || 'all'} ${kept.desired ?? '–'} → ${kept.actual ?? '–'}`,
  );
}

const countOf = ({ db, fabricId }: Fabric) => db.$count(differences, eq(differences.fabricId, fabricId));

async function see({ db, fabricId, fencing }: Fabric, desired: Json, actual: Json, metadata = {}) {
  const [document, live] = [
    documentOf(vpc('a', desired), 'r1'),
    liveOf(vpc('a', actual, { uid: 'uid-a', ...metadata }), 7),
  ];
  const reading = readingOf('r1', await databaseNow(db), [document]);
  await recordGitReading(db, fabricId, fencing, reading);
  await recordClusterListing(db, fabricId, fencing, listingOf(8, await databaseNow(db), [live]));
}

describe('kept differences', () => {
  test('are none between equal contents, though another kind holds the very same', async () => {
    const f = await observedFabric(database.db);
    const { db, fabricId, fencing } = f;
    const group = {
      ...vpc('pair', {}),
      apiVersion: 'gateway.githedgehog.com/v1alpha1',
      kind: 'GatewayGroup',
    };
    const documents = [documentOf(group, 'r1'), documentOf(vpc('a', {}), 'r1')];
    await recordGitReading(db, fabricId, fencing, readingOf('r1', await databaseNow(db), documents));
    const live = liveOf(vpc('a', {}), 7);
    await recordClusterListing(db, fabricId, fencing, listingOf(8, await databaseNow(db), [live]));
    expect(await f.state('a')).toBe('SYNCED');
    expect(await keptOf(f, 'a')).toEqual([]);
  });

  test('follow what is published: a suspicion leaves the former rows, its confirmation replaces them', async () => {
    const f = await observedFabric(database.db);
    await f.git('r1', { a: 1 });
    await f.list({ a: 1 });
    expect(await keptOf(f, 'a')).toEqual([]);
    await f.watch({ a: 9 });
    expect(await keptOf(f, 'a')).toEqual([]);
    await f.confirm({ a: 9 });
    expect(await keptOf(f, 'a')).toEqual(['real changed spec.subnets.default.vlan 1 → 9']);
    await f.watch({ a: 5 });
    expect(await keptOf(f, 'a')).toEqual(['real changed spec.subnets.default.vlan 1 → 5']);
    await f.watch({ a: 1 });
    expect(await keptOf(f, 'a')).toEqual([]);
  });

  test('say of an object that is gone, and of one that Git lacks, that it is all of it', async () => {
    const f = await observedFabric(database.db);
    await f.git('r1', { a: 1 });
    await f.list({ a: 1 });
    await f.watch({ b: 1 }, ['a']);
    await f.confirm({ b: 1 });
    expect(await keptOf(f, 'a')).toEqual(['real missing_in_cluster all – → –']);
    expect(await keptOf(f, 'b')).toEqual(['real only_in_cluster all – → –']);
  });

  test('go with their record, and one that comes back starts anew', async () => {
    const f = await observedFabric(database.db);
    await f.git('r1', {});
    await f.list({ b: 1 });
    await f.confirm({ b: 1 });
    expect(await countOf(f)).toBe(1);
    await f.watch({}, ['b']);
    expect(await countOf(f)).toBe(0);
    await f.watch({ b: 1 });
    await f.confirm({ b: 1 });
    expect(await keptOf(f, 'b')).toEqual(['real only_in_cluster all – → –']);
    expect(await countOf(f)).toBe(1);
  });

  test('what the server dropped is kept of a resource that is in sync', async () => {
    const f = await observedFabric(database.db);
    const dhcp = { enable: false, range: { start: '10.0.1.10', end: '10.0.1.99' } };
    const subnet = { subnet: '10.0.1.0/24', vlan: 1 };
    await see(
      f,
      { subnets: { default: { ...subnet, dhcp } } },
      { subnets: { default: { ...subnet, dhcp: { enable: false } } } },
    );
    expect(await rowOf(f.db, f.fabricId, 'a')).toMatchObject({ state: 'SYNCED', driftCount: 0 });
    const kept = await keptOf(f, 'a');
    expect(kept.length).toBeGreaterThan(0);
    for (const line of kept) expect(line).toMatch(/^dropped missing_in_cluster spec\.subnets\.default\.dhcp/);
  });

  test('are limited in number and length, whatever the objects hold, and the count stays on the row', async () => {
    const f = await observedFabric(database.db);
    const many = Object.fromEntries(
      Array.from({ length: 300 }, (_, i) => [`key-${i}-${'k'.repeat(2_000)}`, `${'v'.repeat(199)}😀${i}`]),
    );
    const own = {
      manager: 'kubectl-edit',
      operation: 'Update',
      time: 'no time at all',
      fieldsType: 'FieldsV1',
      fieldsV1: { 'f:spec': { 'f:notes': {} } },
    };
    const short = Object.fromEntries(Object.keys(many).map((key) => [key, '']));
    await see(f, { ...spec(1), notes: short }, { ...spec(1), notes: many }, { managedFields: [own] });
    const row = await rowOf(f.db, f.fabricId, 'a');
    expect(row).toMatchObject({ state: 'DRIFTED', driftCount: 300 });
    const rows = await f.db.select().from(differences).where(eq(differences.fabricId, f.fabricId));
    expect(rows).toHaveLength(KEPT_PER_RESOURCE);
    for (const { path, pathText, actual, writtenAt } of rows) {
      expect(JSON.parse(path)).toEqual(['spec', 'notes']);
      expect(pathText.length).toBeLessThanOrEqual(1_000);
      expect(actual?.length).toBeLessThanOrEqual(200);
      expect(writtenAt).toBeNull();
    }
  });

  test('of an orphan who made it is kept, and told by its alert', async () => {
    const f = await observedFabric(database.db);
    const made = {
      manager: 'hhfctl',
      operation: 'Update',
      time: '2026-11-24T10:00:00Z',
      fieldsType: 'FieldsV1',
      fieldsV1: { 'f:spec': {} },
    };
    await f.git('r1', { b: 1 });
    for (const resourceVersion of [7, 8]) {
      const live = liveOf(vpc('a', spec(1), { uid: 'uid-a', managedFields: [made] }), 5);
      const listing = listingOf(resourceVersion, await databaseNow(f.db), [live]);
      await recordClusterListing(f.db, f.fabricId, f.fencing, listing);
      await f.gitUnchanged('r1');
    }
    expect(await rowOf(f.db, f.fabricId, 'a')).toMatchObject({ state: 'ORPHANED', driftWriter: 'hhfctl' });
    const kept = await f.db.select().from(differences).where(eq(differences.fabricId, f.fabricId));
    expect(kept.filter(({ writer }) => writer === 'hhfctl')).toHaveLength(1);
    const [alert] = await f.db.select().from(alerts).where(eq(alerts.fabricId, f.fabricId));
    expect(alert?.message).toBe('in the cluster, not in Git, made by hhfctl');
  });

  test('a rehearsal that is refused keeps nothing', async () => {
    const f = await observedFabric(database.db);
    await f.git('r1', { a: 1 });
    await f.list({ a: 1 });
    await f.watch({ a: 9 });
    await f.confirm({ a: 9 });
    const before = await f.db.select().from(differences).where(eq(differences.fabricId, f.fabricId));
    const [outcome] = await f.db.transaction(async (tx) =>
      performPlans(tx, await loadFabricContext(tx, f.fabricId, null), {
        actor: { kind: 'person', name: 'ada' },
        changes: [
          {
            identity: vpcIdentity('a'),
            verb: () => ({ trigger: 'commit', input: {} }),
            observe: (facts) => ({ ...facts, actual: null }),
          },
        ],
        rehearsal: true,
      }),
    );
    expect(outcome?.refusal?.message).toContain('Cannot commit');
    expect(await f.db.select().from(differences).where(eq(differences.fabricId, f.fabricId))).toEqual(before);
  });

  test('1,200 resources in chunks keep one row each, and none while all are equal', async () => {
    const f = await observedFabric(database.db);
    const all = (vlan: number) =>
      Object.fromEntries(Array.from({ length: 1200 }, (_, i) => [`v-${i}`, vlan]));
    await f.git('r1', all(1));
    await f.list(all(1));
    expect(await countOf(f)).toBe(0);
    await f.confirm(all(2));
    await f.confirm(all(2));
    expect(await countOf(f)).toBe(1200);
    await f.list(all(1));
    expect(await countOf(f)).toBe(0);
  });
});
