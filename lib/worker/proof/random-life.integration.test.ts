import { and, count, eq, inArray, isNotNull, isNull, ne, or } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { alerts } from '#db/schema/alerts.ts';
import { operations } from '#db/schema/operations.ts';
import { resources } from '#db/schema/resources.ts';
import type { TestDatabase } from '#db/testing/create-test-database.ts';
import { createTestDatabase } from '#db/testing/create-test-database.ts';
import { contentHash } from '#lib/content-hash.ts';
import { removeFabric } from '#lib/services/fabric/remove-fabric.ts';
import { createGitOrigin } from '../testing/git-origin.ts';
import { startSandboxCluster } from '../testing/test-clusters.ts';
import { watchFabric } from '../testing/watched-fabric.ts';
import { findHistoryFaults } from './testing/check-history.ts';
import { createOutsiders } from './testing/outside-world.ts';

// LIFE_SEED=n repeats the choices of one run; how the actors interleave is up to the machine.
const SEEDS = process.env.LIFE_SEED === undefined ? [1, 2, 3] : [Number(process.env.LIFE_SEED)];
const ROUNDS = 3;
const [ACTIONS, LIMIT_MS] = process.env.LONG === '1' ? [60, 600_000] : [10, 60_000];

let database: TestDatabase;
let cluster: Awaited<ReturnType<typeof startSandboxCluster>>;
beforeAll(async () => {
  [database, cluster] = await Promise.all([createTestDatabase(), startSandboxCluster()]);
});
afterAll(async () => {
  await cluster.stop();
  await database.drop();
});

const liveRows = async (fabricId: string) => {
  const own = and(eq(resources.fabricId, fabricId), isNull(resources.removedAt));
  const rows = await database.db.select().from(resources).where(own);
  return new Map(rows.map((row) => [row.name, row]));
};

/** Waits until the watches alone have brought everything: no listing is asked for. */
async function untilSeen(f: Awaited<ReturnType<typeof begin>>): Promise<void> {
  const inCluster = (await cluster.objects())
    .map(({ metadata }) => `${metadata.name} ${metadata.uid}`)
    .sort();
  await f.until(async () => {
    const held = [...(await liveRows(f.fabricId)).values()].flatMap(({ name, actualUid }) =>
      actualUid === null ? [] : [`${name} ${actualUid}`],
    );
    return held.sort().join() === inCluster.join();
  });
}

/** Waits until everything that was asked for up to now is done, and nothing is left that the worker wants to know. */
async function untilQuiet(f: Awaited<ReturnType<typeof begin>>): Promise<void> {
  const { db } = database;
  const askedAt = (await f.sync()).getTime();
  await f.until(async () => {
    const { gitReadAt, driftCheckedAt, gitRewoundTip } = await f.fabric();
    if ((gitReadAt?.getTime() ?? 0) < askedAt || (driftCheckedAt?.getTime() ?? 0) < askedAt) return false;
    const unsettled = or(
      // Where Git is in doubt (two documents, a broken file) a state has to wait for somebody to mend it.
      and(isNull(resources.state), isNull(resources.desiredStale)),
      isNotNull(resources.proofWanted),
      isNotNull(resources.unseenCommit),
    );
    const own = and(eq(resources.fabricId, f.fabricId), isNull(resources.removedAt), unsettled);
    const [waiting] = await db.select({ number: count() }).from(resources).where(own);
    const open = and(eq(operations.fabricId, f.fabricId), inArray(operations.status, ['queued', 'running']));
    const [running] = await db.select({ number: count() }).from(operations).where(open);
    return gitRewoundTip === null && waiting?.number === 0 && running?.number === 0;
  });
}

type Row = typeof resources.$inferSelect;

/**
 * What a fabric that lived must show, given what first sight of the same repository and cluster gives. The same state,
 * but for what first sight cannot know: whether this content was deployed before. Content that was not, and is not there
 * or not equal, is still PENDING within the grace period; content that was, and is gone, has drifted.
 */
function expectedState(fresh: Row, lived: Row): Row['state'] {
  if (fresh.state === 'SYNCED' || fresh.state === 'ORPHANED') return fresh.state;
  return lived.settledRevision === lived.desiredRevision ? 'DRIFTED' : 'PENDING';
}

const contentOf = (row: Row) => ({
  desired: row.desiredHash,
  document: row.desiredDocumentHash,
  place: `${row.desiredPath}#${row.desiredDocumentIndex}`,
  stale: row.desiredStale,
  actual: row.actualHash,
  uid: row.actualUid,
  // The comparison of both sides, where there are two.
  score: row.desiredHash !== null && row.actualHash !== null ? row.driftScore : null,
  draft: row.draftOwner,
  suspect: row.suspectSince,
});

async function openAlerts(fabricId: string): Promise<string[]> {
  const rows = await database.db
    .select({ type: alerts.type, name: resources.name })
    .from(alerts)
    .leftJoin(resources, and(eq(resources.fabricId, fabricId), eq(resources.id, alerts.resourceId)))
    .where(and(eq(alerts.fabricId, fabricId), ne(alerts.status, 'resolved')));
  return rows.map(({ type, name }) => `${type} ${name}`).sort();
}

const cleanup: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const undo of cleanup.splice(0).reverse()) await undo();
  await cluster.clear();
});

/** Begins to look after the world; what is returned ends it, also where a test fails before. */
async function begin(url: string) {
  const f = await watchFabric(database, { url, kubeconfig: cluster.kubeconfig });
  let end: Promise<void> | null = null;
  const close = () => {
    end ??= f.close().then(() => removeFabric(database.db, f.fabricId, 'test'));
    return end;
  };
  cleanup.push(close);
  return { ...f, close };
}

/** A draft that was typed is there, under its owner, and nothing else is a draft. */
async function expectDrafts(fabricId: string, typed: ReadonlyMap<string, string>): Promise<void> {
  const rows = await liveRows(fabricId);
  for (const [name, text] of typed)
    expect(rows.get(name), `the draft of ${name}`).toMatchObject({
      state: 'DRAFT',
      draftOwner: 'engineer',
      draftDocumentHash: contentHash(text),
    });
  for (const { name, state, draftOwner } of rows.values())
    expect(state === 'DRAFT', `${name} is ${state}`).toBe(draftOwner !== null);
}

const expectedAlerts = ({ name, state, driftStatus }: Row) => [
  ...(state === 'DRIFTED' ? [`drift_detected ${name}`] : []),
  ...(state === 'ORPHANED' && driftStatus === 'actual_only' ? [`orphaned_resource ${name}`] : []),
];

function summaryOf(rows: ReadonlyMap<string, Row>, state: (row: Row) => Row['state']) {
  return Object.fromEntries(
    [...rows.values()].map((row) => [row.name, { state: state(row), ...contentOf(row) }]),
  );
}

test.each(SEEDS)(
  'a random life ends where first sight of the same world begins, seed %d',
  async (seed) => {
    console.log(`random life: LIFE_SEED=${seed}`);
    const { db } = database;
    const origin = await createGitOrigin();
    cleanup.push(origin.remove);
    await origin.commit({ 'README.md': 'a fabric' }, 'Begin');
    const f = await begin(origin.url);
    const outsiders = await createOutsiders({ ...f, seed, db, origin, cluster });
    for (let round = 0; round < ROUNDS; round++) {
      await Promise.all(
        outsiders.actors.map(async (act) => {
          for (let action = 0; action < ACTIONS; action++) await act();
        }),
      );
      await untilSeen(f);
      await outsiders.calmly();
      await untilSeen(f);
      await untilQuiet(f);
      expect(await findHistoryFaults(db, f.fabricId)).toEqual([]);
      await expectDrafts(f.fabricId, outsiders.typed);
    }

    const drafts = [...(await liveRows(f.fabricId)).values()].filter(({ state }) => state === 'DRAFT');
    await outsiders.discardAll(drafts.map(({ name }) => name));
    await outsiders.mend();
    await untilQuiet(f);
    const lived = await liveRows(f.fabricId);
    expect(await findHistoryFaults(db, f.fabricId)).toEqual([]);
    expect(await openAlerts(f.fabricId)).toEqual([...lived.values()].flatMap(expectedAlerts).sort());
    await f.close();

    const again = await begin(origin.url);
    await untilQuiet(again);
    expect(summaryOf(lived, ({ state }) => state)).toEqual(
      summaryOf(await liveRows(again.fabricId), (row) => expectedState(row, lived.get(row.name) ?? row)),
    );
  },
  LIMIT_MS,
);
