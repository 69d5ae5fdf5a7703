import { beforeEach, expect, test } from 'vitest';
import type { FabricChange } from '#lib/contract/live-frame.ts';
import { Coalescer } from './coalesce.ts';

let delivered: FabricChange[][];
let timers: (() => void)[];
let coalescer: Coalescer;

beforeEach(() => {
  delivered = [];
  timers = [];
  coalescer = new Coalescer(
    (then) => {
      timers.push(then);
      return () => {
        timers = timers.filter((timer) => timer !== then);
      };
    },
    (changes) => delivered.push(changes),
  );
});

test('a burst becomes one delivery, each fabric and topic once', () => {
  coalescer.add({ fabricId: 'a', topics: ['resources', 'alerts'] });
  coalescer.add({ fabricId: 'b', topics: ['fabric'] });
  for (let burst = 0; burst < 1000; burst += 1) coalescer.add({ fabricId: 'a', topics: ['resources'] });
  expect(timers).toHaveLength(1);
  timers[0]?.();
  expect(delivered).toEqual([
    [
      { fabricId: 'a', topics: ['resources', 'alerts'] },
      { fabricId: 'b', topics: ['fabric'] },
    ],
  ]);
});

test('what comes after a delivery is the next one', () => {
  coalescer.add({ fabricId: 'a', topics: ['resources'] });
  timers[0]?.();
  coalescer.add({ fabricId: 'a', topics: ['alerts'] });
  timers[1]?.();
  expect(delivered[1]).toEqual([{ fabricId: 'a', topics: ['alerts'] }]);
});

test('stopping delivers nothing more, and starting again begins empty', () => {
  coalescer.add({ fabricId: 'a', topics: ['resources'] });
  coalescer.stop();
  expect(timers).toEqual([]);
  coalescer.add({ fabricId: 'b', topics: ['fabric'] });
  timers[0]?.();
  expect(delivered).toEqual([[{ fabricId: 'b', topics: ['fabric'] }]]);
});
