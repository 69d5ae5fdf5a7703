import type { JsonSchema, KubernetesObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import type { Instant } from '#lib/domain/lifecycle/facts.ts';

/** A kind as the cluster serves it now, read from its CRD or, where CRDs may not be read, from the API discovery documents. */
export interface ServedKind {
  group: string;
  /** The preferred version among the served ones; objects are read and applied in it. */
  version: string;
  kind: string;
  plural: string;
  shortNames: string[];
  namespaced: boolean;
  /** Every served version, the preferred one first. */
  servedVersions: string[];
  /** `openAPIV3Schema` of the preferred version; null when CRDs may not be read. */
  schema: JsonSchema | null;
  /** Which CRD this was read from; null when CRDs may not be read. `uid` changes with a recreated CRD, `generation` with every change of its spec. */
  crd: { uid: string; generation: number } | null;
}

/** The API type a kind lives under, as keys and permissions name it: `plural.group`. */
export function kindKey(kind: Pick<ServedKind, 'plural' | 'group'>): string {
  return `${kind.plural}.${kind.group}`;
}

/** What tells one cluster from another (lifecycle.md §3: the uid of kube-system, else address and CA). */
export interface ClusterIdentity {
  /** uid of the namespace kube-system; null when it may not be read. */
  uid: string | null;
  serverUrl: string;
  /** SHA-256 of the cluster's CA certificates, hexadecimal; null without a CA of its own. */
  caHash: string | null;
  /** `gitVersion` of the API server, e.g. `v1.34.4`. */
  version: string;
}

/** An object's place within its kind. `namespace` is empty for cluster-scoped kinds. */
export interface ObjectKey {
  namespace: string;
  name: string;
}

/** One change of one object: after coalescing, the last one of its key. A `delete` carries the object as it was last. */
export interface ObservedChange {
  type: 'upsert' | 'delete';
  object: KubernetesObject;
}

/**
 * A complete listing of a kind, made by one consistent read: what it lacks did not exist at `startedAt`.
 * It is handed over only after its last page has arrived.
 */
export interface ListedSnapshot {
  pages: readonly (readonly KubernetesObject[])[];
  resourceVersion: string;
  /** Database time before the first request was sent. */
  startedAt: Instant;
}

/**
 * How far the watch of a kind has come: everything up to `resourceVersion` has been handed over.
 * `receivedAt` is a database time not later than the arrival of what is handed over, and proves nothing, since a stream may lag.
 * `provenAt` is the proof: nothing that happened in the cluster up to this database time is missing.
 */
export interface ObservedMark {
  resourceVersion: string;
  receivedAt: Instant;
  provenAt: Instant;
}

/**
 * Why a kind cannot be observed: no permission, not served (any more), the cluster said no in another way, or it could not be asked.
 * Says nothing about the objects.
 */
export interface KindUnavailable {
  reason: 'forbidden' | 'missing' | 'error' | 'unreachable';
  /** One sentence for people, with the server's own words. */
  message: string;
}

/**
 * Receives what a `ClusterObserver` sees. The observer awaits every promise and calls one method at a time per cluster;
 * what arrives meanwhile is coalesced by key. A rejected call is reported (`onError`) and repeated with backoff, so every method must be idempotent.
 */
export interface ClusterSink {
  /** First, and again whenever the served kinds, a schema or the cluster's identity changed, or the cluster could not be asked before. Comes before the kinds' first `listed`. */
  discovered(kinds: readonly ServedKind[], facts: { identity: ClusterIdentity }): Promise<void>;
  /** At the start, after a gap in the watch (410), a recreated CRD, another cluster identity, or on demand. */
  listed(kind: ServedKind, snapshot: ListedSnapshot): Promise<void>;
  /** Changes since the last call, at most one per key, in order of arrival; the mark holds once the call has succeeded. */
  changed(kind: ServedKind, batch: readonly ObservedChange[], mark: ObservedMark): Promise<void>;
  /** `provenAt` has moved and nothing changed: once or twice a minute while the watch is alive. */
  advanced(kind: ServedKind, mark: ObservedMark): Promise<void>;
  /** Called when the kind stops being observable, and again only when reason or message change. */
  unavailable(kind: ServedKind, problem: KindUnavailable): Promise<void>;
  /** After `unavailable`: the watch goes on where it stopped and no change is lost. (`listed` says the same by itself.) */
  resumed(kind: ServedKind): Promise<void>;
}

/** What a direct read said of one object: the object, null for absent, or why it could not be read. */
export type DirectReading =
  | { kind: 'present'; object: KubernetesObject }
  | { kind: 'absent' }
  | { kind: 'unread'; problem: KindUnavailable };

/** Direct reads of several objects. Each reading holds at `startedAt` or later (database time before the first request). */
export interface DirectReadings {
  startedAt: Instant;
  /** By position of the keys asked for. */
  readings: readonly DirectReading[];
}

/** Logger of the observers; a pino logger fits. */
export interface ObserverLog {
  info(fields: Record<string, unknown>, message: string): void;
  warn(fields: Record<string, unknown>, message: string): void;
}

/** Clock, timers and chance of the observers, so that tests need not wait. */
export interface ObserverTiming {
  /** Database time. */
  now(): Promise<Instant>;
  /** Calls back once after `milliseconds`, unless the returned function is called before. */
  after(milliseconds: number, callback: () => void): () => void;
  /** Uniform in [0, 1). */
  random(): number;
}

/** What a worker holds of an observed cluster (see `observeCluster`). */
export interface ClusterObserver {
  /** Observes exactly the served kinds that the predicate admits, from now on; kinds that drop out end promptly. */
  setKinds(admits: (kind: Pick<ServedKind, 'group' | 'kind'>) => boolean): void;
  /** Lists the kind again at once; ends when the sink has taken the new snapshot. Rejects when the listing fails, the kind is not observed or the observer closes. */
  relist(kind: Pick<ServedKind, 'group' | 'kind'>): Promise<void>;
  /** Reads these objects directly, whatever the watch says. Rejects when the kind is not served. */
  readNow(kind: Pick<ServedKind, 'group' | 'kind'>, keys: readonly ObjectKey[]): Promise<DirectReadings>;
  /** Reads CRDs and identity again now; ends when the sink knows. */
  rediscover(): Promise<void>;
  /** Ends all streams and requests promptly; resolves when no sink call is running any more. */
  close(): Promise<void>;
}
