import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { resources } from '#db/schema/resources.ts';
import { createTestDatabase, type TestDatabase } from '#db/testing/create-test-database.ts';
import { EMPTY_FILTER, RESOURCE_SORTS, type ResourceFilter } from '#lib/contract/resource-filter.ts';
import { ResourceFacets, ResourcePage, type ResourceRow } from '#lib/contract/resource-row.ts';
import { shownSeverity } from '#lib/domain/drift/shown-severity.ts';
import { DRIFT_STATUSES, RESOURCE_STATES, SEVERITIES } from '#lib/domain/lifecycle/states.ts';
import { resourceFacets, resourcePage } from './resource-page.ts';
import { GROUP, minutesAgo, type StoredFabric, storeFabric } from './testing/stored-fabric.ts';

let database: TestDatabase;
let fabric: StoredFabric;

beforeAll(async () => {
  database = await createTestDatabase();
  fabric = await storeFabric(database.db);
});
afterAll(() => database.drop());

async function page(filter: Partial<ResourceFilter>, after = '', of = fabric) {
  const full = { ...EMPTY_FILTER, ...filter };
  return ResourcePage.parse(await database.db.transaction((tx) => resourcePage(tx, of.id, full, after)));
}

async function allPages(filter: Partial<ResourceFilter>, of: StoredFabric) {
  const rows: ResourceRow[] = [];
  let pages = 0;
  for (let after: string | null = ''; after !== null; pages += 1) {
    const { rows: some, next }: ResourcePage = await page(filter, after, of);
    rows.push(...some);
    after = next;
  }
  return { rows, pages };
}

describe('a small table', () => {
  beforeAll(async () => {
    const drift = {
      driftStatus: 'spec_drift' as const,
      driftOnset: minutesAgo(9),
      driftFirst: 'spec.vlan 1 → 2',
      driftWriter: 'kubectl-edit',
    };
    await fabric.resource('synced', { state: 'SYNCED', severity: 'none' });
    await fabric.resource('drifted', { ...drift, state: 'DRIFTED', severity: 'low', driftCount: 3 });
    await fabric.resource('critical', { ...drift, state: 'DRIFTED', severity: 'critical', driftCount: 1 });
    const alone = {
      driftStatus: 'actual_only' as const,
      driftOnset: minutesAgo(9),
      driftScore: 1,
      severity: 'critical' as const,
    };
    await fabric.resource('orphan', { ...alone, state: 'ORPHANED', driftWriter: 'hhfctl' });
    await fabric.resource('unread');
    await fabric.resource('drafted', { state: 'DRAFT', draftOwner: 'engineer', draftUpdatedAt: new Date() });
    await fabric.resource('leaf_1', { kind: 'Switch', group: 'wiring.githedgehog.com', state: 'SYNCED' });
    await fabric.resource('gone', { state: 'DRIFTED', removedAt: new Date() });
  });

  const names = async (filter: Partial<ResourceFilter>) => (await page(filter)).rows.map(({ name }) => name);

  test('comes most urgent first', async () => {
    expect(await names({})).toEqual([
      'critical',
      'drifted',
      'orphan',
      'unread',
      'drafted',
      'leaf_1',
      'synced',
    ]);
  });

  test.each<[Partial<ResourceFilter>, string[]]>([
    [{ states: ['DRIFTED'] }, ['critical', 'drifted']],
    [{ states: ['unread'] }, ['unread']],
    [{ states: ['unread', 'ORPHANED'] }, ['orphan', 'unread']],
    [{ kinds: ['Switch'] }, ['leaf_1']],
    [{ severities: ['critical', 'high'] }, ['critical', 'orphan']],
    [{ writers: ['hhfctl'] }, ['orphan']],
    [{ owners: ['engineer'] }, ['drafted']],
    [{ text: 'DRIFT' }, ['drifted']],
    [{ text: 'switch/leaf' }, ['leaf_1']],
    [{ text: 'leaf_1' }, ['leaf_1']],
    [{ text: 'leafx1' }, []],
    [{ text: '%' }, []],
    [{ text: '\\' }, []],
    [{ text: "'; drop table resources; --" }, []],
    [{ states: ['DRIFTED'], kinds: ['Switch'] }, []],
  ])('filtered by %j', async (filter, expected) => {
    expect(await names(filter)).toEqual(expected);
  });

  test('says how many match, with the first page only', async () => {
    expect((await page({ states: ['DRIFTED'] })).matching).toBe(2);
    expect((await page({})).matching).toBe(7);
  });

  test('shows the worst difference in one line, how many more there are, and who wrote it', async () => {
    const { rows } = await page({ states: ['DRIFTED'], severities: ['low'] });
    expect(rows).toMatchObject([
      { differs: { first: 'spec.vlan 1 → 2', more: 2 }, writer: 'kubectl-edit', severity: 'low' },
    ]);
  });

  test("has another fabric's resources in another table", async () => {
    const other = await storeFabric(database.db);
    expect((await page({}, '', other)).rows).toEqual([]);
  });

  test('a fabric that is not there has none', async () => {
    const gone = await storeFabric(database.db, { removedAt: new Date() });
    await expect(page({}, '', gone)).rejects.toMatchObject({ code: 'not_found' });
  });

  test('a page key that is none of ours is refused', async () => {
    await expect(page({}, 'nonsense')).rejects.toMatchObject({ code: 'invalid_input' });
  });

  test('its filters offer what there is', async () => {
    const facets = ResourceFacets.parse(await database.db.transaction((tx) => resourceFacets(tx, fabric.id)));
    expect(facets).toEqual({
      kinds: [
        { group: 'wiring.githedgehog.com', kind: 'Switch', count: 1 },
        { group: GROUP, kind: 'VPC', count: 6 },
      ],
      writers: ['hhfctl', 'kubectl-edit'],
      owners: ['engineer'],
    });
  });
});

test('what is shown, filtered and sorted as severity is one and the same, for every status', async () => {
  const of = await storeFabric(database.db);
  for (const driftStatus of [...DRIFT_STATUSES, null]) {
    for (const severity of [...SEVERITIES, null]) {
      for (const driftOnset of [minutesAgo(9), null]) {
        const name = `${driftStatus}-${severity}-${driftOnset === null}`;
        await of.resource(name, { driftStatus, severity, driftOnset, state: 'DRIFTED' });
      }
    }
  }
  const { rows } = await page({ sort: 'severity' }, '', of);
  const all = DRIFT_STATUSES.flatMap((status) =>
    SEVERITIES.flatMap((severity) =>
      [minutesAgo(9), null].map((onset) => [
        `${status}-${severity}-${onset === null}`,
        shownSeverity({ status, severity, onset }),
      ]),
    ),
  );
  expect(rows.map(({ name, severity }) => [name, severity])).toEqual(expect.arrayContaining(all));
  const ranks = rows.map(({ severity }) => SEVERITIES.indexOf(severity ?? 'none'));
  expect(ranks).toEqual([...ranks].sort((a, b) => b - a));
  const high = await page({ severities: ['high'] }, '', of);
  expect(high.rows.map(({ id }) => id).sort()).toEqual(
    rows
      .filter(({ severity }) => severity === 'high')
      .map(({ id }) => id)
      .sort(),
  );
});

describe('a large table', () => {
  let large: StoredFabric;
  const COUNT = 1003;

  beforeAll(async () => {
    large = await storeFabric(database.db);
    const states = [...RESOURCE_STATES, null];
    // Many equal values, so that pages end between rows that only the id tells apart.
    const values = Array.from({ length: COUNT }, (_, index) => ({
      fabricId: large.id,
      group: GROUP,
      kind: index % 3 === 0 ? 'VPC' : 'VPCAttachment',
      namespace: `n${index}`,
      name: `same-${index % 7}`,
      state: states[index % states.length] ?? null,
      severity: SEVERITIES[index % SEVERITIES.length] ?? null,
      lastStateChange: index % 4 === 0 ? null : minutesAgo(index % 50),
    }));
    await database.db.insert(resources).values(values);
  });

  test.each(RESOURCE_SORTS.flatMap((sort) => [[sort, false] as const, [sort, true] as const]))(
    'by %s, descending: %s, has every row once, in one order over all pages',
    async (sort, descending) => {
      const { rows, pages } = await allPages({ sort, descending }, large);
      expect(pages).toBe(6);
      expect(new Set(rows.map(({ id }) => id)).size).toBe(COUNT);
      const { rows: backwards } = await allPages({ sort, descending: !descending }, large);
      expect(backwards.map(({ id }) => id).reverse()).toEqual(rows.map(({ id }) => id));
    },
  );

  test('rows that come and go meanwhile neither double nor hide others', async () => {
    const first = await page({ sort: 'name' }, '', large);
    const early = await large.resource('a-new-one', { namespace: 'early' });
    const late = await large.resource('z-new-one', { namespace: 'late' });
    const rest: ResourceRow[] = [];
    for (let after = first.next; after !== null; ) {
      const { rows, next } = await page({ sort: 'name' }, after, large);
      rest.push(...rows);
      after = next;
    }
    const ids = [...first.rows, ...rest].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toContain(late.id);
    expect(ids).not.toContain(early.id);
  });
});
