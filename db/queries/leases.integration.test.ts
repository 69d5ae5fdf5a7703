import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createDatabase, type DatabaseHandle } from '../client.ts';
import { fabricLeases, fabrics } from '../schema/fabrics.ts';
import { repositories } from '../schema/repositories.ts';
import type { TestDatabase } from '../testing/create-test-database.ts';
import { createTestDatabase } from '../testing/create-test-database.ts';
import { holdFencing } from './fabrics.ts';
import { claimLeases, releaseLeases } from './leases.ts';

let database: TestDatabase;
let repositoryId: string;
beforeAll(async () => {
  database = await createTestDatabase();
  const [repository] = await database.db.insert(repositories).values({ url: '/r' }).returning();
  repositoryId = repository?.id ?? '';
});
afterAll(() => database.drop());
beforeEach(async () => {
  await database.db.update(fabrics).set({ removedAt: new Date() });
  await database.db.delete(fabricLeases);
});

const handles: DatabaseHandle[] = [];
afterEach(async () => {
  await Promise.all(handles.splice(0).map((handle) => handle.close()));
});

/** A worker that lives: it has a session under its name. */
async function liveWorker(name: string) {
  const handle = createDatabase(database.connection, { applicationName: name });
  handles.push(handle);
  await handle.sql`select 1`;
  return {
    db: handle.db,
    claim: () => claimLeases(handle.db, name),
    release: () => releaseLeases(handle.db, name),
  };
}

async function addFabrics(...names: string[]): Promise<string[]> {
  const values = names.map((name) => ({ name, repositoryId, branch: 'main', sealedKubeconfig: '' }));
  const rows = await database.db.insert(fabrics).values(values).returning({ id: fabrics.id });
  return rows.map(({ id }) => id);
}

const expireAll = () => database.db.update(fabricLeases).set({ until: new Date(0) });
const inOrder = (leases: { fabricId: string; fencing: number }[]) =>
  leases.toSorted((a, b) => (a.fabricId < b.fabricId ? -1 : 1));

test('free fabrics are taken, and kept under the same number; removed and decommissioned ones are not', async () => {
  const [one = '', two = '', gone = '', closed = ''] = await addFabrics('one', 'two', 'gone', 'closed');
  await database.db.update(fabrics).set({ removedAt: new Date() }).where(eq(fabrics.id, gone));
  await database.db.update(fabrics).set({ status: 'decommissioned' }).where(eq(fabrics.id, closed));
  const a = await liveWorker('a');
  const wanted = inOrder([
    { fabricId: one, fencing: 1 },
    { fabricId: two, fencing: 1 },
  ]);
  expect(inOrder(await a.claim())).toEqual(wanted);
  expect(inOrder(await a.claim())).toEqual(wanted);
  await database.db.update(fabrics).set({ removedAt: new Date() }).where(eq(fabrics.id, two));
  expect(await a.claim()).toEqual([{ fabricId: one, fencing: 1 }]);
});

test('a live worker keeps its fabrics until they expire; the next one gets another number', async () => {
  const [fabricId = ''] = await addFabrics('kept');
  const [a, b] = [await liveWorker('a'), await liveWorker('b')];
  await a.claim();
  expect(await b.claim()).toEqual([]);
  await expireAll();
  expect(await b.claim()).toEqual([{ fabricId, fencing: 2 }]);
  expect(await a.claim()).toEqual([]);
});

test('a worker without a session loses its fabrics at once, one that gives them back as well', async () => {
  const [fabricId = ''] = await addFabrics('left');
  await claimLeases(database.db, 'dead');
  const [a, b] = [await liveWorker('a'), await liveWorker('b')];
  expect(await b.claim()).toEqual([{ fabricId, fencing: 2 }]);
  await b.release();
  expect(await a.claim()).toEqual([{ fabricId, fencing: 3 }]);
});

test('two workers that claim at once never get the same fabric', async () => {
  await addFabrics(...Array.from({ length: 20 }, (_, index) => `f-${index}`));
  const [a, b] = [await liveWorker('a'), await liveWorker('b')];
  const [ofA, ofB] = await Promise.all([a.claim(), b.claim()]);
  const taken = [...ofA, ...ofB].map(({ fabricId }) => fabricId);
  expect(new Set(taken).size).toBe(20);
  expect(taken).toHaveLength(20);
});

test('a worker that stopped in the middle of a transaction holds up nobody but that fabric', async () => {
  const [held = '', free = ''] = await addFabrics('held', 'free');
  const [a, b] = [await liveWorker('a'), await liveWorker('b')];
  await a.claim();
  await a.db.transaction(async (tx) => {
    expect(await holdFencing(tx, held)).toBe(1);
    // Its own renewal need not wait for its own transaction.
    expect(await a.claim()).toHaveLength(2);
    await expireAll();
    expect(await b.claim()).toEqual([{ fabricId: free, fencing: 2 }]);
    expect(await holdFencing(tx, held)).toBe(1);
  });
  expect(inOrder(await b.claim())).toEqual(
    inOrder([
      { fabricId: held, fencing: 2 },
      { fabricId: free, fencing: 2 },
    ]),
  );
});

test('a session that does nothing in a transaction is ended by the database before long', async () => {
  const [row] = await database.sql`select current_setting('idle_in_transaction_session_timeout') as limit`;
  expect(row?.limit).toBe('15s');
});
