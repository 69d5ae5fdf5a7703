import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { LiveFrame } from '#lib/contract/live-frame.ts';
import { LiveHub } from './hub.ts';
import type { ListenHandlers } from './listen-to-channel.ts';

/** A database whose notifications come from the test. */
class Database {
  readonly listeners: ListenHandlers[] = [];
  stopped = 0;
  refuses = false;

  readonly listen = async (handlers: ListenHandlers) => {
    if (this.refuses) throw new Error('the database does not answer');
    this.listeners.push(handlers);
    handlers.onReady();
    return async () => {
      this.stopped += 1;
    };
  };

  notify(payload: unknown) {
    this.listeners.at(-1)?.onPayload(typeof payload === 'string' ? payload : JSON.stringify(payload));
  }
}

function reader() {
  const frames: LiveFrame[] = [];
  const seen = { frames, closed: 0 };
  return { seen, send: (frame: LiveFrame) => frames.push(frame), close: () => (seen.closed += 1) };
}

let database: Database;
let hub: LiveHub;
beforeEach(() => {
  database = new Database();
  hub = new LiveHub(database.listen);
});

const types = (frames: LiveFrame[]) => frames.map(({ type }) => type);
const change = { fabricId: 'f', topics: ['resources'] };

describe('one listener for all streams', () => {
  test('however many there are, and each is greeted', async () => {
    const [one, two] = [reader(), reader()];
    await Promise.all([hub.subscribe(one), hub.subscribe(two)]);
    expect(database.listeners).toHaveLength(1);
    expect(types(one.seen.frames)).toContain('hello');
    expect(types(two.seen.frames)).toContain('hello');
  });

  test('hands a change to everybody who is there', async () => {
    const [one, two] = [reader(), reader()];
    await hub.subscribe(one);
    const leave = await hub.subscribe(two);
    leave();
    database.notify(change);
    await vi.waitFor(() => expect(one.seen.frames.at(-1)).toEqual({ type: 'changed', changes: [change] }));
    expect(types(two.seen.frames)).not.toContain('changed');
    expect(hub.size).toBe(1);
  });

  test.each([
    ['no JSON', '{'],
    ['another shape', { fabric: 'f' }],
    ['an unknown topic', { fabricId: 'f', topics: ['weather'] }],
    ['nothing', ''],
  ])('ignores a notification that is %s', async (_, payload) => {
    const one = reader();
    await hub.subscribe(one);
    database.notify(payload);
    database.notify(change);
    await vi.waitFor(() => expect(types(one.seen.frames)).toContain('changed'));
    expect(types(one.seen.frames).filter((type) => type === 'changed')).toHaveLength(1);
  });
});

describe('when the database goes', () => {
  test('a listener that came back greets everybody again, so that they ask anew', async () => {
    const one = reader();
    await hub.subscribe(one);
    const before = one.seen.frames.length;
    database.listeners[0]?.onReady();
    expect(types(one.seen.frames.slice(before))).toEqual(['hello']);
  });

  test('a lost one ends every stream, and the next listens anew', async () => {
    const one = reader();
    await hub.subscribe(one);
    database.listeners[0]?.onLost();
    expect(one.seen.closed).toBe(1);
    expect(hub.size).toBe(0);
    await hub.subscribe(reader());
    expect(database.listeners).toHaveLength(2);
  });

  test('a stream that cannot be kept true is refused, and the next one tries again', async () => {
    database.refuses = true;
    await expect(hub.subscribe(reader())).rejects.toThrow('does not answer');
    database.refuses = false;
    await hub.subscribe(reader());
    expect(hub.size).toBe(1);
  });

  test('closing ends the streams and the listener', async () => {
    const one = reader();
    await hub.subscribe(one);
    await hub.close();
    expect(one.seen.closed).toBe(1);
    expect(database.stopped).toBe(1);
    await hub.close();
    expect(database.stopped).toBe(1);
  });
});
