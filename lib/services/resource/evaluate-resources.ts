import { and, asc, eq, gt, inArray, isNull, lte, or, sql } from 'drizzle-orm';
import { fabricKinds, fabrics } from '#db/schema/fabrics.ts';
import { resources } from '#db/schema/resources.ts';
import type { Database } from '#db/transaction.ts';
import type { ResourceIdentity } from '#lib/domain/hedgehog/kubernetes-object.ts';
import type { Fencing } from '../lifecycle/fabric-context.ts';
import { performInChunks } from '../lifecycle/perform-in-chunks.ts';
import type { Actor } from '../lifecycle/perform-plans.ts';
import { CHUNK_SIZE } from '../lifecycle/perform-plans.ts';

/** Which resources to look at again: all, those that wait for something, or some. */
export type EvaluationScope = { kind: 'all' } | { kind: 'waiting' } | { kind: 'ids'; ids: readonly number[] };

const SYSTEM: Actor = { kind: 'system', name: 'drift-check' };

// Without both sides nothing can be concluded, so a resource without a state waits only once both were read.
const bothSidesRead = sql`exists (
  select from ${fabricKinds} k join ${fabrics} f on f.id = k.fabric_id
  where k.fabric_id = ${resources.fabricId} and k."group" = ${resources.group} and k.kind = ${resources.kind}
    and k.listed_epoch = f.cluster_epoch and f.git_read_at is not null)`;

/** A resource waits while it could have a state and has none, wants proof, or its time has come. */
const isWaiting = or(
  and(isNull(resources.state), bothSidesRead),
  sql`${resources.proofWanted} is not null`,
  lte(resources.nextCheckAt, sql`clock_timestamp()`),
);

function inScope(scope: EvaluationScope) {
  if (scope.kind === 'all') return undefined;
  return scope.kind === 'waiting' ? isWaiting : inArray(resources.id, [...scope.ids]);
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
    const rows: (ResourceIdentity & { id: number })[] = await db
      .select({
        id: resources.id,
        group: resources.group,
        kind: resources.kind,
        namespace: resources.namespace,
        name: resources.name,
      })
      .from(resources)
      .where(
        and(
          eq(resources.fabricId, fabricId),
          isNull(resources.removedAt),
          gt(resources.id, after),
          inScope(scope),
        ),
      )
      .orderBy(asc(resources.id))
      .limit(CHUNK_SIZE);
    const last = rows.at(-1);
    if (last === undefined) return seen;
    after = last.id;
    seen += rows.length;
    const changes = rows.map(({ id: _, ...identity }) => ({ identity }));
    await performInChunks(db, fabricId, fencing, changes, () => ({ actor }));
  }
}
