import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { alerts } from '#db/schema/alerts.ts';
import { fabricLeases, fabrics } from '#db/schema/fabrics.ts';
import { operations } from '#db/schema/operations.ts';
import type { TestDatabase } from '#db/testing/create-test-database.ts';
import { createTestDatabase } from '#db/testing/create-test-database.ts';
import { createTestFabric } from '../testing/test-fabric.ts';
import type { NewFabric } from './add-fabric.ts';
import { addFabric, getFabricByName } from './add-fabric.ts';
import {
  recordClusterFailure,
  recordClusterRecovery,
  recordGitConnected,
  recordGitFailure,
} from './record-connection.ts';
import { removeFabric } from './remove-fabric.ts';
import { requestDriftCheck, requestSync } from './request-checks.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

function newFabric(more: Partial<NewFabric> = {}): NewFabric {
  const unique = randomUUID();
  return {
    name: `f-${unique.slice(0, 8)}`,
    url: `/repositories/${unique}`,
    branch: 'main',
    directory: 'lab',
    sealedKubeconfig: 'sealed',
    clusterIdentity: unique,
    ...more,
  };
}

describe('adding', () => {
  test('a directory that leaves the repository is refused', async () => {
    for (const directory of ['../lab', '/lab', 'lab/.git'])
      await expect(addFabric(database.db, newFabric({ directory }))).rejects.toMatchObject({
        code: 'invalid_input',
        message: expect.stringContaining('is no directory of a repository'),
      });
  });

  test('a taken name, cluster, or nested directory of the same branch is refused and names the other fabric', async () => {
    const first = newFabric();
    await addFabric(database.db, first);
    const conflict = (message: RegExp) => ({ code: 'conflict', message: expect.stringMatching(message) });
    await expect(addFabric(database.db, newFabric({ name: first.name }))).rejects.toMatchObject(
      conflict(/another name/),
    );
    const cluster = { clusterIdentity: first.clusterIdentity };
    await expect(addFabric(database.db, newFabric(cluster))).rejects.toMatchObject(conflict(/same cluster/));
    for (const directory of ['lab', 'lab/inner', '']) {
      const nested = newFabric({ url: first.url, directory });
      await expect(addFabric(database.db, nested)).rejects.toMatchObject(conflict(/same branch/));
    }
    await addFabric(database.db, newFabric({ url: first.url, directory: 'laboratory' }));
  });

  test('a name that is none is refused', async () => {
    await expect(addFabric(database.db, newFabric({ name: 'Not a name' }))).rejects.toMatchObject({
      code: 'invalid_input',
    });
  });
});

test('a removed fabric frees its name and cluster, and takes its alerts along', async () => {
  const { db } = database;
  const given = newFabric();
  const { id } = await addFabric(db, given);
  await removeFabric(db, id, 'engineer');
  await expect(getFabricByName(db, given.name)).rejects.toMatchObject({ code: 'not_found' });
  await expect(requestSync(db, id)).rejects.toMatchObject({ code: 'not_found' });
  await addFabric(db, given);
});

test('a removed fabric leaves nothing for a worker to do: its lease is gone, and what was asked of it is ended', async () => {
  const { db } = database;
  const { fabricId, fencing } = await createTestFabric(db);
  const operation = { fabricId, kind: 'commit', actorKind: 'person', actor: 'ada', request: '{}' } as const;
  await db
    .insert(operations)
    .values([operation, { ...operation, status: 'running' }, { ...operation, status: 'succeeded' }]);
  await removeFabric(db, fabricId, 'engineer');
  expect(await db.select().from(fabricLeases).where(eq(fabricLeases.fabricId, fabricId))).toEqual([]);
  const ended = await db.select().from(operations).where(eq(operations.fabricId, fabricId));
  expect(ended.map(({ status, result }) => `${status} ${result}`).sort()).toEqual([
    'refused {"message":"The fabric was removed before this was done."}',
    'refused {"message":"The fabric was removed before this was done."}',
    'succeeded null',
  ]);
  await expect(recordGitConnected(db, fabricId, fencing)).rejects.toMatchObject({ code: 'not_found' });
});

test('what was asked for is noted, and a fabric that is not there is named', async () => {
  const { db } = database;
  const { fabricId } = await createTestFabric(db);
  const at = await requestSync(db, fabricId);
  const [fabric] = await db.select().from(fabrics).where(eq(fabrics.id, fabricId));
  expect(fabric?.driftCheckRequestedAt).toEqual(at);
  expect(fabric?.gitSyncRequestedAt?.getTime()).toBeGreaterThanOrEqual(at.getTime());
  await expect(requestDriftCheck(db, randomUUID())).rejects.toMatchObject({ code: 'not_found' });
});

test('failures of both sides are one alert on the fabric, resolved when the last is over', async () => {
  const { db } = database;
  const { fabricId, fencing } = await createTestFabric(db);
  const open = async () =>
    (await db.select().from(alerts).where(eq(alerts.fabricId, fabricId))).map(
      ({ status, message }) => `${status} ${message}`,
    );
  await recordGitFailure(db, fabricId, fencing, 'no answer', true);
  await recordClusterFailure(db, fabricId, fencing, 'refused');
  expect(await open()).toEqual(['active Git: no answer; cluster: refused']);
  await recordGitConnected(db, fabricId, fencing);
  expect(await open()).toEqual(['active cluster: refused']);
  await recordClusterRecovery(db, fabricId, fencing);
  expect(await open()).toEqual(['resolved cluster: refused']);
});
