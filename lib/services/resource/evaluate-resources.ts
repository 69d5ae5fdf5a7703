import type { SQL } from 'drizzle-orm';
import { and, asc, eq, gt, inArray, isNotNull, isNull, lte, sql } from 'drizzle-orm';
import { union } from 'drizzle-orm/pg-core';
import { fabricKinds, fabrics } from '#db/schema/fabrics.ts';
import { resources } from '#db/schema/resources.ts';
import type { Database } from '#db/transaction.ts';
import type { ResourceIdentity } from '#lib/domain/hedgehog/kubernetes-object.ts';
import type { Fencing } from '../lifecycle/fabric-context.ts';
import { performInChunks } from '../lifecycle/perform-in-chunks.ts';
import type { Actor } from '../lifecycle/perform-plans.ts';
import { CHUNK_SIZE } from '../lifecycle/perform-plans.ts';

/** Those that wait for something; with `andUnread` those without a state, too, although both their sides were read. */
interface WaitingScope {
  kind: 'waiting';
  andUnread?: boolean;
}

/** Which resources to look at again: all, those that wait, or some. */
export type EvaluationScope = { kind: 'all' } | WaitingScope | { kind: 'ids'; ids: readonly number[] };

const SYSTEM: Actor = { kind: 'system', name: 'drift-check' };

type Found = ResourceIdentity & { id: number };

const COLUMNS = {
  id: resources.id,
  group: resources.group,
  kind: resources.kind,
  namespace: resources.namespace,
  name: resources.name,
};

/** The kinds of which both sides were read: without both nothing can be concluded, so nothing waits for it. */
function isReadable(db: Database, fabricId: string): SQL {
  const readable = db
    .select({ group: fabricKinds.group, kind: fabricKinds.kind })
    .from(fabricKinds)
    .innerJoin(fabrics, eq(fabrics.id, fabricKinds.fabricId))
    .where(
      and(
        eq(fabricKinds.fabricId, fabricId),
        eq(fabricKinds.listedEpoch, fabrics.clusterEpoch),
        isNotNull(fabrics.gitReadAt),
      ),
    );
  return sql`(${resources.group}, ${resources.kind}) in ${readable}`;
}

/**
 * The next of those that wait: wanting proof, or with their time come. Two questions, each with its index: as one
 * condition, every resource would be read after every fetch. Those without a state are found by reading all, so only where a
 * side was just read completely, which alone can have given them one.
 */
function findWaiting(db: Database, fabricId: string, scope: WaitingScope, after: number): Promise<Found[]> {
  const live = and(eq(resources.fabricId, fabricId), isNull(resources.removedAt), gt(resources.id, after));
  const which = (condition: SQL | undefined) =>
    db.select(COLUMNS).from(resources).where(and(live, condition));
  return union(
    which(isNotNull(resources.proofWanted)),
    which(lte(resources.nextCheckAt, sql`clock_timestamp()`)),
    ...(scope.andUnread ? [which(and(isNull(resources.state), isReadable(db, fabricId)))] : []),
  )
    .orderBy(asc(resources.id))
    .limit(CHUNK_SIZE);
}

function findInScope(
  db: Database,
  fabricId: string,
  scope: Exclude<EvaluationScope, WaitingScope>,
  after: number,
): Promise<Found[]> {
  return db
    .select(COLUMNS)
    .from(resources)
    .where(
      and(
        eq(resources.fabricId, fabricId),
        isNull(resources.removedAt),
        gt(resources.id, after),
        scope.kind === 'all' ? undefined : inArray(resources.id, [...scope.ids]),
      ),
    )
    .orderBy(asc(resources.id))
    .limit(CHUNK_SIZE);
}

/**
 * Concludes again from the facts as they are, without a new observation. With hashes unchanged nothing is compared
 * and no document is read. Returns how many resources were looked at.
 */
export async function evaluateResources(
  db: Database,
  fabricId: string,
  fencing: Fencing | null,
  scope: EvaluationScope,
  actor: Actor = SYSTEM,
): Promise<number> {
  let after = 0;
  let seen = 0;
  for (;;) {
    const rows =
      scope.kind === 'waiting'
        ? await findWaiting(db, fabricId, scope, after)
        : await findInScope(db, fabricId, scope, after);
    const last = rows.at(-1);
    if (last === undefined) return seen;
    after = last.id;
    seen += rows.length;
    const changes = rows.map(({ id: _, ...identity }) => ({ identity }));
    await performInChunks(db, fabricId, fencing, changes, () => ({ actor }));
  }
}
