import { randomUUID } from 'node:crypto';
import { and, eq, inArray, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { databaseNow } from '#db/queries/clock.ts';
import { alerts } from '#db/schema/alerts.ts';
import { documents } from '#db/schema/documents.ts';
import { fabrics } from '#db/schema/fabrics.ts';
import { resources } from '#db/schema/resources.ts';
import { transitions } from '#db/schema/transitions.ts';
import type { TestDatabase } from '#db/testing/create-test-database.ts';
import { createTestDatabase } from '#db/testing/create-test-database.ts';
import { INCONSISTENCY_CODES } from '#lib/domain/lifecycle/consistency.ts';
import { evaluateResources } from '../resource/evaluate-resources.ts';
import { recordClusterListing } from '../resource/record-cluster.ts';
import { recordGitReading, recordUnchangedRevision } from '../resource/record-git-reading.ts';
import {
  createTestFabric,
  documentOf,
  historyOf,
  listingOf,
  liveOf,
  readingOf,
  rowOf,
  vpc,
} from '../testing/test-fabric.ts';
import { repairInconsistencies } from './repair-inconsistencies.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const spec = (vlan: number) => ({ subnets: { default: { subnet: '10.0.1.0/24', vlan } } });
const LIVE = { synced: 1, drifted: 2, orphan: 1 };

/** A fabric with one resource a state, each concluded from readings, and nothing wrong with any. */
async function soundFabric() {
  const { db } = database;
  const { fabricId, fencing } = await createTestFabric(db);
  const readGit = async () => {
    const names = ['synced', 'drifted', 'pending'];
    const read = names.map((name) => documentOf(vpc(name, spec(1)), 'r1'));
    await recordGitReading(db, fabricId, fencing, readingOf('r1', await databaseNow(db), read));
  };
  const list = async () => {
    const live = Object.entries(LIVE).map(([name, vlan]) => liveOf(vpc(name, spec(vlan)), 100));
    await recordClusterListing(db, fabricId, fencing, listingOf(200, await databaseNow(db), live));
  };
  await readGit();
  await list();
  await list();
  await recordUnchangedRevision(db, fabricId, fencing, 'r1', await databaseNow(db));
  const write = (name: string, values: Partial<typeof resources.$inferInsert>) =>
    db
      .update(resources)
      .set(values)
      .where(and(eq(resources.fabricId, fabricId), eq(resources.name, name)));
  const row = async (name: string) => {
    const found = await rowOf(db, fabricId, name);
    if (found === null) throw new Error(`${name} is not there`);
    return found;
  };
  const check = async (repair: boolean) =>
    (await repairInconsistencies(db, fabricId, { repair })).findings.map(
      ({ identity, code, outcome }) => `${identity.name} ${code} ${outcome}`,
    );
  const forget = async (...hashes: (string | null)[]) => {
    const given = hashes.filter((hash) => hash !== null);
    await db.delete(documents).where(and(eq(documents.fabricId, fabricId), inArray(documents.hash, given)));
  };
  const alertsOf = async (name: string) => {
    const { id } = await row(name);
    const found = await db
      .select()
      .from(alerts)
      .where(and(eq(alerts.fabricId, fabricId), eq(alerts.resourceId, id)));
    return found.filter(({ status }) => status !== 'resolved').map(({ type }) => type);
  };
  const raise = async (name: string, type: 'drift_detected' | 'orphaned_resource') => {
    const { id } = await row(name);
    await db.insert(alerts).values({ fabricId, resourceId: id, type, severity: 'high', message: 'by hand' });
  };
  const dismiss = (type: 'drift_detected' | 'orphaned_resource') =>
    db
      .update(alerts)
      .set({ status: 'resolved' })
      .where(and(eq(alerts.fabricId, fabricId), eq(alerts.type, type)));
  const isAskedFor = async () => {
    const [fabric] = await db.select().from(fabrics).where(eq(fabrics.id, fabricId));
    return fabric?.gitSyncRequestedAt !== null && fabric?.driftCheckRequestedAt !== null;
  };
  return {
    ...{
      db,
      fabricId,
      fencing,
      readGit,
      list,
      write,
      row,
      check,
      forget,
      alertsOf,
      raise,
      dismiss,
      isAskedFor,
    },
    state: async (name: string) => (await row(name)).state,
    history: (name: string) => historyOf(db, fabricId, name),
  };
}

type Fabric = Awaited<ReturnType<typeof soundFabric>>;

const noDrift = { driftStatus: null, driftScore: null, driftKey: null, driftOnset: null, severity: null };
const gone = { actualHash: null, actualDocumentHash: null };
const drafted = (owner: string | null) => ({ draftOwner: owner, draftDeletes: owner !== null });

interface Case {
  name: string;
  codes: string[];
  spoil: (f: Fabric) => Promise<unknown>;
  /** The resource's state and last step of history after the repair; null where nothing happened. */
  state: string;
  step: string | null;
  outcome?: 'waiting' | 'remains';
}

const CASES: Case[] = [
  {
    name: 'pending',
    codes: ['committed_without_desired'],
    spoil: (f) => f.write('pending', { state: 'COMMITTED', desiredHash: null, desiredDocumentHash: null }),
    state: 'COMMITTED',
    step: null,
    outcome: 'waiting',
  },
  {
    name: 'synced',
    codes: ['synced_without_actual'],
    spoil: (f) => f.write('synced', gone),
    state: 'SYNCED',
    step: null,
    outcome: 'waiting',
  },
  {
    name: 'synced',
    codes: ['drift_never_calculated'],
    spoil: (f) => f.write('synced', noDrift),
    state: 'SYNCED',
    step: null,
  },
  {
    name: 'drifted',
    codes: ['synced_with_drift', 'synced_and_changed'],
    spoil: (f) => f.write('drifted', { state: 'SYNCED' }),
    state: 'DRIFTED',
    step: 'SYNCED→DRIFTED auto_repair',
  },
  {
    name: 'synced',
    codes: ['synced_with_small_drift'],
    spoil: (f) => f.write('synced', { driftScore: 0.05, driftCount: 1 }),
    state: 'SYNCED',
    step: null,
  },
  {
    name: 'synced',
    codes: ['drifted_without_drift'],
    spoil: (f) => f.write('synced', { state: 'DRIFTED' }),
    state: 'SYNCED',
    step: 'DRIFTED→SYNCED auto_repair',
  },
  {
    name: 'orphan',
    codes: ['state_without_moment'],
    spoil: (f) => f.write('orphan', { lastStateChange: null }),
    state: 'ORPHANED',
    step: null,
  },
  {
    name: 'synced',
    codes: ['drift_alert_without_drift'],
    spoil: (f) => f.raise('synced', 'drift_detected'),
    state: 'SYNCED',
    step: null,
  },
  {
    name: 'drifted',
    codes: ['drift_without_alert'],
    spoil: (f) => f.dismiss('drift_detected'),
    state: 'DRIFTED',
    step: null,
  },
  {
    name: 'synced',
    codes: ['import_alert_without_orphan'],
    spoil: (f) => f.raise('synced', 'orphaned_resource'),
    state: 'SYNCED',
    step: null,
  },
  {
    name: 'orphan',
    codes: ['orphan_without_alert'],
    spoil: (f) => f.dismiss('orphaned_resource'),
    state: 'ORPHANED',
    step: null,
  },
  {
    name: 'synced',
    codes: ['draft_state_without_draft'],
    spoil: (f) => f.write('synced', { state: 'DRAFT', stateBeforeDraft: 'SYNCED' }),
    state: 'SYNCED',
    step: 'DRAFT→SYNCED auto_repair',
  },
  {
    name: 'synced',
    codes: ['draft_outside_draft_state'],
    spoil: (f) => f.write('synced', drafted('ada')),
    state: 'DRAFT',
    step: 'SYNCED→DRAFT auto_repair',
  },
  {
    name: 'pending',
    codes: ['draft_outside_draft_state'],
    spoil: (f) => f.write('pending', drafted('ada')),
    state: 'PENDING',
    step: null,
    outcome: 'remains',
  },
  {
    name: 'synced',
    codes: ['desired_document_missing'],
    spoil: async (f) => f.forget((await f.row('synced')).desiredDocumentHash),
    state: 'SYNCED',
    step: null,
    outcome: 'waiting',
  },
  {
    name: 'drifted',
    codes: ['actual_document_missing'],
    spoil: async (f) => f.forget((await f.row('drifted')).actualDocumentHash),
    state: 'DRIFTED',
    step: null,
    outcome: 'waiting',
  },
  {
    name: 'synced',
    codes: ['draft_document_missing'],
    spoil: (f) =>
      f.write('synced', {
        ...{ state: 'DRAFT', stateBeforeDraft: 'SYNCED' },
        ...{ draftOwner: 'ada', draftDocumentHash: 'lost', draftBaseDocumentHash: null },
      }),
    state: 'DRAFT',
    step: null,
    outcome: 'remains',
  },
];

test('every code is produced', () => {
  expect(new Set(CASES.flatMap(({ codes }) => codes))).toEqual(new Set(INCONSISTENCY_CODES));
});

test('a sound fabric has nothing to be repaired, and checking it writes nothing', async () => {
  const f = await soundFabric();
  const versions = () =>
    f.db.select({ v: resources.version }).from(resources).where(eq(resources.fabricId, f.fabricId));
  const before = await versions();
  const report = await repairInconsistencies(f.db, f.fabricId, { repair: true });
  expect(report).toEqual({ checked: 4, findings: [] });
  expect(await versions()).toEqual(before);
  expect(await f.isAskedFor()).toBe(false);
});

describe('what was written past the write path', () => {
  test.each(CASES)('$name: $codes', async ({ name, codes, spoil, state, step, outcome }) => {
    const f = await soundFabric();
    await spoil(f);
    const spoilt = await f.row(name);
    const steps = await f.history(name);

    expect(await f.check(false)).toEqual(codes.map((code) => `${name} ${code} found`));
    expect(await f.row(name)).toEqual(spoilt);

    expect(await f.check(true)).toEqual(codes.map((code) => `${name} ${code} ${outcome ?? 'repaired'}`));
    expect(await f.state(name)).toBe(state);
    expect(await f.history(name)).toEqual(step === null ? steps : [...steps, step]);
    expect(await f.isAskedFor()).toBe(outcome === 'waiting');

    if (outcome !== 'remains') {
      // What waits is mended by the readings that were asked for, even where they say what was known.
      await f.readGit();
      await f.list();
      await f.readGit();
      await f.list();
      expect(await f.check(false)).toEqual([]);
    }
  });

  test('is repaired with a reason of its own, and its alert follows', async () => {
    const f = await soundFabric();
    await f.write('drifted', { state: 'SYNCED' });
    await f.dismiss('drift_detected');
    await f.check(true);
    const [last] = (
      await f.db
        .select()
        .from(transitions)
        .where(and(eq(transitions.fabricId, f.fabricId), eq(transitions.name, 'drifted')))
    ).slice(-1);
    expect(last).toMatchObject({ reason: 'Auto-corrected: drift detected', actor: 'consistency-check' });
    expect(await f.alertsOf('drifted')).toEqual(['drift_detected']);
  });

  test('is found in every chunk of a large fabric', async () => {
    const f = await soundFabric();
    await f.db.execute(sql`
      insert into resources (fabric_id, "group", kind, namespace, name, state, last_state_change)
      select ${f.fabricId}, 'vpc.githedgehog.com', 'VPC', 'default', 'many-' || n, 'DRAFT', now()
      from generate_series(1, 1001) n`);
    const report = await repairInconsistencies(f.db, f.fabricId, { repair: false });
    expect(report.checked).toBe(1005);
    expect(report.findings).toHaveLength(1001);
  });
});

describe('an ordinary evaluation', () => {
  test.each(
    CASES.filter(({ step, state }) => step !== null || state === 'ORPHANED').filter(
      ({ codes }) => !codes.some((code) => code.includes('alert')),
    ),
  )('mends what the row itself shows: $name $codes', async ({ name, spoil, state, step }) => {
    const f = await soundFabric();
    const steps = await f.history(name);
    await spoil(f);
    await evaluateResources(f.db, f.fabricId, f.fencing, { kind: 'all' });
    expect(await f.state(name)).toBe(state);
    expect(await f.history(name)).toEqual(step === null ? steps : [...steps, step]);
    expect(await f.check(false)).toEqual([]);
  });
});

test('a fabric that is not there is named', async () => {
  await expect(repairInconsistencies(database.db, randomUUID(), { repair: false })).rejects.toMatchObject({
    code: 'not_found',
  });
});
