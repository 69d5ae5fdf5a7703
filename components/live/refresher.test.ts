import { expect, test } from 'vitest';
import { Refresher, type Stale } from './refresher.ts';

/** A refetch that ends when the test says so. */
function controlled() {
  const rounds: Stale[] = [];
  const ends: { resolve: () => void; reject: (error: Error) => void }[] = [];
  const refresher = new Refresher((stale) => {
    rounds.push(stale);
    return new Promise((resolve, reject) => ends.push({ resolve, reject }));
  });
  const settle = async (how: 'resolve' | 'reject' = 'resolve') => {
    ends.shift()?.[how](new Error('a question failed'));
    // One turn for the promise, one for the loop that waits on it.
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { refresher, rounds, settle };
}

const resources = (fabricId: string) => [{ fabricId, topics: ['resources' as const] }];

test('asks at once, and gathers what becomes stale meanwhile into one more round', async () => {
  const { refresher, rounds, settle } = controlled();
  refresher.add(resources('a'));
  refresher.add(resources('b'));
  refresher.add([{ fabricId: 'a', topics: ['alerts', 'resources'] }]);
  refresher.add(resources('b'));
  expect(rounds).toEqual([resources('a')]);
  await settle();
  expect(rounds.slice(1)).toEqual([
    [
      { fabricId: 'b', topics: ['resources'] },
      { fabricId: 'a', topics: ['alerts', 'resources'] },
    ],
  ]);
  await settle();
  expect(rounds).toHaveLength(2);
});

test('everything swallows the rest', async () => {
  const { refresher, rounds, settle } = controlled();
  refresher.add(resources('a'));
  refresher.add(resources('b'));
  refresher.add('everything');
  await settle();
  expect(rounds[1]).toBe('everything');
  await settle();
  expect(rounds).toHaveLength(2);
});

test('a round that fails does not stop the next', async () => {
  const { refresher, rounds, settle } = controlled();
  refresher.add('everything');
  refresher.add(resources('a'));
  await settle('reject');
  expect(rounds).toEqual(['everything', resources('a')]);
  await settle();
  refresher.add(resources('b'));
  expect(rounds[2]).toEqual(resources('b'));
});
