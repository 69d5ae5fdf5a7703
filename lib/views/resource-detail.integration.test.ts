import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { findings } from '#db/schema/fabrics.ts';
import { operations } from '#db/schema/operations.ts';
import { createTestDatabase, type TestDatabase } from '#db/testing/create-test-database.ts';
import { ResourceDetail } from '#lib/contract/resource-detail.ts';
import { resourceDetail } from './resource-detail.ts';
import {
  bothSides,
  GROUP,
  minutesAgo,
  type StoredFabric,
  storeFabric,
  vpc,
} from './testing/stored-fabric.ts';

let database: TestDatabase;
let fabric: StoredFabric;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  fabric = await storeFabric(database.db);
  await fabric.kind('VPC');
});
afterAll(() => database.drop());

async function detailOf(name: string, path = {}) {
  const identity = { group: GROUP, kind: 'VPC', namespace: 'default', name, ...path };
  return ResourceDetail.parse(await database.db.transaction((tx) => resourceDetail(tx, fabric.id, identity)));
}

const drift = {
  state: 'DRIFTED' as const,
  driftStatus: 'spec_drift' as const,
  driftScore: 0.4,
  severity: 'high' as const,
  driftCount: 1,
  driftFirst: 'spec.subnets.default.vlan 1201 → 1205',
  driftWriter: 'kubectl-edit',
  driftCheckedAt: minutesAgo(1),
  driftOnset: minutesAgo(9),
};
const managed = {
  uid: 'uid-1',
  managedFields: [
    {
      manager: 'kubectl-edit',
      operation: 'Update',
      time: '2026-11-24T14:02:11Z',
      fieldsV1: { 'f:spec': { 'f:subnets': { 'f:default': { 'f:vlan': {} } } } },
    },
  ],
};

describe('a drifted resource', () => {
  beforeEach(async () => {
    await fabric.resource('a', {
      ...drift,
      ...(await bothSides(fabric, vpc('a', 1201), vpc('a', 1205, managed))),
    });
  });

  test('shows what differs, why and by whom, by the same comparison that judged it', async () => {
    const { differences, drift: verdict } = await detailOf('a');
    const real = differences.filter((difference) => difference.class === 'real');
    expect(real).toMatchObject([
      {
        path: 'spec.subnets.default.vlan',
        desired: '1201',
        actual: '1205',
        writer: { manager: 'kubectl-edit' },
      },
    ]);
    expect(verdict).toMatchObject({
      status: 'spec_drift',
      severity: 'high',
      count: 1,
      writer: 'kubectl-edit',
    });
  });

  test('shows both sides: the file as it is, the object without its ownership', async () => {
    const { desired, actual, compared } = await detailOf('a');
    expect(desired).toMatchObject({ path: 'vpcs/a.yaml', documentIndex: 1, commit: 'a1b2c3d4', revision: 2 });
    expect(desired?.text).toMatch(/^# from Git\n/);
    expect(actual).toMatchObject({ resourceVersion: '1849213', generation: 7, uid: 'uid-1' });
    expect(actual?.text).not.toContain('managedFields');
    expect(compared?.desired).toContain('vlan: 1201');
    expect(compared?.actual).toContain('vlan: 1205');
  });

  test('can be edited or deleted; the rest has its reason', async () => {
    const { actions } = await detailOf('a');
    expect(actions.filter(({ available }) => available).map(({ verb }) => verb)).toEqual(['edit', 'delete']);
    expect(actions.find(({ verb }) => verb === 'commit')?.reason).toBe('there is no draft');
  });
});

describe('a draft', () => {
  const draftOf = async (text: string, object: object | null) => ({
    state: 'DRAFT' as const,
    stateBeforeDraft: 'SYNCED' as const,
    draftOwner: 'engineer',
    draftUpdatedAt: minutesAgo(2),
    draftDocumentHash: await fabric.text(text),
    draftContentHash: object === null ? null : await fabric.text(JSON.stringify(object)),
  });

  test('shows what it changes against Git', async () => {
    const sides = await bothSides(fabric, vpc('a', 1201), vpc('a', 1201));
    const draft = await draftOf('the draft', vpc('a', 1210));
    await fabric.resource('a', {
      ...sides,
      ...draft,
      draftBaseDocumentHash: sides.desiredDocumentHash ?? null,
    });
    const detail = await detailOf('a');
    expect(detail.draftChanges).toEqual([
      { path: 'spec.subnets.default.vlan', desired: '1201', draft: '1210' },
    ]);
    expect(detail.draft).toMatchObject({
      owner: 'engineer',
      text: 'the draft',
      conflicted: false,
      parses: true,
      baseText: detail.desired?.text,
    });
    expect(detail.actions.filter(({ available }) => available).map(({ verb }) => verb)).toEqual([
      'edit',
      'commit',
      'discard',
      'delete',
    ]);
  });

  test('that does not parse is kept as typed, and cannot be committed', async () => {
    const sides = await bothSides(fabric, vpc('a', 1201), vpc('a', 1201));
    const draft = await draftOf('spec: [', null);
    await fabric.resource('a', {
      ...sides,
      ...draft,
      draftBaseDocumentHash: sides.desiredDocumentHash ?? null,
    });
    const { draft: shown, draftChanges, actions } = await detailOf('a');
    expect(shown).toMatchObject({ text: 'spec: [', parses: false });
    expect(draftChanges).toEqual([]);
    expect(actions.find(({ verb }) => verb === 'commit')).toMatchObject({ available: false });
  });

  test('over a document that changed meanwhile is in conflict', async () => {
    const sides = await bothSides(fabric, vpc('a', 1201), vpc('a', 1201));
    const old = await fabric.text('as it was');
    await fabric.resource('a', {
      ...sides,
      ...(await draftOf('mine', vpc('a', 1210))),
      draftBaseDocumentHash: old,
    });
    expect((await detailOf('a')).draft).toMatchObject({ conflicted: true, baseText: 'as it was' });
  });

  test('of a new resource has every field as its change', async () => {
    await fabric.resource('new', { ...(await draftOf('new', vpc('new', 7))), stateBeforeDraft: null });
    const { draftChanges, desired, actual, compared } = await detailOf('new');
    expect(draftChanges.map(({ path }) => path)).toContain('spec.subnets.default.vlan');
    expect([desired, actual, compared]).toEqual([null, null, null]);
  });

  test('that deletes has no text', async () => {
    const sides = await bothSides(fabric, vpc('a', 1201), vpc('a', 1201));
    await fabric.resource('a', {
      ...sides,
      state: 'DRAFT',
      draftOwner: 'engineer',
      draftUpdatedAt: minutesAgo(1),
      draftDeletes: true,
      draftBaseDocumentHash: sides.desiredDocumentHash ?? null,
    });
    expect(await detailOf('a')).toMatchObject({
      draft: { deletes: true, text: null, parses: true },
      draftChanges: [],
    });
  });
});

test("an orphan shows what adopting it would write, without what is the server's", async () => {
  const actual = vpc('o', 5, managed);
  const { actualDocumentHash = null, actualHash = null } = await bothSides(fabric, actual, actual);
  await fabric.resource('o', {
    state: 'ORPHANED',
    driftStatus: 'actual_only',
    actualDocumentHash,
    actualHash,
  });
  const { adoption, desired } = await detailOf('o');
  expect(desired).toBeNull();
  expect(adoption).toContain('vlan: 5');
  expect(adoption).not.toContain('uid');
});

test('one that is not read yet has no state, and says how far its sides are', async () => {
  await fabric.resource('a');
  expect(await detailOf('a')).toMatchObject({
    state: null,
    drift: null,
    kindReading: { availability: 'listed' },
    git: { branch: 'main' },
  });
});

test('alerts, findings and the last thing asked for are shown', async () => {
  const row = await fabric.resource('a', { state: 'SYNCED' });
  const { db } = database;
  await fabric.alert({ resourceId: row.id, message: 'vlan differs' });
  await fabric.alert({ resourceId: row.id, type: 'conflict_detected', status: 'resolved' });
  await db.insert(findings).values({
    fabricId: fabric.id,
    ordinal: 0,
    code: 'unknown_field',
    path: 'vpcs/a.yaml',
    line: 4,
    message: 'spec.vlam is no field',
    identity: `${GROUP}/VPC/default/a`,
  });
  const operation = {
    fabricId: fabric.id,
    resourceId: row.id,
    actorKind: 'person' as const,
    actor: 'engineer',
    request: '{}',
  };
  await db.insert(operations).values([
    {
      ...operation,
      kind: 'import',
      status: 'succeeded',
      createdAt: minutesAgo(9),
      finishedAt: minutesAgo(8),
    },
    {
      ...operation,
      kind: 'commit',
      status: 'refused',
      createdAt: minutesAgo(2),
      finishedAt: minutesAgo(1),
      result: JSON.stringify({ message: 'protected branch' }),
    },
  ]);
  expect(await detailOf('a')).toMatchObject({
    alerts: [{ message: 'vlan differs', status: 'active' }],
    findings: [{ code: 'unknown_field', line: 4 }],
    operation: { kind: 'commit', status: 'refused', message: 'protected branch' },
  });
});

describe('what is gone', () => {
  test('is still shown, without anything to do', async () => {
    await fabric.resource('a', { removedAt: minutesAgo(60) });
    await fabric.resource('a', { removedAt: minutesAgo(5) });
    const { removedAt, actions } = await detailOf('a');
    expect(Date.parse(removedAt ?? '')).toBeGreaterThan(minutesAgo(6).getTime());
    expect(actions).toEqual([]);
  });

  test('and came back is the live record', async () => {
    await fabric.resource('a', { removedAt: minutesAgo(5) });
    const live = await fabric.resource('a', { state: 'SYNCED' });
    expect(await detailOf('a')).toMatchObject({ id: live.id, removedAt: null });
  });

  test('never was is not found, and so is what another fabric has', async () => {
    await fabric.resource('a', { state: 'SYNCED' });
    await expect(detailOf('b')).rejects.toMatchObject({ code: 'not_found' });
    await expect(detailOf('a', { namespace: 'other' })).rejects.toMatchObject({ code: 'not_found' });
    fabric = await storeFabric(database.db);
    await expect(detailOf('a')).rejects.toMatchObject({ code: 'not_found' });
  });
});

test('a fabric that is no sandbox offers nothing, and says why', async () => {
  fabric = await storeFabric(database.db, { sandbox: false });
  await fabric.kind('VPC');
  await fabric.resource('a', { ...(await bothSides(fabric, vpc('a', 1), vpc('a', 1))), state: 'SYNCED' });
  const { actions } = await detailOf('a');
  expect(actions.map(({ available }) => available)).toEqual([false, false, false, false, false]);
  expect(actions[0]?.reason).toMatch(/only the sandbox/);
});
