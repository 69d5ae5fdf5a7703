import { desc, eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { databaseNow } from '#db/queries/clock.ts';
import { findDocuments } from '#db/queries/documents.ts';
import { fabrics } from '#db/schema/fabrics.ts';
import { operations } from '#db/schema/operations.ts';
import { transitions } from '#db/schema/transitions.ts';
import type { TestDatabase } from '#db/testing/create-test-database.ts';
import { createTestDatabase } from '#db/testing/create-test-database.ts';
import { contentHash } from '#lib/content-hash.ts';
import type { Actor } from '../lifecycle/perform-plans.ts';
import { completePush } from '../operation/complete-push.ts';
import { endOperation, takeOperation, takeOverOperations } from '../operation/end-operation.ts';
import { requestCommit, requestImport } from '../operation/request-commit.ts';
import { recordClusterListing } from '../resource/record-cluster.ts';
import type { ReadDocument } from '../resource/record-git-reading.ts';
import { recordGitReading } from '../resource/record-git-reading.ts';
import {
  createTestFabric,
  documentOf,
  historyOf,
  listingOf,
  liveOf,
  readingOf,
  rowOf,
  vpc,
  vpcIdentity,
} from '../testing/test-fabric.ts';
import { discardDraft } from './discard-draft.ts';
import { saveDraft } from './save-draft.ts';
import { takeOverDraft } from './take-over-draft.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const engineer: Actor = { kind: 'person', name: 'engineer' };
const colleague: Actor = { kind: 'person', name: 'colleague' };
const spec = (vlan: number) => ({ subnets: { default: { subnet: '10.0.1.0/24', vlan } } });
const yaml = (name: string, vlan: number) => `apiVersion: vpc.githedgehog.com/v1beta1
kind: VPC
metadata:
  name: ${name}
spec:
  subnets:
    default:
      subnet: 10.0.1.0/24
      vlan: ${vlan} # by hand
`;

/** The document of `a` as its draft's text gave it, in a commit. */
const pushedDocument = (vlan: number, commit: string): ReadDocument => ({
  ...documentOf(vpc('a', spec(vlan)), commit),
  text: yaml('a', vlan),
  documentHash: contentHash(yaml('a', vlan)),
});

/** A fabric with one synced VPC `a` and one orphan `o`. */
async function syncedFabric(options: { sandbox?: boolean } = {}) {
  const { db } = database;
  const { fabricId, fencing } = await createTestFabric(db, options);
  const read = async (revision: string, vlan: number) =>
    recordGitReading(
      db,
      fabricId,
      fencing,
      readingOf(revision, await databaseNow(db), [documentOf(vpc('a', spec(vlan)), revision)]),
    );
  const list = async (version: number) =>
    recordClusterListing(
      db,
      fabricId,
      fencing,
      listingOf(version, await databaseNow(db), [
        liveOf(vpc('a', spec(1)), 11),
        liveOf(vpc('o', spec(5)), 12),
      ]),
    );
  await read('r1', 1);
  await list(20);
  await list(21);
  await read('r1', 1);
  const save = (name: string, text: string | null, actor = engineer, more = {}) =>
    saveDraft(db, actor, { fabricId, identity: vpcIdentity(name), text, create: false, ...more });
  const draftText = async (name: string) => {
    const hash = (await rowOf(db, fabricId, name))?.draftDocumentHash ?? '';
    return (await db.transaction((tx) => findDocuments(tx, fabricId, [hash]))).get(hash) ?? null;
  };
  const state = async (name: string) => (await rowOf(db, fabricId, name))?.state ?? null;
  /** Commits the draft of `name`; `meanwhile` happens between the push of `pushed` and its record. */
  const commitMeanwhile = async (name: string, pushed: ReadDocument, meanwhile: () => Promise<unknown>) => {
    const operation =
      (await takeOperation(db, fabricId, fencing)) ??
      (await requestCommit(db, engineer, fabricId, vpcIdentity(name), null).then(() =>
        takeOperation(db, fabricId, fencing),
      ));
    if (operation === null) throw new Error('no operation was queued');
    await meanwhile();
    await completePush(db, fencing, operation, {
      identity: vpcIdentity(name),
      trigger: 'commit',
      documentHash: pushed.documentHash,
      documents: new Map(),
      objects: new Map(),
      pushed: { commit: pushed.commit, by: 'engineer', document: { ...pushed, stale: null } },
    });
  };
  return {
    db,
    fabricId,
    fencing,
    read,
    list,
    save,
    draftText,
    state,
    commitMeanwhile,
    history: (name: string) => historyOf(db, fabricId, name),
  };
}

describe('saving', () => {
  test('the first save that differs is the edit; later ones change the draft only', async () => {
    const f = await syncedFabric();
    await f.save('a', yaml('a', 2));
    await f.save('a', yaml('a', 3));
    expect(await f.history('a')).toEqual(['∅→SYNCED first_sight', 'SYNCED→DRAFT edit']);
    const row = await rowOf(f.db, f.fabricId, 'a');
    const texts = await f.db.transaction((tx) =>
      findDocuments(tx, f.fabricId, [row?.draftDocumentHash ?? '']),
    );
    expect([...texts.values()]).toEqual([yaml('a', 3)]);
  });

  test('a save that equals Git is no edit', async () => {
    const f = await syncedFabric();
    const same = documentOf(vpc('a', spec(1)), 'r1').text;
    await f.save('a', same);
    expect(await f.state('a')).toBe('SYNCED');
  });

  test('text that is no YAML is kept, with its problem named', async () => {
    const f = await syncedFabric();
    const { problems } = await f.save('a', 'spec: [unclosed');
    expect(problems.length).toBeGreaterThan(0);
    expect(await rowOf(f.db, f.fabricId, 'a')).toMatchObject({ state: 'DRAFT', draftContentHash: null });
  });

  test('a draft that names another resource is refused and nothing is lost', async () => {
    const f = await syncedFabric();
    await expect(f.save('a', yaml('b', 2))).rejects.toMatchObject({ code: 'invalid_input' });
    expect(await f.state('a')).toBe('SYNCED');
  });

  test("somebody else's draft is neither saved nor discarded", async () => {
    const f = await syncedFabric();
    await f.save('a', yaml('a', 2));
    const forbidden = { code: 'forbidden', details: { owner: 'engineer' } };
    await expect(f.save('a', yaml('a', 3), colleague)).rejects.toMatchObject(forbidden);
    await expect(discardDraft(f.db, colleague, f.fabricId, vpcIdentity('a'))).rejects.toMatchObject(
      forbidden,
    );
    expect(await f.draftText('a')).toBe(yaml('a', 2));
  });

  test('a fabric that is not the sandbox takes no draft', async () => {
    const f = await syncedFabric({ sandbox: false });
    await expect(f.save('a', yaml('a', 2))).rejects.toMatchObject({ code: 'read_only' });
    expect(await f.state('a')).toBe('SYNCED');
  });

  test('a resource that does not exist is not edited but created', async () => {
    const f = await syncedFabric();
    await expect(f.save('new', yaml('new', 2))).rejects.toMatchObject({ code: 'not_found' });
    await f.save('new', yaml('new', 2), engineer, { create: true });
    expect(await f.history('new')).toEqual(['∅→DRAFT create']);
    await expect(f.save('a', yaml('a', 2), engineer, { create: true })).rejects.toMatchObject({
      code: 'refused',
    });
  });
});

describe('a save names what it stands on', () => {
  const OTHER_TEXT = { code: 'conflict', details: { cause: 'other_text' } };
  const inGit = documentOf(vpc('a', spec(1)), 'r1').documentHash;

  test('a chain of saves of one editor goes through', async () => {
    const f = await syncedFabric();
    const first = await f.save('a', yaml('a', 2), engineer, { standsOn: inGit });
    const second = await f.save('a', yaml('a', 3), engineer, { standsOn: first.standsOn });
    await f.save('a', null, engineer, { standsOn: second.standsOn });
    await f.save('a', yaml('a', 4), engineer, { standsOn: 'deletion' });
    expect(await f.draftText('a')).toBe(yaml('a', 4));
  });

  test('a second editor is refused, told who saved when, and may then replace what it has seen', async () => {
    const f = await syncedFabric();
    const { standsOn } = await f.save('a', yaml('a', 2), engineer, { standsOn: inGit });
    const late = f.save('a', yaml('a', 3), engineer, { standsOn: inGit });
    await expect(late).rejects.toMatchObject(OTHER_TEXT);
    await expect(late).rejects.toThrow(
      /^engineer saved another draft of VPC\/a at \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/,
    );
    await expect(f.save('a', null, engineer, { standsOn: inGit })).rejects.toMatchObject(OTHER_TEXT);
    expect(await f.draftText('a')).toBe(yaml('a', 2));
    await f.save('a', yaml('a', 3), engineer, { standsOn });
    expect(await f.draftText('a')).toBe(yaml('a', 3));
  });

  test('the same text again is the save whose answer was lost', async () => {
    const f = await syncedFabric();
    const { standsOn } = await f.save('a', yaml('a', 2), engineer, { standsOn: inGit });
    const again = await f.save('a', yaml('a', 2), engineer, { standsOn: inGit });
    expect(again.standsOn).toBe(standsOn);
  });

  test('a discarded draft does not come back from another tab', async () => {
    const f = await syncedFabric();
    const { standsOn } = await f.save('a', yaml('a', 2), engineer, { standsOn: inGit });
    await discardDraft(f.db, engineer, f.fabricId, vpcIdentity('a'));
    await expect(f.save('a', yaml('a', 3), engineer, { standsOn })).rejects.toThrow(/discarded/);
    expect(await f.state('a')).toBe('SYNCED');
    const made = await f.save('new', yaml('new', 2), engineer, { create: true, standsOn: null });
    await discardDraft(f.db, engineer, f.fabricId, vpcIdentity('new'));
    await expect(f.save('new', yaml('new', 3), engineer, made)).rejects.toMatchObject({ code: 'not_found' });
  });

  test('what Git changed since the editor was opened is not typed over', async () => {
    const f = await syncedFabric();
    await f.read('r2', 7);
    await expect(f.save('a', yaml('a', 3), engineer, { standsOn: inGit })).rejects.toThrow(/Git changed it/);
  });

  test('the draft of an orphan, discarded elsewhere, stands on nothing', async () => {
    const f = await syncedFabric();
    const { standsOn } = await f.save('o', yaml('o', 2), engineer, { standsOn: null });
    await discardDraft(f.db, engineer, f.fabricId, vpcIdentity('o'));
    await expect(f.save('o', yaml('o', 3), engineer, { standsOn })).rejects.toThrow(/Git has no document/);
  });

  test('what was pushed is what the next save stands on', async () => {
    const f = await syncedFabric();
    const { standsOn } = await f.save('a', yaml('a', 2), engineer, { standsOn: inGit });
    await f.commitMeanwhile('a', pushedDocument(2, 'c1'), async () => {});
    await f.save('a', yaml('a', 3), engineer, { standsOn });
    expect(await f.draftText('a')).toBe(yaml('a', 3));
  });

  test('creating twice is refused, not typed over', async () => {
    const f = await syncedFabric();
    await f.save('new', yaml('new', 2), engineer, { create: true, standsOn: null });
    const again = f.save('new', yaml('new', 3), engineer, { create: true, standsOn: null });
    await expect(again).rejects.toMatchObject(OTHER_TEXT);
    expect(await f.draftText('new')).toBe(yaml('new', 2));
  });
});

describe("taking over another person's draft", () => {
  test('makes its taker the owner, keeps text and state, and is in the history', async () => {
    const f = await syncedFabric();
    const { standsOn } = await f.save('a', yaml('a', 2));
    await takeOverDraft(f.db, colleague, f.fabricId, vpcIdentity('a'), 'engineer');
    expect(await f.draftText('a')).toBe(yaml('a', 2));
    expect(await f.history('a')).toEqual(['∅→SYNCED first_sight', 'SYNCED→DRAFT edit', 'DRAFT→null edit']);
    const [note] = await f.db
      .select()
      .from(transitions)
      .where(eq(transitions.fabricId, f.fabricId))
      .orderBy(desc(transitions.at), desc(transitions.id))
      .limit(1);
    expect(note).toMatchObject({
      actor: 'colleague',
      refused: false,
      reason: 'Took over the draft of engineer',
    });
    await expect(f.save('a', yaml('a', 3))).rejects.toMatchObject({ code: 'forbidden' });
    await f.save('a', yaml('a', 3), colleague, { standsOn });
    await discardDraft(f.db, colleague, f.fabricId, vpcIdentity('a'));
    expect(await f.state('a')).toBe('SYNCED');
  });

  test('needs a draft of exactly the person named', async () => {
    const f = await syncedFabric();
    const take = (actor: Actor, owner: string) =>
      takeOverDraft(f.db, actor, f.fabricId, vpcIdentity('a'), owner);
    await expect(take(colleague, 'engineer')).rejects.toMatchObject({ code: 'not_found' });
    await f.save('a', yaml('a', 2));
    await expect(take(engineer, 'engineer')).rejects.toMatchObject({ code: 'refused' });
    await expect(take(colleague, 'somebody')).rejects.toMatchObject({ code: 'conflict' });
    await f.db.update(fabrics).set({ sandbox: false }).where(eq(fabrics.id, f.fabricId));
    await expect(take(colleague, 'engineer')).rejects.toMatchObject({ code: 'read_only' });
    expect(await f.history('a')).toHaveLength(2);
  });

  test('comes too late for a draft that Git holds by now', async () => {
    const f = await syncedFabric();
    await f.save('a', yaml('a', 2));
    await f.db.execute(sql`update resources set desired_document_hash = draft_document_hash,
      desired_hash = draft_content_hash where fabric_id = ${f.fabricId} and name = 'a'`);
    await expect(
      takeOverDraft(f.db, colleague, f.fabricId, vpcIdentity('a'), 'engineer'),
    ).rejects.toMatchObject({ code: 'conflict' });
    expect(await f.history('a')).toHaveLength(2);
  });
});

describe('discarding', () => {
  test('goes back to the state before, or removes what was never more than a draft', async () => {
    const f = await syncedFabric();
    await f.save('a', yaml('a', 2));
    await f.save('new', yaml('new', 2), engineer, { create: true });
    await discardDraft(f.db, engineer, f.fabricId, vpcIdentity('a'));
    await discardDraft(f.db, engineer, f.fabricId, vpcIdentity('new'));
    expect(await f.state('a')).toBe('SYNCED');
    expect(await rowOf(f.db, f.fabricId, 'new')).toBeNull();
    expect(await f.history('new')).toEqual(['∅→DRAFT create', 'DRAFT→REMOVED discard']);
  });

  test('without a draft is refused and the attempt is logged', async () => {
    const f = await syncedFabric();
    await expect(discardDraft(f.db, engineer, f.fabricId, vpcIdentity('a'))).rejects.toMatchObject({
      code: 'refused',
    });
    expect(await f.history('a')).toEqual(['∅→SYNCED first_sight', 'SYNCED→refused discard']);
  });
});

describe('committing', () => {
  test('records the push under the person and what follows under the system', async () => {
    const f = await syncedFabric();
    await f.save('a', yaml('a', 2));
    await f.commitMeanwhile('a', pushedDocument(2, 'c1'), async () => {});
    expect(await f.state('a')).toBe('COMMITTED');
    const [fabric] = await f.db.select().from(fabrics).where(eq(fabrics.id, f.fabricId));
    expect(fabric?.gitKnownTip).toBe('c1');
    expect(fabric?.gitSyncRequestedAt).not.toBeNull();
    await f.read('c1', 2);
    expect((await f.history('a')).slice(-3)).toEqual([
      'SYNCED→DRAFT edit',
      'DRAFT→COMMITTED commit',
      'COMMITTED→PENDING git_sync',
    ]);
    const [last] = await f.db
      .select()
      .from(transitions)
      .where(eq(transitions.trigger, 'commit'))
      .orderBy(desc(transitions.at));
    expect(last).toMatchObject({ actorKind: 'person', actor: 'engineer' });
    expect(await takeOperation(f.db, f.fabricId, f.fencing)).toBeNull();
  });

  test('what was typed while the push was under way stays a draft, on top of what was pushed', async () => {
    const f = await syncedFabric();
    await f.save('a', yaml('a', 2));
    await f.commitMeanwhile('a', pushedDocument(2, 'c1'), () => f.save('a', yaml('a', 3)));
    expect((await f.history('a')).slice(1)).toEqual([
      'SYNCED→DRAFT edit',
      'DRAFT→COMMITTED commit',
      'COMMITTED→DRAFT edit',
    ]);
    const row = await rowOf(f.db, f.fabricId, 'a');
    const committed = pushedDocument(2, 'c1');
    expect(row).toMatchObject({
      desiredHash: committed.contentHash,
      desiredCommit: 'c1',
      draftOwner: 'engineer',
      draftBaseDocumentHash: committed.documentHash,
      draftBaseRevision: row?.desiredRevision,
      draftBaseCommit: 'c1',
    });
    const texts = await f.db.transaction((tx) =>
      findDocuments(tx, f.fabricId, [row?.draftDocumentHash ?? '']),
    );
    expect([...texts.values()]).toEqual([yaml('a', 3)]);
    // It can go on to Git like any other.
    await requestCommit(f.db, engineer, f.fabricId, vpcIdentity('a'), null);
  });

  test('text that cannot be read, typed while the push was under way, does not undo the commit', async () => {
    const f = await syncedFabric();
    await f.save('a', yaml('a', 2));
    await f.commitMeanwhile('a', pushedDocument(2, 'c1'), () => f.save('a', 'spec: [half'));
    expect((await f.history('a')).slice(-2)).toEqual(['DRAFT→COMMITTED commit', 'COMMITTED→DRAFT edit']);
    expect(await rowOf(f.db, f.fabricId, 'a')).toMatchObject({ desiredCommit: 'c1', draftContentHash: null });
  });

  test('a second push of the same document leaves alone what was typed since the first', async () => {
    const f = await syncedFabric();
    await f.save('a', yaml('a', 2));
    for (let clicks = 0; clicks < 2; clicks++)
      await requestCommit(f.db, engineer, f.fabricId, vpcIdentity('a'), null);
    await f.commitMeanwhile('a', pushedDocument(2, 'c1'), async () => {});
    await f.commitMeanwhile('a', pushedDocument(2, 'c1'), () => f.save('a', yaml('a', 3)));
    const draftDocumentHash = contentHash(yaml('a', 3));
    expect(await rowOf(f.db, f.fabricId, 'a')).toMatchObject({ state: 'DRAFT', draftDocumentHash });
    expect((await f.history('a')).slice(-2)).toEqual(['DRAFT→COMMITTED commit', 'COMMITTED→DRAFT edit']);
  });

  test('a push that cannot be recorded leaves alone what was typed since it began', async () => {
    const f = await syncedFabric();
    await f.save('a', yaml('a', 2));
    await f.commitMeanwhile('a', pushedDocument(2, 'c1'), async () => {
      await f.save('a', yaml('a', 3));
      await f.db.update(fabrics).set({ status: 'decommissioned' }).where(eq(fabrics.id, f.fabricId));
    });
    const draftDocumentHash = contentHash(yaml('a', 3));
    expect(await rowOf(f.db, f.fabricId, 'a')).toMatchObject({ state: 'DRAFT', draftDocumentHash });
    expect((await f.history('a')).at(-1)).toBe('DRAFT→refused commit');
  });

  test('a draft that was discarded while the push was under way: the next sync says what Git has', async () => {
    const f = await syncedFabric();
    await f.save('a', yaml('a', 2));
    const [before] = await f.db.select().from(fabrics).where(eq(fabrics.id, f.fabricId));
    await f.commitMeanwhile('a', pushedDocument(2, 'c1'), () =>
      discardDraft(f.db, engineer, f.fabricId, vpcIdentity('a')),
    );
    expect(await f.state('a')).toBe('SYNCED');
    const [after] = await f.db.select().from(fabrics).where(eq(fabrics.id, f.fabricId));
    expect(before?.gitSyncRequestedAt).toBeNull();
    expect(after?.gitSyncRequestedAt).not.toBeNull();
    await f.read('c1', 2);
    expect((await f.history('a')).at(-1)).toBe('SYNCED→PENDING git_sync');
  });

  test('is refused before the world is asked when a condition is unmet, and the refusal is logged', async () => {
    const f = await syncedFabric();
    await expect(requestCommit(f.db, engineer, f.fabricId, vpcIdentity('a'), null)).rejects.toMatchObject({
      code: 'refused',
    });
    await f.save('a', 'spec: [unclosed');
    await expect(requestCommit(f.db, engineer, f.fabricId, vpcIdentity('a'), null)).rejects.toThrow(
      /cannot be read as YAML/,
    );
    expect((await f.history('a')).slice(-1)).toEqual(['DRAFT→refused commit']);
    expect(await f.db.select().from(operations).where(eq(operations.fabricId, f.fabricId))).toEqual([]);
  });

  test('an operation whose worker died is taken over by the next one at once', async () => {
    const f = await syncedFabric();
    await f.save('a', yaml('a', 2));
    const id = await requestCommit(f.db, engineer, f.fabricId, vpcIdentity('a'), null);
    expect(await takeOperation(f.db, f.fabricId, f.fencing)).toMatchObject({ id, attempts: 1 });
    expect(await takeOperation(f.db, f.fabricId, f.fencing)).toBeNull();
    await takeOverOperations(f.db, f.fabricId, f.fencing);
    expect(await takeOperation(f.db, f.fabricId, f.fencing)).toMatchObject({ id, attempts: 2 });
    await expect(takeOverOperations(f.db, f.fabricId, { fencing: 0 })).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  test('a refused push keeps the draft and the words of the server', async () => {
    const f = await syncedFabric();
    await f.save('a', yaml('a', 2));
    const id = await requestCommit(f.db, engineer, f.fabricId, vpcIdentity('a'), null);
    const operation = await takeOperation(f.db, f.fabricId, f.fencing);
    if (operation === null) throw new Error('no operation was queued');
    const message = 'The repository refused the push: protected branch';
    await endOperation(f.db, f.fencing, operation, {
      identity: vpcIdentity('a'),
      trigger: 'commit',
      outcome: 'refused',
      message,
    });
    expect(await f.state('a')).toBe('DRAFT');
    const [ended] = await f.db.select().from(operations).where(eq(operations.id, id));
    expect(ended).toMatchObject({ status: 'refused', result: JSON.stringify({ message }) });
    expect((await f.history('a')).slice(-1)).toEqual(['DRAFT→refused commit']);
  });

  test('a document that changes in Git under the draft conflicts it', async () => {
    const f = await syncedFabric();
    await f.save('a', yaml('a', 2));
    await f.read('r2', 7);
    await expect(requestCommit(f.db, engineer, f.fabricId, vpcIdentity('a'), null)).rejects.toThrow(
      /rebase the draft/,
    );
    await f.save('a', yaml('a', 3), engineer, { rebased: true });
    await requestCommit(f.db, engineer, f.fabricId, vpcIdentity('a'), null);
  });
});

test('an orphan is imported by request, and only an orphan', async () => {
  const f = await syncedFabric();
  await requestImport(f.db, engineer, f.fabricId, vpcIdentity('o'));
  await expect(requestImport(f.db, engineer, f.fabricId, vpcIdentity('a'))).rejects.toMatchObject({
    code: 'refused',
  });
});
