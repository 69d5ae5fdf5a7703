import { createInterface } from 'node:readline';
import type { JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { type ApiServerAddress, openRequest } from '../api-client.ts';
import { isJsonObject } from '../json-value.ts';

export interface WatchEvent {
  type: string;
  object: JsonObject;
}

export interface WatchStream {
  /** The next event; null when the server has ended the watch. */
  next(): Promise<WatchEvent | null>;
  /** All events until the server ends the watch. */
  rest(): Promise<WatchEvent[]>;
  close(): void;
}

/** Opens a watch and reads it event by event. */
export async function openWatch(server: ApiServerAddress, path: string): Promise<WatchStream> {
  const response = await openRequest(server, 'GET', path);
  if (response.statusCode !== 200) throw new Error(`${path} answered ${response.statusCode}`);
  const lines = createInterface({ input: response })[Symbol.asyncIterator]();
  const next = async (): Promise<WatchEvent | null> => {
    const line = await lines.next();
    return line.done === true ? null : readEvent(line.value);
  };
  return {
    next,
    rest: async () => {
      const events: WatchEvent[] = [];
      for (let event = await next(); event !== null; event = await next()) events.push(event);
      return events;
    },
    close: () => response.destroy(),
  };
}

function readEvent(line: string): WatchEvent {
  const event: unknown = JSON.parse(line);
  if (!isJsonObject(event) || typeof event.type !== 'string' || !isJsonObject(event.object)) {
    throw new Error(`not a watch event: ${line}`);
  }
  return { type: event.type, object: event.object };
}
