import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { secondOpinions } from '#db/schema/second-opinions.ts';
import { createTestDatabase, type TestDatabase } from '#db/testing/create-test-database.ts';
import { createTestFabric, vpcIdentity } from '#lib/services/testing/test-fabric.ts';
import { forgetOldOpinions, recordSecondOpinions, type SecondOpinion } from './record-second-opinions.ts';

let database: TestDatabase;
let fabric: Awaited<ReturnType<typeof createTestFabric>>;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  fabric = await createTestFabric(database.db);
});
afterAll(() => database.drop());

const opinion = (more: Partial<SecondOpinion> = {}): SecondOpinion => ({
  identity: vpcIdentity('a'),
  pair: { desiredHash: 'd', actualHash: 'a', schemaHash: '' },
  outcome: 'unchanged',
  message: null,
  changes: [],
  ...more,
});
const record = (opinions: readonly SecondOpinion[], fencing = fabric.fencing) =>
  recordSecondOpinions(database.db, fabric.fabricId, fencing, opinions);
const stored = () =>
  database.db.select().from(secondOpinions).where(eq(secondOpinions.fabricId, fabric.fabricId));

describe('what the server answered', () => {
  test('takes the place of what it answered before about the same pair', async () => {
    await record([opinion({ outcome: 'not_permitted', message: 'no' })]);
    const [before] = await stored();
    await record([opinion({ outcome: 'would_change', changes: ['spec.a', 'spec["b/c"]'] })]);
    expect(await stored()).toMatchObject([
      { outcome: 'would_change', message: null, changes: '["spec.a","spec[\\"b/c\\"]"]' },
    ]);
    expect((await stored())[0]?.askedAt.getTime()).toBeGreaterThan(before?.askedAt.getTime() ?? 0);
  });

  test('is kept whatever its words are', async () => {
    const message = 'quote " and \\ and ‮ and \0 and \ud800 end';
    await record([opinion({ outcome: 'refused', message })]);
    expect((await stored())[0]?.message).toBe('quote " and \\ and ‮ and ␀ and � end');
  });

  test('is recorded and forgotten only by the worker that holds the lease', async () => {
    await record([opinion()]);
    await expect(record([opinion({ outcome: 'refused' })], { fencing: 0 })).rejects.toMatchObject({
      code: 'conflict',
    });
    await expect(forgetOldOpinions(database.db, fabric.fabricId, { fencing: 0 })).rejects.toMatchObject({
      code: 'conflict',
    });
    expect(await stored()).toMatchObject([{ outcome: 'unchanged' }]);
    await forgetOldOpinions(database.db, fabric.fabricId, fabric.fencing);
    expect(await stored()).toEqual([]);
  });

  test('is recorded in bounded portions', async () => {
    const many = Array.from({ length: 501 }, (_, index) => opinion({ identity: vpcIdentity(`v${index}`) }));
    await expect(record(many)).rejects.toMatchObject({ code: 'internal' });
    await record([]);
    expect(await stored()).toEqual([]);
  });
});
