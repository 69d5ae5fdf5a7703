import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MOST_STANDING_RULES } from '#db/queries/rule-refusal.ts';
import { differences } from '#db/schema/differences.ts';
import { fabrics } from '#db/schema/fabrics.ts';
import { ignoreRules } from '#db/schema/ignore-rules.ts';
import type { resources } from '#db/schema/resources.ts';
import { createTestDatabase, type TestDatabase } from '#db/testing/create-test-database.ts';
import { IgnoreRuleList, RulePreview, RuleRemoval, type RuleScope } from '#lib/contract/ignore-rule.ts';
import { ResourceDetail } from '#lib/contract/resource-detail.ts';
import { EMPTY_FILTER } from '#lib/contract/resource-filter.ts';
import { ResourcePage } from '#lib/contract/resource-row.ts';
import { MomentDetail } from '#lib/contract/timeline.ts';
import { pathText } from '#lib/domain/drift/path-text.ts';
import { addIgnoreRule } from '#lib/services/ignore-rule/add-ignore-rule.ts';
import { removeIgnoreRule } from '#lib/services/ignore-rule/remove-ignore-rule.ts';
import { ignoreRuleList } from './ignore-rule-list.ts';
import { momentDetail } from './moment-detail.ts';
import { resourceDetail } from './resource-detail.ts';
import { resourcePage } from './resource-page.ts';
import { rulePreview } from './rule-preview.ts';
import { ruleRemoval } from './rule-removal.ts';
import {
  bothSides,
  GROUP,
  minutesAgo,
  type StoredFabric,
  storeFabric,
  vpc,
} from './testing/stored-fabric.ts';

const NOWHERE = '4a1d8f0e-6a53-4f0e-9d33-2b1c0d9e8f70';
const VLAN = ['spec', 'subnets', 'default', 'vlan'];
const OPEN: RuleScope = { kind: null, namePattern: null, path: 'spec.subnets.*.vlan', manager: null };

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

type Kept = Partial<typeof differences.$inferInsert>;

/** Writes what a verdict keeps of its differences. */
async function keep(
  { fabricId, id }: typeof resources.$inferSelect,
  rows: ({ at: (string | number)[] } & Kept)[],
) {
  const values = rows.map(({ at, ...more }, ordinal) => ({
    fabricId,
    resourceId: id,
    ordinal,
    path: JSON.stringify(at),
    pathText: pathText(at),
    op: 'changed' as const,
    class: 'real' as const,
    weight: 'critical' as const,
    reason: 'kubectl-edit changed it',
    writer: 'kubectl-edit',
    desired: '"a"',
    actual: '"b"',
    ...more,
  }));
  await database.db.insert(differences).values(values);
}

async function rule(fabric: StoredFabric, more: Partial<typeof ignoreRules.$inferInsert> = {}) {
  const values = { fabricId: fabric.id, path: OPEN.path, reason: 'migrating', author: 'ines', ...more };
  const [row] = await database.db.insert(ignoreRules).values(values).returning();
  if (row === undefined) throw new Error('no rule was stored');
  return row;
}

const list = async ({ id }: Pick<StoredFabric, 'id'>) =>
  IgnoreRuleList.parse(await database.db.transaction((tx) => ignoreRuleList(tx, id)));
const add = ({ id }: Pick<StoredFabric, 'id'>, scope: RuleScope) =>
  addIgnoreRule(database.db, { kind: 'person', name: 'ines' }, id, { ...scope, reason: 'migrating' });
const preview = async ({ id }: Pick<StoredFabric, 'id'>, scope: Partial<RuleScope> = {}) =>
  RulePreview.parse(await database.db.transaction((tx) => rulePreview(tx, id, { ...OPEN, ...scope })));

describe('the rules of a fabric', () => {
  test('say what each hides now, those that stand first; a rule that has ended hides nothing', async () => {
    const fabric = await storeFabric(database.db);
    const [a, b] = [await fabric.resource('a'), await fabric.resource('b')];
    const expired = await rule(fabric, { expiresAt: minutesAgo(1) });
    const standing = await rule(fabric, { kind: 'VPC', expiresAt: minutesAgo(-60) });
    const idle = await rule(fabric, { path: 'spec.mode' });
    const removed = await rule(fabric, { removedAt: minutesAgo(3), removedBy: 'jo' });
    const ignored = (id: number): Kept => ({ class: 'ignored', ruleId: id });
    await keep(a, [
      { at: VLAN, ...ignored(standing.id) },
      { at: ['spec', 'subnets', 'web', 'vlan'], ...ignored(standing.id) },
      { at: ['spec', 'mode'] },
    ]);
    await keep(b, [
      { at: VLAN, ...ignored(standing.id) },
      { at: ['spec', 'x'], ...ignored(expired.id) },
      { at: ['spec', 'y'], ...ignored(removed.id) },
    ]);
    const shown = await list(fabric);
    expect(shown.map(({ id, status, hides }) => [id, status, hides.fields, hides.resources])).toEqual([
      [String(idle.id), 'standing', 0, 0],
      [String(standing.id), 'standing', 3, 2],
      [String(expired.id), 'expired', 0, 0],
      [String(removed.id), 'removed', 0, 0],
    ]);
    expect(shown.at(-1)).toMatchObject({ removedBy: 'jo', author: 'ines', reason: 'migrating' });
  });

  test('of those that were removed, the last twenty are shown', async () => {
    const fabric = await storeFabric(database.db);
    for (let at = 1; at <= 22; at++)
      await rule(fabric, { reason: `${at}`, removedAt: minutesAgo(at), removedBy: 'jo' });
    const reasons = (await list(fabric)).map(({ reason }) => reason);
    expect(reasons).toHaveLength(20);
    expect(reasons[0]).toBe('1');
  });

  test('of a fabric that is not there cannot be asked for', async () => {
    await expect(list({ id: NOWHERE })).rejects.toMatchObject({ code: 'not_found' });
    await expect(preview({ id: NOWHERE })).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('the preview of a rule', () => {
  async function drifted() {
    const fabric = await storeFabric(database.db);
    const one = await fabric.resource('one', { driftCount: 1 });
    const two = await fabric.resource('two', { driftCount: 2 });
    const gone = await fabric.resource('gone', { driftCount: 1 });
    const former = await fabric.resource('former', { driftCount: 1, removedAt: minutesAgo(1) });
    await keep(one, [{ at: VLAN }]);
    await keep(two, [
      { at: VLAN, writer: 'hhfctl', desired: '7', actual: '8' },
      { at: ['spec', 'mode'], desired: '{"cut', actual: null, op: 'missing_in_cluster' },
      { at: ['spec', 'subnets', 'web', 'vlan'], class: 'ignored' },
    ]);
    await keep(gone, [{ at: [], op: 'missing_in_cluster' }]);
    await keep(former, [{ at: VLAN }]);
    return fabric;
  }

  test('counts what counts now, what would be in sync, and gives examples', async () => {
    const fabric = await drifted();
    expect(await preview(fabric)).toEqual({
      problem: null,
      hides: { fields: 2, resources: 2 },
      inSync: 1,
      examples: [
        {
          group: GROUP,
          kind: 'VPC',
          namespace: 'default',
          name: 'one',
          path: 'spec.subnets.default.vlan',
          op: 'changed',
          desired: 'a',
          actual: 'b',
          writer: 'kubectl-edit',
        },
        expect.objectContaining({ name: 'two', desired: '7', actual: '8', writer: 'hhfctl' }),
      ],
    });
  });

  test.each<[Partial<RuleScope>, string[]]>([
    [{ manager: 'hhfctl' }, ['two']],
    [{ namePattern: 'o*' }, ['one']],
    [{ kind: 'VPC' }, ['one', 'two']],
    [{ kind: 'Switch' }, []],
    [{ path: 'spec.mode' }, ['two']],
    [{ path: 'spec.**.nothing' }, []],
  ])('%j hides differences of %j', async (scope, names) => {
    const { hides, examples } = await preview(await drifted(), scope);
    expect(examples.map(({ name }) => name)).toEqual(names);
    expect(hides.resources).toBe(names.length);
  });

  test('shows what was cut as it is kept', async () => {
    const { examples } = await preview(await drifted(), { path: 'spec.mode' });
    expect(examples).toMatchObject([{ desired: '{"cut', actual: null, op: 'missing_in_cluster' }]);
  });

  test('gives at most twenty examples', async () => {
    const fabric = await storeFabric(database.db);
    const row = await fabric.resource('many', { driftCount: 30 });
    await keep(
      row,
      Array.from({ length: 30 }, (_, at) => ({ at: ['spec', 'subnets', `s${at}`, 'vlan'] })),
    );
    const { hides, examples, inSync } = await preview(fabric);
    expect([hides.fields, examples.length, inSync]).toEqual([30, 20, 1]);
  });

  test.each<[Partial<RuleScope>, string]>([
    [{ path: 'spec.**' }, 'whole object'],
    [{ path: `spec.${'a'.repeat(500)}` }, 'path is longer than 500'],
    [{ path: 'spec.a\0b' }, 'control character'],
    [{ manager: 'm'.repeat(129) }, 'field manager is longer than 128'],
    [{ namePattern: 'leaf 1' }, 'name pattern is a name'],
    [{ kind: 'Swich' }, 'knows no kind Swich'],
    [{ path: ' spec.standing' }, 'says the same already'],
  ])('of %j answers the words that adding it is refused with', async (change, words) => {
    const fabric = await drifted();
    await rule(fabric, { path: 'spec.standing' });
    const scope = { ...OPEN, ...change };
    const { problem, hides } = await preview(fabric, scope);
    expect(problem).toContain(words);
    expect(hides.fields).toBe(0);
    await expect(add(fabric, scope)).rejects.toThrow(problem ?? '');
  });

  test('says when the fabric is read-only', async () => {
    const fabric = await drifted();
    await database.db.update(fabrics).set({ status: 'decommissioned' }).where(eq(fabrics.id, fabric.id));
    const { problem } = await preview(fabric);
    expect(problem).toContain('read-only');
    await expect(add(fabric, OPEN)).rejects.toThrow(problem ?? '');
  });

  test('says when the fabric has as many rules as it can', async () => {
    const fabric = await drifted();
    for (let at = 0; at < MOST_STANDING_RULES; at++) await rule(fabric, { path: `spec.a${at}` });
    const { problem } = await preview(fabric);
    expect(problem).toContain('50 rules already');
    await expect(add(fabric, OPEN)).rejects.toThrow(problem ?? '');
  });
});

describe('removing a rule', () => {
  const removal = async ({ id }: Pick<StoredFabric, 'id'>, ruleId: string) =>
    RuleRemoval.parse(await database.db.transaction((tx) => ruleRemoval(tx, id, ruleId)));
  const NOTHING = { countsAgain: { fields: 0, resources: 0 }, stillHidden: [] };

  /** One field under both rules, one under the wide one alone, one that none of them is for. */
  async function overlapping() {
    const fabric = await storeFabric(database.db);
    const row = await fabric.resource('a');
    const former = await fabric.resource('former', { removedAt: minutesAgo(1) });
    const narrow = await rule(fabric, { kind: 'VPC', manager: 'kubectl-edit', reason: 'by hand' });
    const wide = await rule(fabric, { path: 'spec.**.vlan' });
    const other = await rule(fabric, { path: 'spec.mode' });
    await rule(fabric, { path: 'spec.subnets', expiresAt: minutesAgo(1) });
    await rule(fabric, { path: 'spec.subnets', removedAt: minutesAgo(1), removedBy: 'jo' });
    const ignored: Kept = { class: 'ignored', ruleId: narrow.id };
    await keep(row, [
      { at: VLAN, ...ignored },
      { at: ['spec', 'subnets', 'web', 'vlan'], writer: null, ...ignored, ruleId: wide.id },
      { at: ['spec', 'mode'], ...ignored, ruleId: other.id },
      { at: ['spec', 'subnets', 'db', 'vlan'] },
    ]);
    await keep(former, [{ at: VLAN, ...ignored }]);
    return { fabric, narrow, wide, other };
  }

  test('says what counts again, and which rules hide the rest still', async () => {
    const { fabric, narrow, wide, other } = await overlapping();
    const [one, none] = [
      { fields: 1, resources: 1 },
      { fields: 0, resources: 0 },
    ];
    const hiddenBy = ({ id }: typeof narrow) => [
      { by: expect.objectContaining({ id: String(id), author: 'ines' }), hides: one },
    ];
    expect(await removal(fabric, String(narrow.id))).toEqual({
      countsAgain: none,
      stillHidden: hiddenBy(wide),
    });
    expect(await removal(fabric, String(wide.id))).toEqual({
      countsAgain: one,
      stillHidden: hiddenBy(narrow),
    });
    expect(await removal(fabric, String(other.id))).toEqual({ countsAgain: one, stillHidden: [] });
    const removed = await removeIgnoreRule(
      database.db,
      { kind: 'person', name: 'jo' },
      fabric.id,
      String(narrow.id),
    );
    expect(RuleRemoval.parse(removed)).toEqual({ countsAgain: none, stillHidden: hiddenBy(wide) });
    expect(await removal(fabric, String(narrow.id))).toEqual(NOTHING);
    expect(await removal(fabric, String(wide.id))).toMatchObject({ countsAgain: { fields: 2 } });
  });

  test('that is not there does nothing; of a fabric that is not there it cannot be asked for', async () => {
    const { fabric } = await overlapping();
    expect(await removal(fabric, 'x')).toEqual(NOTHING);
    await expect(removal({ id: NOWHERE }, '1')).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('a verdict with rules', () => {
  async function hidden() {
    const fabric = await storeFabric(database.db);
    await fabric.kind('VPC');
    const sides = await bothSides(fabric, vpc('a', 1), vpc('a', 2));
    const row = await fabric.resource('a', {
      ...sides,
      state: 'SYNCED',
      driftStatus: 'in_sync',
      driftHidden: 1,
      driftCheckedAt: minutesAgo(1),
    });
    return { fabric, row };
  }
  const path = { group: GROUP, kind: 'VPC', namespace: 'default', name: 'a' };

  test('shows what is hidden, by which rule and until when, in the page and in the table', async () => {
    const { fabric } = await hidden();
    const expiresAt = minutesAgo(-60);
    const { id } = await rule(fabric, { expiresAt });
    const detail = ResourceDetail.parse(
      await database.db.transaction((tx) => resourceDetail(tx, fabric.id, path)),
    );
    expect(detail.drift).toMatchObject({ hidden: 1, count: 0 });
    expect(detail.differences).toMatchObject([
      {
        path: 'spec.subnets.default.vlan',
        class: 'ignored',
        rule: { id: String(id), reason: 'migrating', author: 'ines', until: expiresAt.toISOString() },
      },
    ]);
    const page = await database.db.transaction((tx) => resourcePage(tx, fabric.id, EMPTY_FILTER, ''));
    expect(ResourcePage.parse(page).rows).toMatchObject([{ name: 'a', hidden: 1, differs: null }]);
  });

  test('a moment of the past is judged by the rules that stood then', async () => {
    const { fabric, row } = await hidden();
    await rule(fabric, { createdAt: minutesAgo(50), removedAt: minutesAgo(40), removedBy: 'jo' });
    await rule(fabric, { createdAt: minutesAgo(30), expiresAt: minutesAgo(20) });
    const classAt = async (minutes: number) => {
      const { desiredHash, actualDocumentHash: actualHash } = row;
      const entry = await fabric.transition(row, { at: minutesAgo(minutes), desiredHash, actualHash });
      const found = await database.db.transaction((tx) =>
        momentDetail(tx, fabric.id, entry.at.toISOString(), String(entry.id)),
      );
      return MomentDetail.parse(found).differences.map((difference) => difference.class);
    };
    expect(await classAt(55)).toEqual(['real']);
    expect(await classAt(45)).toEqual(['ignored']);
    expect(await classAt(35)).toEqual(['real']);
    expect(await classAt(25)).toEqual(['ignored']);
    expect(await classAt(15)).toEqual(['real']);
  });
});
