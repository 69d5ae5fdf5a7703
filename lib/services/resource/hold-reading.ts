import { and, eq, sql } from 'drizzle-orm';
import { fabrics } from '#db/schema/fabrics.ts';
import { resources } from '#db/schema/resources.ts';
import type { Database } from '#db/transaction.ts';
import { contentHash } from '#lib/content-hash.ts';
import type { ResourceIdentity } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { identityKey } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { type HeldReading, judgeReading } from '#lib/domain/lifecycle/breaker.ts';
import { reconcileFabricAlert } from '../fabric/reconcile-fabric-alert.ts';
import type { Fencing } from '../lifecycle/fabric-context.ts';
import { loadFabricContext } from '../lifecycle/fabric-context.ts';
import { notifyFabric } from '../lifecycle/hooks.ts';

const EXAMPLES = 3;

/** A set of documents that may not go without being asked about; a confirmation names its hash. */
export interface AskedRemoval extends HeldReading {
  set: string;
}

/** What a reading says of the resources that hold desired facts. */
export interface ReadingEffect {
  revision: string;
  /** How many resources Git has now. */
  held: number;
  /** Those of them that the reading proves absent. */
  vanishing: readonly ResourceIdentity[];
}

/**
 * Judges what a reading would take away; null when it may be taken on. What this very revision took away before counts
 * with it: a worker that was killed half way through a confirmed set must find that set again, not its rest.
 */
export async function judgeRemoval(
  db: Database,
  fabricId: string,
  { revision, held, vanishing }: ReadingEffect,
): Promise<AskedRemoval | null> {
  if (vanishing.length === 0) return null;
  const before = await droppedBy(db, fabricId, revision);
  const going = new Map([...before, ...vanishing].map((identity) => [identityKey(identity), identity]));
  const removed = going.size;
  const reason = judgeReading({ held: held + removed - vanishing.length, removed });
  if (reason === null) return null;
  const keys = [...going.keys()].sort();
  const examples = keys.slice(0, EXAMPLES).map((key) => {
    const { kind, name } = going.get(key) ?? { kind: '', name: key };
    return `${kind}/${name}`;
  });
  return { set: contentHash(JSON.stringify(keys)), reason, removed, examples };
}

function droppedBy(db: Database, fabricId: string, revision: string): Promise<ResourceIdentity[]> {
  const { group, kind, namespace, name } = resources;
  return db
    .select({ group, kind, namespace, name })
    .from(resources)
    .where(and(eq(resources.fabricId, fabricId), eq(resources.gitDroppedCommit, revision)));
}

/**
 * Records that a revision waits for somebody to confirm what it would take away. Nothing else changes: all facts stay
 * those of the revision before, and so does the time they were proven at. Told again of the same, it writes nothing.
 */
export async function holdReading(
  db: Database,
  fabricId: string,
  fencing: Fencing,
  revision: string,
  { set, ...held }: AskedRemoval,
): Promise<void> {
  const heldReason = JSON.stringify(held satisfies HeldReading);
  await db.transaction(async (tx) => {
    const { fabric } = await loadFabricContext(tx, fabricId, fencing);
    const { heldRevision, heldSet } = fabric;
    if (heldRevision === revision && heldSet === set && fabric.heldReason === heldReason) return;
    await tx
      .update(fabrics)
      .set({
        heldRevision: revision,
        heldReason,
        heldSet: set,
        heldAt: heldSet === set ? fabric.heldAt : sql`clock_timestamp()`,
        // Judged by the row as it is now: somebody may have confirmed this very set since it was loaded.
        releasedSet: sql`case when ${fabrics.releasedSet} = ${set} then ${set} end`,
        releasedBy: sql`case when ${fabrics.releasedSet} = ${set} then ${fabrics.releasedBy} end`,
      })
      .where(eq(fabrics.id, fabricId));
    await reconcileFabricAlert(tx, fabricId);
    await notifyFabric(tx, fabricId, ['fabric', 'alerts']);
  });
}

/** The columns of a fabric that holds nothing: a confirmation is good for one time. */
export const NOTHING_HELD = {
  heldRevision: null,
  heldAt: null,
  heldReason: null,
  heldSet: null,
  releasedSet: null,
  releasedBy: null,
} as const;
