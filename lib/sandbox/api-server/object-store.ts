import type { Json, JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { equalJson, objectAt, own } from '../json-value.ts';

/** One change; `object` is the state after it (for a deletion the last one, with the deletion's version). */
export interface StoreEvent {
  revision: number;
  collection: string;
  key: string;
  type: 'ADDED' | 'MODIFIED' | 'DELETED';
  object: JsonObject;
  previous: JsonObject | null;
}

/** What is made durable before anybody sees it; `object` is null for a deletion. */
export interface StoreRecord {
  revision: number;
  collection: string;
  key: string;
  object: JsonObject | null;
}

export interface StoreState {
  revision: number;
  /** Watches and continued lists from before this revision are told to start again. */
  compacted: number;
  objects: StoreRecord[];
}

const EVENTS_KEPT = 5_000;

/** The order of keys within a collection: that of their bytes, as in etcd. */
export function compareKeys(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** All objects under one growing revision, with enough history to watch and to list the past. Objects are never changed in place. */
export class ObjectStore {
  #revision: number;
  #compacted: number;
  readonly #collections = new Map<string, Map<string, JsonObject>>();
  #events: StoreEvent[] = [];
  readonly #listeners = new Set<(event: StoreEvent) => void>();
  readonly #persist: (record: StoreRecord) => void;

  constructor(state: StoreState, persist: (record: StoreRecord) => void = () => {}) {
    this.#revision = state.revision;
    this.#compacted = state.compacted;
    this.#persist = persist;
    for (const record of state.objects) {
      if (record.object !== null) this.#collection(record.collection).set(record.key, record.object);
    }
  }

  get revision(): number {
    return this.#revision;
  }

  get compacted(): number {
    return this.#compacted;
  }

  get(collection: string, key: string): JsonObject | null {
    return this.#collections.get(collection)?.get(key) ?? null;
  }

  /** The objects of a collection in key order, now or at an earlier revision that is not compacted. */
  list(collection: string, revision: number = this.#revision): [string, JsonObject][] {
    const objects = new Map(this.#collections.get(collection));
    for (let index = this.#events.length - 1; index >= 0; index -= 1) {
      const event = this.#events[index];
      if (event === undefined || event.revision <= revision) break;
      if (event.collection !== collection) continue;
      if (event.previous === null) objects.delete(event.key);
      else objects.set(event.key, event.previous);
    }
    return [...objects].sort(([a], [b]) => compareKeys(a, b));
  }

  /** Stores an object under the next revision, which becomes its resourceVersion. */
  put(collection: string, key: string, object: JsonObject): JsonObject {
    const previous = this.get(collection, key);
    const stored = withRevision(sharing(object, previous), this.#revision + 1);
    const type = previous === null ? 'ADDED' : 'MODIFIED';
    this.#commit({ revision: this.#revision + 1, collection, key, type, object: stored, previous });
    return stored;
  }

  delete(collection: string, key: string): JsonObject | null {
    const previous = this.get(collection, key);
    if (previous === null) return null;
    const object = withRevision(previous, this.#revision + 1);
    this.#commit({ revision: this.#revision + 1, collection, key, type: 'DELETED', object, previous });
    return object;
  }

  #commit(event: StoreEvent): void {
    const { revision, collection, key } = event;
    const deleted = event.type === 'DELETED';
    this.#persist({ revision, collection, key, object: deleted ? null : event.object });
    this.#revision = revision;
    if (deleted) this.#collection(collection).delete(key);
    else this.#collection(collection).set(key, event.object);
    this.#events.push(event);
    if (this.#events.length > EVENTS_KEPT * 2) this.compact(this.#revision - EVENTS_KEPT);
    for (const listener of this.#listeners) listener(event);
  }

  /** The events of a collection after a revision; null when some of them are compacted. */
  eventsAfter(collection: string, revision: number): StoreEvent[] | null {
    if (revision < this.#compacted) return null;
    return this.#events.filter((event) => event.revision > revision && event.collection === collection);
  }

  /** Forgets the history up to a revision. */
  compact(revision: number = this.#revision): void {
    this.#compacted = Math.max(this.#compacted, Math.min(revision, this.#revision));
    this.#events = this.#events.filter((event) => event.revision > this.#compacted);
  }

  subscribe(listener: (event: StoreEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  state(): StoreState {
    const objects = [...this.#collections].flatMap(([collection, entries]) =>
      [...entries].map(([key, object]) => ({ revision: revisionOf(object), collection, key, object })),
    );
    return { revision: this.#revision, compacted: this.#revision, objects };
  }

  #collection(name: string): Map<string, JsonObject> {
    let collection = this.#collections.get(name);
    if (collection === undefined) {
      collection = new Map();
      this.#collections.set(name, collection);
    }
    return collection;
  }
}

/** The object with the parts that did not change taken from before, so that history costs memory only for what changed. */
function sharing(object: JsonObject, previous: JsonObject | null): JsonObject {
  if (previous === null) return object;
  const entries = Object.entries(object).map(([key, value]): [string, Json] => {
    const before = own(previous, key);
    return [key, before !== undefined && equalJson(before, value) ? before : value];
  });
  return Object.fromEntries(entries);
}

function withRevision(object: JsonObject, revision: number): JsonObject {
  return { ...object, metadata: { ...objectAt(object, 'metadata'), resourceVersion: String(revision) } };
}

function revisionOf(object: JsonObject): number {
  return Number(objectAt(object, 'metadata')?.resourceVersion ?? 0);
}
