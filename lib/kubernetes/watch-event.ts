import type { KubernetesObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { type ApiStatus, parseJson, statusOf } from './cluster-failure.ts';
import type { KindPath } from './kind-path.ts';
import { asKubernetesObject } from './kubernetes-json.ts';
import type { ObservedChange } from './observation.ts';

/** One line of a watch (API concepts, "Efficient detection of changes"). `malformed` says what is wrong with it, without its content. */
export type WatchEvent =
  | { kind: 'change'; change: ObservedChange; resourceVersion: string }
  | { kind: 'bookmark'; resourceVersion: string }
  | { kind: 'error'; status: ApiStatus }
  | { kind: 'malformed'; problem: string };

function malformed(problem: string): WatchEvent {
  return { kind: 'malformed', problem };
}

function bookmarkVersion(object: unknown): string | null {
  if (typeof object !== 'object' || object === null || !('metadata' in object)) return null;
  const { metadata } = object;
  if (typeof metadata !== 'object' || metadata === null || !('resourceVersion' in metadata)) return null;
  return typeof metadata.resourceVersion === 'string' && metadata.resourceVersion !== ''
    ? metadata.resourceVersion
    : null;
}

function changeOf(type: ObservedChange['type'], object: KubernetesObject | null): WatchEvent {
  const resourceVersion = object?.metadata.resourceVersion;
  if (object === null || !resourceVersion) return malformed('its object lacks a name or a resourceVersion');
  return { kind: 'change', change: { type, object }, resourceVersion };
}

/** Reads one line; never throws. */
export function parseWatchEvent(line: string, kind: KindPath): WatchEvent {
  const event = parseJson(line);
  if (typeof event !== 'object' || event === null || !('type' in event) || !('object' in event))
    return malformed(`it is not an event (${line.length} characters)`);
  switch (event.type) {
    case 'ADDED':
    case 'MODIFIED':
      return changeOf('upsert', asKubernetesObject(event.object, kind));
    case 'DELETED':
      return changeOf('delete', asKubernetesObject(event.object, kind));
    case 'BOOKMARK': {
      const resourceVersion = bookmarkVersion(event.object);
      return resourceVersion === null
        ? malformed('a bookmark lacks its resourceVersion')
        : { kind: 'bookmark', resourceVersion };
    }
    case 'ERROR': {
      const status = statusOf(event.object);
      return status === null ? malformed('an error event lacks its status') : { kind: 'error', status };
    }
    default:
      return malformed('it has an unknown event type');
  }
}
