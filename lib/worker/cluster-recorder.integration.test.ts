import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { databaseNow } from '#db/queries/clock.ts';
import { fabricKinds, fabrics } from '#db/schema/fabrics.ts';
import type { TestDatabase } from '#db/testing/create-test-database.ts';
import { createTestDatabase } from '#db/testing/create-test-database.ts';
import type { ServedKind } from '#lib/kubernetes/observation.ts';
import { objectOf, SERVER, SWITCH_GROUP } from '#lib/kubernetes/testing/test-kinds.ts';
import { createTestFabric, historyOf } from '#lib/services/testing/test-fabric.ts';
import { clusterIdentityKey, createClusterRecorder } from './cluster-recorder.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const identity = { uid: 'a-cluster', serverUrl: 'https://10.0.0.1', caHash: null, version: 'v1.34.0' };

/** A recorder of a fabric of its own, which manages what `admits` says at the moment. */
async function recorderUnderTest(admits: (kind: ServedKind) => boolean) {
  const { db } = database;
  const { fabricId, fencing } = await createTestFabric(db);
  const heard: string[] = [];
  const sink = createClusterRecorder({ db }, fabricId, fencing, admits, {
    recorded: () => heard.push('recorded'),
    served: (kinds) => heard.push(`served ${kinds.map(({ kind }) => kind).join(' ')}`),
    newEpoch: () => heard.push('new epoch'),
  });
  const kindRow = async ({ group, kind }: ServedKind) => {
    const own = and(eq(fabricKinds.fabricId, fabricId), eq(fabricKinds.group, group));
    const [row] = await db
      .select()
      .from(fabricKinds)
      .where(and(own, eq(fabricKinds.kind, kind)));
    return row;
  };
  const list = async (kind: ServedKind, resourceVersion: string, names: readonly string[] = []) =>
    sink.listed(kind, {
      pages: [names.map((name, index) => objectOf(kind, name, { version: index + 1 }))],
      resourceVersion,
      startedAt: await databaseNow(db),
    });
  return { db, fabricId, sink, heard, kindRow, list };
}

test('what a watch brings proves no more than its mark says', async () => {
  const { db, sink, kindRow, list } = await recorderUnderTest(() => true);
  await sink.discovered([SERVER], { identity });
  await list(SERVER, '10');
  const provenAt = await databaseNow(db);
  const late = { resourceVersion: '12', receivedAt: provenAt + 60_000, provenAt };
  await sink.changed(SERVER, [{ type: 'upsert', object: objectOf(SERVER, 'a', { version: 12 }) }], late);
  expect((await kindRow(SERVER))?.observedThrough?.getTime()).toBe(provenAt);
  await sink.advanced(SERVER, { ...late, provenAt: provenAt + 5 });
  expect((await kindRow(SERVER))?.observedThrough?.getTime()).toBe(provenAt + 5);
});

test('a kind that is listed before its discovery was recorded counts as read all the same', async () => {
  let managed: readonly ServedKind[] = [SERVER];
  const { sink, kindRow, list } = await recorderUnderTest((kind) => managed.includes(kind));
  await sink.discovered([SERVER, SWITCH_GROUP], { identity });
  // Git brought a first document of the kind: the observer may be faster than the record of what is managed.
  managed = [SERVER, SWITCH_GROUP];
  await list(SWITCH_GROUP, '10');
  expect(await kindRow(SWITCH_GROUP)).toMatchObject({
    plural: 'switchgroups',
    availability: 'listed',
    listedEpoch: 1,
  });
});

test('a kind that is served no more is missing, and back once it is listed', async () => {
  const { sink, kindRow, list, heard } = await recorderUnderTest(() => true);
  await sink.discovered([SERVER, SWITCH_GROUP], { identity });
  await list(SERVER, '10');
  await sink.discovered([SWITCH_GROUP], { identity });
  expect(await kindRow(SERVER)).toMatchObject({ availability: 'missing', listedEpoch: 1 });
  await sink.discovered([SERVER, SWITCH_GROUP], { identity });
  await list(SERVER, '20');
  expect(await kindRow(SERVER)).toMatchObject({ availability: 'listed' });
  expect(heard.filter((word) => word !== 'recorded')).toEqual([
    'served Server SwitchGroup',
    'served SwitchGroup',
    'served Server SwitchGroup',
  ]);
});

test('a kind that cannot be read is told apart by its reason, and its resources keep their states', async () => {
  const { db, fabricId, sink, kindRow, list } = await recorderUnderTest(() => true);
  await sink.discovered([SERVER], { identity });
  await list(SERVER, '10', ['a']);
  for (const reason of ['forbidden', 'missing', 'error'] as const) {
    await sink.unavailable(SERVER, { reason, message: reason });
    expect(await kindRow(SERVER)).toMatchObject({ availability: reason, message: reason, listedEpoch: 1 });
  }
  await sink.unavailable(SERVER, { reason: 'unreachable', message: 'cut' });
  expect(await kindRow(SERVER)).toMatchObject({ availability: 'error', message: 'cut' });
  await sink.resumed(SERVER);
  expect(await kindRow(SERVER)).toMatchObject({ availability: 'listed', message: null });
  expect(await historyOf(db, fabricId, 'a')).toEqual([]);
});

test('another cluster behind the same address opens a new epoch, in which nothing counts as read', async () => {
  const { db, fabricId, sink, heard, list, kindRow } = await recorderUnderTest(() => true);
  await sink.discovered([SERVER], { identity });
  await list(SERVER, '1000');
  await sink.discovered([SERVER], { identity: { ...identity, uid: 'another' } });
  expect(heard).toContain('new epoch');
  const [fabric] = await db.select().from(fabrics).where(eq(fabrics.id, fabricId));
  expect(fabric).toMatchObject({ clusterEpoch: 2, clusterIdentity: 'another' });
  expect((await kindRow(SERVER))?.listedEpoch).toBe(1);
  await list(SERVER, '5');
  expect((await kindRow(SERVER))?.listedEpoch).toBe(2);
});

test('a cluster whose versions went backwards was restored: a new epoch as well', async () => {
  const { sink, heard, list, kindRow } = await recorderUnderTest(() => true);
  await sink.discovered([SERVER], { identity });
  await list(SERVER, '1000');
  await list(SERVER, '900');
  expect(heard).toContain('new epoch');
  expect((await kindRow(SERVER))?.listedEpoch).toBe(2);
  expect(sink.epoch()).toBe(2);
});

test('a cluster without a readable kube-system is told apart by its address and CA', () => {
  expect(clusterIdentityKey({ ...identity, uid: null, caHash: 'c0ffee' })).toBe('https://10.0.0.1#c0ffee');
  expect(clusterIdentityKey(identity)).toBe('a-cluster');
});
