import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { socketFile } from '#db/connection.ts';
import { fabrics } from '#db/schema/fabrics.ts';
import { ignoreRules } from '#db/schema/ignore-rules.ts';
import { operations } from '#db/schema/operations.ts';
import { createTestDatabase, type TestDatabase } from '#db/testing/create-test-database.ts';
import { contentHash } from '#lib/content-hash.ts';
import { LOCAL_PERSON } from '#lib/local-person.ts';
import { saveDraft } from '#lib/services/draft/save-draft.ts';
import { resourceDetail } from '#lib/views/resource-detail.ts';
import { bothSides, GROUP, type StoredFabric, storeFabric, vpc } from '#lib/views/testing/stored-fabric.ts';
import { webDatabase } from '#lib/web-database.ts';
import { commitDraft, discardDraftText, importResource, saveDraftText, takeOverDraftOf } from './draft.ts';
import { checkDrift, releaseHeldRevision, syncNow } from './fabric.ts';
import { addRule, removeRule } from './ignore-rule.ts';

const folder = mkdtempSync(join(tmpdir(), 'actions-test-'));
let database: TestDatabase;
let fabric: StoredFabric;

beforeAll(async () => {
  database = await createTestDatabase();
  // Actions connect by themselves, as the web process does.
  writeFileSync(socketFile(folder), JSON.stringify(database.connection));
  vi.stubEnv('DATA_DIR', folder);
  vi.stubEnv('DATABASE_URL', '');
  fabric = await storeFabric(database.db);
  await fabric.kind('VPC');
  await fabric.resource('a', { ...(await bothSides(fabric, vpc('a', 1), vpc('a', 1))), state: 'SYNCED' });
});
afterAll(async () => {
  await webDatabase().close();
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
  vi.unstubAllEnvs();
});

const of = (name: string) => ({ fabricId: fabric.id, group: GROUP, kind: 'VPC', namespace: 'default', name });
const yaml = (name: string, vlan: number) => `apiVersion: ${GROUP}/v1beta1
kind: VPC
metadata: {name: ${name}, namespace: default}
spec: {subnets: {default: {subnet: 10.0.1.0/24, vlan: ${vlan}}}}
`;

const groundOf = async (name: string) =>
  (await database.db.transaction((tx) => resourceDetail(tx, fabric.id, of(name)))).standsOn;

describe('a draft, from the browser', () => {
  test('is saved, asked to be committed, and thrown away', async () => {
    expect(await saveDraftText({ ...of('a'), text: yaml('a', 2), standsOn: await groundOf('a') })).toEqual({
      ok: true,
      value: { problems: [], standsOn: contentHash(yaml('a', 2)) },
    });
    const late = { ...of('a'), text: yaml('a', 3), standsOn: null };
    expect(await saveDraftText(late)).toMatchObject({
      ok: false,
      problem: { number: 1003, details: { cause: 'other_text' } },
    });
    const committed = await commitDraft({ ...of('a'), message: '  Give a another VLAN ' });
    const [operation] = await database.db.select().from(operations).where(eq(operations.fabricId, fabric.id));
    expect(committed).toEqual({ ok: true, value: operation?.id });
    expect(JSON.parse(operation?.request ?? '{}')).toMatchObject({ message: 'Give a another VLAN' });
    expect(await discardDraftText(of('a'))).toEqual({ ok: true, value: null });
  });

  test('answers the lines that cannot be read', async () => {
    const saved = await saveDraftText({ ...of('a'), text: 'spec: [', standsOn: await groundOf('a') });
    expect(saved).toMatchObject({ ok: true, value: { problems: [{ message: expect.any(String) }] } });
    await discardDraftText(of('a'));
  });

  test('begins a resource that is not there yet', async () => {
    const made = await saveDraftText({ ...of('new'), text: yaml('new', 7), create: true, standsOn: null });
    expect(made).toMatchObject({ ok: true });
    expect(await saveDraftText({ ...of('other'), text: yaml('other', 7), standsOn: null })).toMatchObject({
      ok: false,
      problem: { code: 'not_found' },
    });
  });
});

test('the draft of somebody else is taken over', async () => {
  await saveDraft(
    database.db,
    { kind: 'person', name: 'colleague' },
    {
      fabricId: fabric.id,
      identity: { group: GROUP, kind: 'VPC', namespace: 'default', name: 'a' },
      text: yaml('a', 5),
      create: false,
    },
  );
  const late = { ...of('a'), text: yaml('a', 6), standsOn: await groundOf('a') };
  expect(await saveDraftText(late)).toMatchObject({ problem: { code: 'forbidden' } });
  expect(await takeOverDraftOf({ ...of('a'), owner: 'colleague' })).toEqual({ ok: true, value: null });
  expect(await saveDraftText(late)).toMatchObject({ ok: true });
  await discardDraftText(of('a'));
});

describe('what cannot be done comes back as its reason', () => {
  test('committing and discarding without a draft', async () => {
    expect(await commitDraft({ ...of('a'), message: '' })).toMatchObject({
      ok: false,
      problem: { number: 1005 },
    });
    expect(await discardDraftText(of('a'))).toMatchObject({ ok: false, problem: { code: 'refused' } });
  });

  test('importing what is in Git', async () => {
    expect(await importResource(of('a'))).toMatchObject({ ok: false, problem: { code: 'refused' } });
  });

  test('anything in a fabric that is not there', async () => {
    const elsewhere = { ...of('a'), fabricId: '4a1d8f0e-6a53-4f0e-9d33-2b1c0d9e8f70' };
    expect(await saveDraftText({ ...elsewhere, text: 'x', standsOn: null })).toMatchObject({
      problem: { code: 'not_found' },
    });
  });

  test('input of another shape', async () => {
    expect(await syncNow({ fabricId: 'fra-1' })).toMatchObject({
      ok: false,
      problem: { code: 'invalid_input' },
    });
  });
});

test('a sync and a drift check are asked for', async () => {
  expect(await syncNow({ fabricId: fabric.id })).toEqual({ ok: true, value: null });
  expect(await checkDrift({ fabricId: fabric.id })).toEqual({ ok: true, value: null });
  const [row] = await database.db.select().from(fabrics).where(eq(fabrics.id, fabric.id));
  expect(row?.gitSyncRequestedAt).not.toBeNull();
  expect(row?.driftCheckRequestedAt).not.toBeNull();
});

test('a held revision is let go by exactly its set', async () => {
  const release = (set: string) => releaseHeldRevision({ fabricId: fabric.id, set });
  expect(await release('a set')).toMatchObject({ ok: false, problem: { code: 'conflict' } });
  await database.db
    .update(fabrics)
    .set({ heldRevision: 'r2', heldAt: new Date(), heldSet: 'a set', heldReason: '{}' })
    .where(eq(fabrics.id, fabric.id));
  expect(await release('')).toMatchObject({ ok: false, problem: { code: 'invalid_input' } });
  expect(await release('a set')).toEqual({ ok: true, value: null });
  const [row] = await database.db.select().from(fabrics).where(eq(fabrics.id, fabric.id));
  expect(row).toMatchObject({ releasedSet: 'a set', releasedBy: LOCAL_PERSON });
});

describe('an ignore rule, from the browser', () => {
  const RULE = {
    kind: 'VPC',
    namePattern: null,
    path: 'spec.subnets.*.vlan',
    manager: null,
    reason: 'migrating',
  };
  const stored = () => database.db.select().from(ignoreRules).where(eq(ignoreRules.fabricId, fabric.id));

  test('is added for some days, by whom, and removed', async () => {
    const before = Date.now();
    const added = await addRule({ fabricId: fabric.id, ...RULE, days: 7 });
    const [rule] = await stored();
    expect(added).toEqual({ ok: true, value: String(rule?.id) });
    expect(rule).toMatchObject({ author: 'engineer', reason: 'migrating' });
    const lasts = (rule?.expiresAt?.getTime() ?? 0) - before;
    expect(lasts).toBeGreaterThanOrEqual(7 * 86_400_000);
    expect(lasts).toBeLessThan(8 * 86_400_000);
    expect(await removeRule({ fabricId: fabric.id, ruleId: String(rule?.id) })).toEqual({
      ok: true,
      value: { countsAgain: { fields: 0, resources: 0 }, stillHidden: [] },
    });
    expect((await stored())[0]?.removedBy).toBe('engineer');
  });

  test('comes back as its reason when it cannot be one', async () => {
    expect(await addRule({ fabricId: fabric.id, ...RULE, path: '**', days: null })).toMatchObject({
      ok: false,
      problem: { code: 'invalid_input', message: expect.stringContaining('whole object') },
    });
    expect(await addRule({ fabricId: fabric.id, ...RULE, days: 0 })).toMatchObject({
      problem: { code: 'invalid_input' },
    });
    for (const days of [400, 99_999])
      expect(await addRule({ fabricId: fabric.id, ...RULE, days })).toMatchObject({
        problem: { code: 'invalid_input', message: expect.stringContaining('more than a year away') },
      });
    expect(await removeRule({ fabricId: fabric.id, ruleId: '999999' })).toMatchObject({
      problem: { code: 'not_found' },
    });
  });
});
