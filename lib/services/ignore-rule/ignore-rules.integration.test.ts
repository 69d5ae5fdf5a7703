import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { WORKER_WANTED_CHANNEL } from '#db/queries/fabrics.ts';
import { MOST_STANDING_RULES } from '#db/queries/rule-refusal.ts';
import { fabrics } from '#db/schema/fabrics.ts';
import { ignoreRules } from '#db/schema/ignore-rules.ts';
import type { TestDatabase } from '#db/testing/create-test-database.ts';
import { createTestDatabase } from '#db/testing/create-test-database.ts';
import type { Actor } from '../lifecycle/perform-plans.ts';
import { createTestFabric } from '../testing/test-fabric.ts';
import { addIgnoreRule, type NewIgnoreRule } from './add-ignore-rule.ts';
import { judgeRules } from './judge-rules.ts';
import { removeIgnoreRule } from './remove-ignore-rule.ts';

const ines: Actor = { kind: 'person', name: 'ines' };
const RULE: NewIgnoreRule = { path: ' spec.subnets.*.vlan ', reason: ' migrating ', kind: 'VPC' };
const NOWHERE = '4a1d8f0e-6a53-4f0e-9d33-2b1c0d9e8f70';

let database: TestDatabase;
let fabricId: string;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  ({ fabricId } = await createTestFabric(database.db));
});

const add = (change: Partial<NewIgnoreRule> = {}, fabric = fabricId) =>
  addIgnoreRule(database.db, ines, fabric, { ...RULE, ...change });
const remove = (id: string, fabric = fabricId) => removeIgnoreRule(database.db, ines, fabric, id);
const stored = () =>
  database.db.select().from(ignoreRules).where(eq(ignoreRules.fabricId, fabricId)).orderBy(ignoreRules.id);

describe('adding a rule', () => {
  test('keeps what was said, by whom, and wakes the worker', async () => {
    const woken = Promise.withResolvers<string>();
    const { unlisten } = await database.sql.listen(WORKER_WANTED_CHANNEL, woken.resolve);
    const expiresAt = new Date(Date.now() + 60_000);
    const { id } = await add({ namePattern: 'leaf-*', manager: ' ', expiresAt });
    expect(await woken.promise).toBe(fabricId);
    await unlisten();
    expect(await stored()).toMatchObject([
      {
        id: Number(id),
        path: 'spec.subnets.*.vlan',
        reason: 'migrating',
        kind: 'VPC',
        namePattern: 'leaf-*',
        manager: null,
        author: 'ines',
        expiresAt,
        removedAt: null,
      },
    ]);
  });

  test('a name pattern that fits every name is none', async () => {
    await add({ namePattern: '**' });
    expect(await stored()).toMatchObject([{ namePattern: null }]);
  });

  const past = new Date(Date.now() - 1_000);
  const refused: [string, Partial<NewIgnoreRule>, RegExp][] = [
    ['a path that cannot be read', { path: 'spec.[' }, /cannot be read\. Write for example/],
    ['a path of everything', { path: '**' }, /cannot hide existence or a whole object/],
    ['a path that is too long', { path: `spec.${'a'.repeat(500)}` }, /path is longer than 500/],
    ['no reason', { reason: '  ' }, /reason is missing/],
    ['a reason that is too long', { reason: 'a'.repeat(501) }, /reason is longer than 500/],
    ['a name that no object has', { namePattern: 'leaf 1' }, /name pattern is a name with \*/],
    ['a manager that is too long', { manager: 'a'.repeat(129) }, /field manager is longer/],
    ['a kind that nobody knows', { kind: 'Swich' }, /knows no kind Swich/],
    ['an end that has passed', { expiresAt: past }, /end has passed/],
    [
      'an end that is too far away',
      { expiresAt: new Date(Date.now() + 367 * 86_400_000) },
      /than a year away/,
    ],
    ['an end that is no moment', { expiresAt: new Date('soon') }, /end is no moment/],
    ['what the database cannot store', { reason: 'a\0b' }, /control character/],
    ['what breaks the line of a terminal', { reason: 'a\u001b[31m\nb' }, /control character/],
  ];
  test.each(refused)('is refused with %s', async (_, change, message) => {
    await expect(add(change)).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringMatching(message),
    });
    expect(await stored()).toEqual([]);
  });

  test('a kind that only the cluster or the fabric knows will do', async () => {
    await database.db.execute(sql`insert into fabric_kinds (fabric_id, "group", kind, version, plural)
      values (${fabricId}, 'example.com', 'Widget', 'v1', 'widgets')`);
    await database.db.execute(sql`insert into resources (fabric_id, "group", kind, namespace, name)
      values (${fabricId}, 'example.com', 'Gadget', 'default', 'g')`);
    await add({ kind: 'Widget' });
    await add({ kind: 'Gadget' });
    expect(await stored()).toHaveLength(2);
  });

  test('the same again is refused while it stands', async () => {
    const { id } = await add();
    await expect(add({ reason: 'another' })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining(`Rule ${id} by ines`),
    });
    await add({ manager: 'kubectl-edit' });
    await remove(id);
    await add({ reason: 'another' });
  });

  test('only so many stand at once; what has expired does not count', async () => {
    const rules = Array.from({ length: MOST_STANDING_RULES }, (_, at) => ({
      fabricId,
      path: `spec.a${at}`,
      reason: 'r',
      author: 'ines',
      expiresAt: at === 0 ? past : null,
    }));
    await database.db.insert(ignoreRules).values(rules);
    await add();
    await expect(add({ path: 'spec.more' })).rejects.toMatchObject({ code: 'refused' });
  });
});

describe('removing a rule', () => {
  test('keeps its record and who removed it; once only', async () => {
    const { id } = await add();
    await remove(id);
    const [rule] = await stored();
    expect(rule).toMatchObject({ removedBy: 'ines' });
    expect(rule?.removedAt).toBeInstanceOf(Date);
    await expect(remove(id)).rejects.toMatchObject({ code: 'refused' });
  });

  test('is refused for one that is not there, or of another fabric', async () => {
    const { id } = await add();
    const other = await createTestFabric(database.db);
    for (const unknown of ['x', '999999'])
      await expect(remove(unknown)).rejects.toMatchObject({ code: 'not_found' });
    await expect(remove(id, other.fabricId)).rejects.toMatchObject({ code: 'not_found' });
  });
});

test('a fabric that is not there or is decommissioned takes no rules', async () => {
  const { id } = await add();
  await expect(add({}, NOWHERE)).rejects.toMatchObject({ code: 'not_found' });
  await database.db.update(fabrics).set({ status: 'decommissioned' }).where(eq(fabrics.id, fabricId));
  await expect(add({ path: 'spec.b' })).rejects.toMatchObject({ code: 'refused' });
  await expect(remove(id)).rejects.toMatchObject({ code: 'refused' });
  await database.db.update(fabrics).set({ removedAt: new Date() }).where(eq(fabrics.id, fabricId));
  await expect(remove(id)).rejects.toMatchObject({ code: 'not_found' });
});

describe('judging', () => {
  const judgedAt = async () => {
    const [row] = await database.db.select().from(fabrics).where(eq(fabrics.id, fabricId));
    return row?.rulesJudgedAt.getTime() ?? 0;
  };
  const judge = (fencing = 1) => judgeRules(database.db, fabricId, { fencing });

  test('nothing is judged while nothing comes or goes', async () => {
    const before = await judgedAt();
    expect(await judge()).toBe(Number.POSITIVE_INFINITY);
    expect(await judgedAt()).toBe(before);
  });

  test('a rule that was added is judged until now, and the next end is waited for', async () => {
    const before = await judgedAt();
    await add({ expiresAt: new Date(Date.now() + 60_000) });
    let wait = await judge();
    // Judged within the millisecond in which it was added: it is judged once more.
    if (wait === 0) wait = await judge();
    expect(wait).toBeGreaterThan(50_000);
    expect(wait).toBeLessThanOrEqual(60_000);
    expect(await judgedAt()).toBeGreaterThan(before);
  });

  test('a rule that is not committed yet is not passed over', async () => {
    await database.db.insert(ignoreRules).values({ fabricId, path: 'spec.a', reason: 'r', author: 'ines' });
    const adding = database.db.transaction(async (tx) => {
      await tx.select().from(fabrics).where(eq(fabrics.id, fabricId)).for('no key update');
      started.resolve();
      await go.promise;
      await tx
        .insert(ignoreRules)
        .values({ fabricId, path: 'spec.b', reason: 'r', author: 'ines', createdAt: sql`clock_timestamp()` });
    });
    const [started, go] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    await started.promise;
    const judging = judge();
    await expect
      .poll(async () => {
        const [row] = await database.sql`select count(*)::int as waiting from pg_stat_activity
          where wait_event_type = 'Lock' and datname = current_database()`;
        return row?.waiting;
      })
      .toBe(1);
    go.resolve();
    await Promise.all([adding, judging]);
    const latest = (await stored()).at(-1)?.createdAt.getTime() ?? Number.POSITIVE_INFINITY;
    expect(await judgedAt()).toBeGreaterThanOrEqual(latest - 1);
  });

  test('a worker that was overtaken judges nothing', async () => {
    await add();
    const before = await judgedAt();
    await expect(judge(7)).rejects.toMatchObject({ code: 'conflict' });
    expect(await judgedAt()).toBe(before);
  });
});
