import { toAppError } from '#lib/errors.ts';
import type { ClusterClient } from './cluster-client.ts';
import { unavailabilityOf } from './cluster-failure.ts';
import type { DirectReading, DirectReadings, ObjectKey, ObserverTiming, ServedKind } from './observation.ts';
import { createLimiter } from './retry.ts';

const AT_ONCE = 8;

async function readOne(
  client: ClusterClient,
  kind: ServedKind,
  key: ObjectKey,
  signal: AbortSignal,
): Promise<DirectReading> {
  try {
    const object = await client.get(kind, key, signal);
    return object === null ? { kind: 'absent' } : { kind: 'present', object };
  } catch (error) {
    signal.throwIfAborted();
    return { kind: 'unread', problem: unavailabilityOf(toAppError(error)) };
  }
}

/** Reads each object by itself; a reading that fails leaves the others alone. */
export async function readDirectly(
  client: ClusterClient,
  timing: Pick<ObserverTiming, 'now'>,
  kind: ServedKind,
  keys: readonly ObjectKey[],
  signal: AbortSignal,
): Promise<DirectReadings> {
  const startedAt = await timing.now();
  const limit = createLimiter(AT_ONCE);
  const readings = await Promise.all(keys.map((key) => limit(() => readOne(client, kind, key, signal))));
  return { startedAt, readings };
}
