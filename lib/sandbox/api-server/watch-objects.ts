import type { ServerResponse } from 'node:http';
import type { Json, JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { present, readSelector } from './list-objects.ts';
import type { ObjectStore, StoreEvent } from './object-store.ts';
import { apiVersionOf, collectionOf } from './resource-type.ts';
import type { Selector } from './selectors.ts';
import { ApiError, expired } from './status.ts';
import { isTrue, type Target } from './write-request.ts';

const BOOKMARK_EVERY_MS = 5_000;
const LONGEST_WATCH_SECONDS = 3_600;

interface WatchPlan {
  /** Events after this revision are sent; null sends the present objects first. */
  from: number | null;
  bookmarks: boolean;
  initialEvents: boolean;
  timeoutMs: number;
  selector: Selector;
}

function readPlan(query: URLSearchParams): WatchPlan {
  const version = query.get('resourceVersion') ?? '';
  if (version !== '' && !/^\d+$/.test(version)) {
    const quoted = JSON.stringify(version);
    throw new ApiError(
      500,
      null,
      `resourceVersion: Invalid value: ${quoted}: strconv.ParseUint: parsing ${quoted}: invalid syntax`,
    );
  }
  const initialEvents = isTrue(query.get('sendInitialEvents'));
  const seconds = Number(query.get('timeoutSeconds') ?? '');
  return {
    from: initialEvents || version === '' || version === '0' ? null : Number(version),
    bookmarks: isTrue(query.get('allowWatchBookmarks')),
    initialEvents,
    timeoutMs: (seconds > 0 ? Math.min(seconds, LONGEST_WATCH_SECONDS) : LONGEST_WATCH_SECONDS) * 1_000,
    selector: readSelector(query),
  };
}

type Send = (kind: string, object: Json) => void;

/** Streams changes, one JSON object a line, until the time is up or the client goes. Returns what ends it early. */
export function watchObjects(
  store: ObjectStore,
  target: Target,
  query: URLSearchParams,
  response: ServerResponse,
): () => void {
  const plan = readPlan(query);
  const collection = collectionOf(target.type);
  const send: Send = (kind, object) => {
    response.write(`${JSON.stringify({ type: kind, object })}\n`);
  };
  const forward = (event: StoreEvent): void => {
    if (event.collection !== collection || !isInNamespace(event, target)) return;
    const kind = visibleType(event, plan.selector);
    if (kind !== null) send(kind, present(event.object, target.type));
  };
  response.writeHead(200, { 'content-type': 'application/json' });
  response.flushHeaders();
  const missed = plan.from === null ? [] : store.eventsAfter(collection, plan.from);
  if (missed === null) {
    send('ERROR', expired(`too old resource version: ${plan.from} (${store.compacted})`).body);
    response.end();
    return () => {};
  }
  if (plan.from === null) sendPresent(store, target, plan.selector, send);
  if (plan.initialEvents && plan.bookmarks) {
    send('BOOKMARK', bookmark(store, target, { annotations: { 'k8s.io/initial-events-end': 'true' } }));
  }
  for (const event of missed) forward(event);
  const sendBookmark = plan.bookmarks ? () => send('BOOKMARK', bookmark(store, target)) : () => {};
  return keepOpen(response, plan.timeoutMs, sendBookmark, store.subscribe(forward));
}

/** Tells a client how far it has seen, although nothing that it watches has changed. */
function bookmark(store: ObjectStore, { type }: Target, annotations: JsonObject = {}): JsonObject {
  const metadata = { ...annotations, resourceVersion: String(store.revision) };
  return { apiVersion: apiVersionOf(type), kind: type.kind, metadata };
}

function keepOpen(
  response: ServerResponse,
  timeoutMs: number,
  sendBookmark: () => void,
  unsubscribe: () => void,
): () => void {
  const ticking = setInterval(sendBookmark, BOOKMARK_EVERY_MS);
  const stop = (): void => {
    unsubscribe();
    clearInterval(ticking);
    clearTimeout(ending);
    response.end();
  };
  const ending = setTimeout(() => {
    sendBookmark();
    stop();
  }, timeoutMs);
  response.on('close', stop);
  return stop;
}

function sendPresent(store: ObjectStore, target: Target, selector: Selector, send: Send): void {
  const prefix = target.namespace === null ? '' : `${target.namespace}/`;
  for (const [key, object] of store.list(collectionOf(target.type))) {
    if (key.startsWith(prefix) && selector(object)) send('ADDED', present(object, target.type));
  }
}

function isInNamespace(event: StoreEvent, target: Target): boolean {
  return target.namespace === null || event.key.startsWith(`${target.namespace}/`);
}

/** To a watch with a selector an object appears when it begins to match, and goes when it ends. */
function visibleType(event: StoreEvent, selector: Selector): StoreEvent['type'] | null {
  const before = event.previous !== null && selector(event.previous);
  const after = event.type !== 'DELETED' && selector(event.object);
  if (before && after) return 'MODIFIED';
  if (after) return 'ADDED';
  return before ? 'DELETED' : null;
}
