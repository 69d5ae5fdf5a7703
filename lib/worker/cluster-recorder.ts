import { contentHash } from '#lib/content-hash.ts';
import type { KubernetesObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import type { ClusterIdentity, ClusterSink, ServedKind } from '#lib/kubernetes/observation.ts';
import { kindKey } from '#lib/kubernetes/observation.ts';
import {
  recordClusterRecovery,
  recordDiscovery,
  recordKindAvailability,
  recordManagedKind,
} from '#lib/services/fabric/record-connection.ts';
import type { Fencing } from '#lib/services/lifecycle/fabric-context.ts';
import {
  recordClusterChanges,
  recordClusterListing,
  recordClusterMark,
} from '#lib/services/resource/record-cluster.ts';
import { toReadObject } from './read-objects.ts';
import type { WorkerContext } from './worker-context.ts';

/** What the recorder tells the runner of its fabric. */
export interface RecorderEvents {
  /** Something was recorded that may want proof or has made more conclusions possible. */
  recorded(): void;
  /** What the cluster serves is known, or has changed. */
  served(kinds: readonly ServedKind[]): void;
  /** Another cluster answers, or an older copy of it: every kind must be listed again. */
  newEpoch(): void;
}

/** Tells one cluster from another: the uid of kube-system, else address and CA (lifecycle.md §3). */
export function clusterIdentityKey({ uid, serverUrl, caHash }: ClusterIdentity): string {
  return uid ?? `${serverUrl}#${caHash ?? ''}`;
}

function toDiscovered({ group, kind, version, servedVersions, plural, schema }: ServedKind) {
  const text = schema === null ? null : JSON.stringify(schema);
  return {
    group,
    kind,
    version,
    servedVersions,
    plural,
    schema: text === null ? null : { hash: contentHash(text), text },
  };
}

/** The cluster's observer writes through this into the database; every method may be called again after a failure. */
export function createClusterRecorder(
  { db }: Pick<WorkerContext, 'db'>,
  fabricId: string,
  fencing: Fencing,
  admits: (kind: ServedKind) => boolean,
  events: RecorderEvents,
): ClusterSink & { epoch(): number } {
  let epoch: number | null = null;
  const recorded = new Set<string>();
  const read = (kind: ServedKind, objects: readonly KubernetesObject[]) =>
    objects.map((object) => toReadObject(kind.group, object));
  const epochNow = () => {
    if (epoch === null) throw new Error('the cluster was not discovered yet');
    return epoch;
  };

  return {
    epoch: epochNow,
    async discovered(kinds, { identity }) {
      const managed = kinds.filter(admits);
      const before = epoch;
      const key = clusterIdentityKey(identity);
      epoch = await recordDiscovery(db, fabricId, fencing, key, managed.map(toDiscovered));
      for (const kind of managed) recorded.add(kindKey(kind));
      events.served(kinds);
      if (before !== null && before !== epoch) events.newEpoch();
    },
    async listed(kind, { pages, resourceVersion, startedAt }) {
      // A kind is listed as soon as it is managed, which may be before a discovery says so.
      if (!recorded.has(kindKey(kind))) {
        await recordManagedKind(db, fabricId, fencing, toDiscovered(kind));
        recorded.add(kindKey(kind));
      }
      const objects = pages.flatMap((page) => read(kind, page));
      const listing = {
        group: kind.group,
        kind: kind.kind,
        epoch: epochNow(),
        resourceVersion,
        startedAt,
        objects,
      };
      const held = await recordClusterListing(db, fabricId, fencing, listing);
      await recordClusterRecovery(db, fabricId, fencing);
      if (held !== epoch) {
        epoch = held;
        events.newEpoch();
      }
      events.recorded();
    },
    async changed(kind, batch, { resourceVersion, provenAt }) {
      const present = batch.filter(({ type }) => type === 'upsert').map(({ object }) => object);
      const deleted = batch
        .filter(({ type }) => type === 'delete')
        .map(({ object }) => ({
          identity: toReadObject(kind.group, object).identity,
          resourceVersion: object.metadata.resourceVersion ?? resourceVersion,
        }));
      await recordClusterChanges(db, fabricId, fencing, {
        group: kind.group,
        kind: kind.kind,
        epoch: epochNow(),
        resourceVersion,
        provenAt,
        present: read(kind, present),
        deleted,
      });
      events.recorded();
    },
    async advanced({ group, kind }, { provenAt }) {
      await recordClusterMark(db, fabricId, fencing, { group, kind, provenAt });
      await recordClusterRecovery(db, fabricId, fencing);
      events.recorded();
    },
    async unavailable(kind, { reason, message }) {
      const availability = reason === 'unreachable' ? 'error' : reason;
      await recordKindAvailability(db, fabricId, fencing, kind, availability, message);
    },
    async resumed(kind) {
      await recordKindAvailability(db, fabricId, fencing, kind, 'listed', null);
      await recordClusterRecovery(db, fabricId, fencing);
    },
  };
}
