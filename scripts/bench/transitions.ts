import { asc, eq } from 'drizzle-orm';
import { bulkUpdate } from '#db/queries/bulk.ts';
import { databaseNow } from '#db/queries/clock.ts';
import { appendTransitions } from '#db/queries/transitions.ts';
import { resources } from '#db/schema/resources.ts';
import { transitions } from '#db/schema/transitions.ts';
import type { Database } from '#db/transaction.ts';
import { performInChunks } from '#lib/services/lifecycle/perform-in-chunks.ts';
import type { Change } from '#lib/services/lifecycle/perform-plans.ts';
import { CHUNK_SIZE } from '#lib/services/lifecycle/perform-plans.ts';
import { vpcIdentity } from '#lib/services/testing/test-fabric.ts';
import { withBenchDatabase } from './bench-database.ts';
import { interleave, timed } from './measure.ts';
import { COUNT, syncedFabric } from './synced-fabric.ts';

/** 10,000 resources whose desired content changes: SYNCED → PENDING through the one write path. */
async function throughWritePath(db: Database): Promise<number> {
  const { fabricId, fencing } = await syncedFabric(db);
  const changes = Array.from(
    { length: COUNT },
    (_, index): Change => ({
      identity: vpcIdentity(`v-${index}`),
      observe: (facts, now) => ({
        ...facts,
        desiredRevision: facts.desiredRevision + 1,
        desiredUpdatedAt: now,
      }),
    }),
  );
  return timed(() =>
    performInChunks(db, fabricId, fencing, changes, () => ({ actor: { kind: 'system', name: 'bench' } })),
  );
}

/** The same rows and history written by SQL alone: no lock taken first, nothing loaded, nothing decided. */
async function bySqlAlone(db: Database): Promise<number> {
  const { fabricId } = await syncedFabric(db);
  const rows = await db
    .select()
    .from(resources)
    .where(eq(resources.fabricId, fabricId))
    .orderBy(asc(resources.name));
  const at = new Date(await databaseNow(db));
  const changed = rows.map((row) => ({
    ...row,
    state: 'PENDING',
    lastStateChange: at,
    version: row.version + 1,
  }));
  const [model] = await db.select().from(transitions).where(eq(transitions.fabricId, fabricId)).limit(1);
  if (model === undefined) throw new Error('no history was written');
  const history = rows.map(({ id, name }) => ({
    ...model,
    resourceId: id,
    name,
    at,
    fromState: 'SYNCED' as const,
    toState: 'PENDING' as const,
  }));
  const { fabricId: _f, id: _i, ...columns } = rows[0] ?? {};
  const keys = Object.keys(columns) as (keyof typeof columns)[];
  return timed(async () => {
    for (let start = 0; start < COUNT; start += CHUNK_SIZE) {
      await db.transaction(async (tx) => {
        await bulkUpdate(tx, resources, ['fabricId', 'id'], keys, changed.slice(start, start + CHUNK_SIZE));
        await appendTransitions(tx, history.slice(start, start + CHUNK_SIZE));
      });
    }
  });
}

/** 10,000 transitions through the one write path against the same rows by warm set-based SQL. */
export async function benchTransitions(rounds = 3): Promise<Record<string, unknown>> {
  return withBenchDatabase(async ({ db }) =>
    interleave(
      { name: 'write path', run: () => throughWritePath(db) },
      { name: 'SQL alone', run: () => bySqlAlone(db) },
      rounds,
    ),
  );
}
