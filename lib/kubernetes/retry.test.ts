import { describe, expect, it } from 'vitest';
import { createBackoff, createLimiter, pause } from './retry.ts';
import { ManualTiming } from './testing/manual-timing.ts';

describe('createBackoff', () => {
  it('doubles up to its limit and starts over after a reset', () => {
    const backoff = createBackoff({ baseMs: 100, maxMs: 1000, random: () => 1 });
    expect(Array.from({ length: 6 }, () => backoff.next())).toEqual([100, 200, 400, 800, 1000, 1000]);
    backoff.reset();
    expect(backoff.next()).toBe(100);
  });

  it('spreads every wait between half and the whole', () => {
    const waits = [0, 0.5, 0.999].map((random) =>
      createBackoff({ baseMs: 1000, maxMs: 1000, random: () => random }).next(),
    );
    expect(waits).toEqual([500, 750, 1000]);
  });
});

describe('pause', () => {
  it('ends with its timer', async () => {
    const timing = new ManualTiming();
    const paused = pause(timing, 500, new AbortController().signal);
    timing.advance(499);
    expect(timing.running).toBe(1);
    timing.advance(1);
    await paused;
  });

  it('ends at once with the reason of the signal, and leaves no timer', async () => {
    const timing = new ManualTiming();
    const controller = new AbortController();
    const paused = pause(timing, 500, controller.signal);
    controller.abort(new Error('closing'));
    await expect(paused).rejects.toThrow('closing');
    expect(timing.running).toBe(0);
    await expect(pause(timing, 500, controller.signal)).rejects.toThrow('closing');
    expect(timing.waits).toEqual([500]);
  });
});

describe('createLimiter', () => {
  it('runs so many at once and the others in order, failures included', async () => {
    const limit = createLimiter(2);
    const log: string[] = [];
    const gates = Array.from({ length: 4 }, () => Promise.withResolvers<void>());
    const tasks = gates.map((gate, index) =>
      limit(async () => {
        log.push(`start ${index}`);
        await gate.promise;
        log.push(`end ${index}`);
        if (index === 0) throw new Error('zero');
        return index;
      }).catch((error: Error) => error.message),
    );
    expect(log).toEqual(['start 0', 'start 1']);
    gates[0]?.resolve();
    expect(await tasks[0]).toBe('zero');
    expect(log).toEqual(['start 0', 'start 1', 'end 0', 'start 2']);
    for (const gate of gates) gate.resolve();
    expect(await Promise.all(tasks)).toEqual(['zero', 1, 2, 3]);
    expect(await limit(async () => 'free again')).toBe('free again');
  });
});
