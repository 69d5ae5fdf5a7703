import { and, eq, isNull } from 'drizzle-orm';
import { isOneOf } from '#db/queries/resources.ts';
import { fabricKinds, fabrics } from '#db/schema/fabrics.ts';
import { resources } from '#db/schema/resources.ts';
import type { Database, Tx } from '#db/transaction.ts';
import type { KubernetesObject, ResourceIdentity } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { identityKey } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { isSystemOwned } from '#lib/domain/hedgehog/system-owned.ts';
import type { Instant } from '#lib/domain/lifecycle/facts.ts';
import type { ClusterObservation } from '#lib/domain/lifecycle/observe-cluster.ts';
import { compareResourceVersions, observeCluster } from '#lib/domain/lifecycle/observe-cluster.ts';
import type { Fencing } from '../lifecycle/fabric-context.ts';
import { loadFabricContext } from '../lifecycle/fabric-context.ts';
import { notifyFabric } from '../lifecycle/hooks.ts';
import { performInChunks } from '../lifecycle/perform-in-chunks.ts';
import type { Actor, Change, Outcome } from '../lifecycle/perform-plans.ts';
import { evaluateResources } from './evaluate-resources.ts';

/** A live object with its hashes; `text` is what is stored under `documentHash`. */
export interface ReadObject {
  identity: ResourceIdentity;
  object: KubernetesObject;
  text: string;
  hash: string;
  documentHash: string;
}

export interface KindName {
  group: string;
  kind: string;
}

/** A complete listing of one kind. */
export interface CompleteListing extends KindName {
  epoch: number;
  resourceVersion: string;
  startedAt: Instant;
  objects: readonly ReadObject[];
}

/** Changes that a watch brought, one an object, up to a mark. */
export interface WatchedChanges extends KindName {
  epoch: number;
  resourceVersion: string;
  /** Nothing that happened before is missing; that something arrives proves nothing of its own. */
  provenAt: Instant;
  present: readonly ReadObject[];
  /** Objects of DELETED events, as they were last. */
  deleted: readonly { identity: ResourceIdentity; resourceVersion: string }[];
}

/** Direct reads; an absent object proves absence only where none was held. */
export interface DirectReads {
  epoch: number;
  startedAt: Instant;
  present: readonly ReadObject[];
  absent: readonly ResourceIdentity[];
}

const CLUSTER: Actor = { kind: 'system', name: 'cluster-sync' };

function presence(read: ReadObject, epoch: number): ClusterObservation {
  const { metadata, apiVersion } = read.object;
  return {
    kind: 'present',
    actual: {
      hash: read.hash,
      documentHash: read.documentHash,
      uid: metadata.uid ?? '',
      apiVersion,
      epoch,
      resourceVersion: metadata.resourceVersion ?? '',
      generation: metadata.generation ?? 0,
      deleting: metadata.deletionTimestamp !== undefined,
      systemOwned: isSystemOwned(read.object),
    },
  };
}

function chunkContents(objects: ReadonlyMap<string, ReadObject>, part: readonly Change[]) {
  const reads = part.flatMap(({ identity }) => objects.get(identityKey(identity)) ?? []);
  return {
    actor: CLUSTER,
    documents: new Map(reads.map((read) => [read.documentHash, read.text])),
    objects: new Map(reads.map((read) => [read.documentHash, read.object])),
  };
}

interface HeldActual extends ResourceIdentity {
  actualHash: string | null;
  actualEpoch: number | null;
  actualDeleting: boolean;
}

const heldColumns = {
  group: resources.group,
  kind: resources.kind,
  namespace: resources.namespace,
  name: resources.name,
  actualHash: resources.actualHash,
  actualEpoch: resources.actualEpoch,
  actualDeleting: resources.actualDeleting,
};

function isSame(held: HeldActual | undefined, read: ReadObject, epoch: number): boolean {
  return (
    held?.actualHash === read.hash &&
    held.actualEpoch === epoch &&
    held.actualDeleting === (read.object.metadata.deletionTimestamp !== undefined)
  );
}

/**
 * Records a complete listing: what changed, what is new, and what is gone because the listing lacks it.
 * A listing whose resourceVersion went backwards is of a restored cluster and opens a new epoch.
 * Returns the epoch it was recorded in.
 */
export async function recordClusterListing(
  db: Database,
  fabricId: string,
  fencing: Fencing,
  listing: CompleteListing,
): Promise<number> {
  const { group, kind, resourceVersion, startedAt } = listing;
  const epoch = await epochOf(db, fabricId, fencing, listing);
  const rows = await db
    .select(heldColumns)
    .from(resources)
    .where(
      and(
        eq(resources.fabricId, fabricId),
        isNull(resources.removedAt),
        eq(resources.group, group),
        eq(resources.kind, kind),
      ),
    );
  const held = new Map(rows.map((row) => [identityKey(row), row]));
  const read = new Map(listing.objects.map((object) => [identityKey(object.identity), object]));
  const changes: Change[] = [];
  for (const [key, object] of read) {
    if (isSame(held.get(key), object, epoch)) continue;
    changes.push(observed(object.identity, presence(object, epoch)));
  }
  for (const [key, row] of held) {
    if (row.actualHash === null || read.has(key)) continue;
    const { group, kind, namespace, name } = row;
    changes.push(observed({ group, kind, namespace, name }, { kind: 'absent', epoch, resourceVersion }));
  }
  const cluster = { complete: true, readAt: startedAt, observedThrough: startedAt };
  await performInChunks(db, fabricId, fencing, changes, (part) => ({
    ...chunkContents(read, part),
    cluster,
  }));
  await db.transaction(async (tx) => {
    await loadFabricContext(tx, fabricId, fencing);
    await markKind(
      tx,
      fabricId,
      { group, kind },
      {
        availability: 'listed',
        message: null,
        listedEpoch: epoch,
        listedAt: new Date(startedAt),
        listedResourceVersion: resourceVersion,
        observedThrough: new Date(startedAt),
      },
    );
    await notifyFabric(tx, fabricId, ['fabric']);
  });
  await evaluateResources(db, fabricId, fencing, { kind: 'waiting', andUnread: true }, CLUSTER);
  return epoch;
}

async function epochOf(
  db: Database,
  fabricId: string,
  fencing: Fencing,
  listing: CompleteListing,
): Promise<number> {
  return db.transaction(async (tx) => {
    const { fabric, kind } = await loadFabricContext(tx, fabricId, fencing);
    const held = kind({ ...listing, namespace: '', name: '' });
    const backwards =
      held?.listedEpoch === fabric.clusterEpoch &&
      held.listedResourceVersion !== null &&
      compareResourceVersions(listing.resourceVersion, held.listedResourceVersion) < 0;
    if (!backwards) return listing.epoch;
    const epoch = fabric.clusterEpoch + 1;
    await tx.update(fabrics).set({ clusterEpoch: epoch }).where(eq(fabrics.id, fabricId));
    return epoch;
  });
}

function observed(identity: ResourceIdentity, observation: ClusterObservation): Change {
  return { identity, observe: (facts, now) => observeCluster(facts, observation, now) };
}

async function markKind(
  tx: Tx,
  fabricId: string,
  { group, kind }: KindName,
  values: Partial<typeof fabricKinds.$inferInsert>,
): Promise<void> {
  await tx
    .update(fabricKinds)
    .set(values)
    .where(and(eq(fabricKinds.fabricId, fabricId), eq(fabricKinds.group, group), eq(fabricKinds.kind, kind)));
}

async function heldOf(
  db: Database,
  fabricId: string,
  identities: readonly ResourceIdentity[],
): Promise<Map<string, HeldActual>> {
  const rows = await db
    .select(heldColumns)
    .from(resources)
    .where(and(isNull(resources.removedAt), isOneOf(fabricId, identities)));
  return new Map(rows.map((row) => [identityKey(row), row]));
}

/** Records what a watch brought. Status-only updates have the hashes held and cost one look-up for the whole batch. */
export async function recordClusterChanges(
  db: Database,
  fabricId: string,
  fencing: Fencing,
  batch: WatchedChanges,
): Promise<void> {
  const { epoch, provenAt } = batch;
  const held = await heldOf(
    db,
    fabricId,
    batch.present.map(({ identity }) => identity),
  );
  const changed = batch.present.filter((read) => !isSame(held.get(identityKey(read.identity)), read, epoch));
  const changes = [
    ...changed.map((read) => observed(read.identity, presence(read, epoch))),
    ...batch.deleted.map(({ identity, resourceVersion }) =>
      observed(identity, { kind: 'absent', epoch, resourceVersion }),
    ),
  ];
  const read = new Map(changed.map((object) => [identityKey(object.identity), object]));
  await performInChunks(db, fabricId, fencing, changes, (part, context) => {
    const [first] = part;
    const side = first === undefined ? null : context.cluster(first.identity);
    return {
      ...chunkContents(read, part),
      ...(side?.complete === true ? { cluster: { ...side, observedThrough: provenAt } } : {}),
    };
  });
  await recordClusterMark(db, fabricId, fencing, batch);
}

/** Advances until when everything of a kind is known. */
export async function recordClusterMark(
  db: Database,
  fabricId: string,
  fencing: Fencing,
  { group, kind, provenAt }: KindName & { provenAt: Instant },
): Promise<void> {
  await db.transaction(async (tx) => {
    await loadFabricContext(tx, fabricId, fencing);
    await markKind(tx, fabricId, { group, kind }, { observedThrough: new Date(provenAt) });
  });
}

/**
 * Records direct reads: proof of what a held object is at `startedAt`, and of absence where none is held. A read is not
 * in the order of the watch, which may have told of a deletion or a creation since. So an object found but not held,
 * or held but not found, is left alone and counted as unexplained: a listing has to tell.
 */
export async function recordDirectReads(
  db: Database,
  fabricId: string,
  fencing: Fencing,
  { epoch, startedAt, present, absent }: DirectReads,
): Promise<{ unexplained: number }> {
  const read = new Map(present.map((object) => [identityKey(object.identity), object]));
  const identities = [...present.map(({ identity }) => identity), ...absent];
  const changes = identities.map((identity): Change => {
    const object = read.get(identityKey(identity));
    return {
      identity,
      observe(facts, now) {
        if ((facts.actual === null) !== (object === undefined)) return facts;
        const seen = object === undefined ? facts : observeCluster(facts, presence(object, epoch), now);
        return { ...seen, proofReadAt: startedAt };
      },
    };
  });
  let unexplained = 0;
  const count = ({ identity, before }: Outcome) => {
    if ((before.actual !== null) !== read.has(identityKey(identity))) unexplained++;
  };
  await performInChunks(
    db,
    fabricId,
    fencing,
    changes,
    (part) => chunkContents(read, part),
    (outcomes) => outcomes.forEach(count),
  );
  return { unexplained };
}
