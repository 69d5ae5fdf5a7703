import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { resources } from '#db/schema/resources.ts';
import type { TestDatabase } from '#db/testing/create-test-database.ts';
import { createTestDatabase } from '#db/testing/create-test-database.ts';
import { createTestFabric } from '#lib/services/testing/test-fabric.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

test('a write of facts and state touches no index: the new version stays on the page of the old one', async () => {
  const { fabricId } = await createTestFabric(database.db);
  const hash = 'f'.repeat(64);
  // As a Git reading leaves them, before the cluster is listed.
  const row = (index: number) => ({
    fabricId,
    group: 'vpc.githedgehog.com',
    kind: 'VPC',
    namespace: 'default',
    name: `vpc-${index}`,
    desiredHash: hash,
    desiredDocumentHash: hash,
    desiredApiVersion: 'vpc.githedgehog.com/v1beta1',
    desiredPath: `vpcs/vpc-${index}.yaml`,
    desiredCommit: hash.slice(0, 40),
  });
  await database.db.insert(resources).values(Array.from({ length: 200 }, (_, index) => row(index)));
  const hot = await database.db.transaction(async (tx) => {
    await tx
      .update(resources)
      .set({
        state: 'SYNCED',
        stateChangeReason: 'both sides agree',
        actualHash: hash,
        actualDocumentHash: hash,
        actualUid: hash.slice(0, 36),
        driftKey: hash.repeat(2),
        version: 2,
      })
      .where(eq(resources.fabricId, fabricId));
    const [row] = await tx.execute(
      sql`select pg_stat_get_xact_tuples_hot_updated(${'resources'}::regclass)::int as hot`,
    );
    return row?.hot;
  });
  expect(hot).toBe(200);
});
