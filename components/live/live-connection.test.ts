import { beforeEach, describe, expect, test } from 'vitest';
import type { LiveFrame } from '#lib/contract/live-frame.ts';
import { LiveConnection, type LiveStatus } from './live-connection.ts';

const HELLO: LiveFrame = { type: 'hello', now: '2026-11-24T14:11:00.000Z' };

/** A connection whose streams and timers are in the test's hands. */
class World {
  opened = 0;
  closed = 0;
  readonly statuses: LiveStatus[] = [];
  readonly frames: LiveFrame[] = [];
  #message: (data: string) => void = () => {};
  #error: () => void = () => {};
  #timers: { milliseconds: number; then: () => void }[] = [];

  readonly connection = new LiveConnection({
    open: (onMessage, onError) => {
      this.opened += 1;
      this.#message = onMessage;
      this.#error = onError;
      return () => {
        this.closed += 1;
      };
    },
    onFrame: (frame) => this.frames.push(frame),
    onStatus: (status) => this.statuses.push(status),
    wait: (milliseconds, then) => {
      const timer = { milliseconds, then };
      this.#timers.push(timer);
      return () => {
        this.#timers = this.#timers.filter((one) => one !== timer);
      };
    },
  });

  send(frame: LiveFrame) {
    this.#message(JSON.stringify(frame));
  }

  fail() {
    this.#error();
  }

  get waiting(): number[] {
    return this.#timers.map(({ milliseconds }) => milliseconds);
  }

  elapse() {
    this.#timers.shift()?.then();
  }
}

let world: World;
beforeEach(() => {
  world = new World();
  world.connection.start();
});

describe('a stream', () => {
  test('is live once it was greeted, and hands on what it hears', () => {
    world.send(HELLO);
    world.send({ type: 'changed', changes: [] });
    expect(world.statuses).toEqual(['live']);
    expect(world.frames.map(({ type }) => type)).toEqual(['hello', 'changed']);
  });

  test('is opened once, however often it is wanted', () => {
    world.connection.start();
    expect(world.opened).toBe(1);
  });

  test('that breaks is opened again, later each time, for ever', () => {
    const waits: number[] = [];
    for (let attempt = 0; attempt < 8; attempt += 1) {
      world.fail();
      waits.push(...world.waiting);
      world.elapse();
    }
    expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000]);
    expect(world).toMatchObject({ opened: 9, closed: 8 });
    expect(new Set(world.statuses)).toEqual(new Set(['lost']));
  });

  test('that was greeted begins anew with short waits', () => {
    world.fail();
    world.elapse();
    world.fail();
    world.elapse();
    world.send(HELLO);
    world.fail();
    expect(world.waiting).toEqual([500]);
  });

  test('that falls silent is broken, whatever the socket says', () => {
    world.send(HELLO);
    expect(world.waiting).toEqual([45_000]);
    world.elapse();
    expect(world.statuses).toEqual(['live', 'lost']);
    expect(world.closed).toBe(1);
  });

  test('is not silent while it beats', () => {
    world.send(HELLO);
    world.send({ type: 'beat', now: HELLO.now });
    expect(world.waiting).toEqual([45_000]);
    expect(world.statuses).toEqual(['live']);
  });
});

describe('a pause', () => {
  test('closes the stream and waits for nothing; going on opens it at once', () => {
    world.send(HELLO);
    world.connection.pause();
    expect(world).toMatchObject({ closed: 1, waiting: [] });
    world.connection.start();
    expect(world.opened).toBe(2);
    expect(world.statuses).toEqual(['live', 'paused']);
  });

  test('ends waiting for another attempt', () => {
    world.fail();
    world.connection.pause();
    expect(world.waiting).toEqual([]);
    world.connection.start();
    expect(world.opened).toBe(2);
  });
});
