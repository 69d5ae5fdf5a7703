import { expect, it } from 'vitest';
import { repeat } from './repeat.ts';

it('does a task again and again, past its errors, until stopped', async () => {
  let calls = 0;
  const errors: unknown[] = [];
  const thrice = Promise.withResolvers<void>();
  const loop = repeat(
    async () => {
      calls += 1;
      if (calls === 3) thrice.resolve();
      if (calls === 2) throw new Error('second');
    },
    { everyMs: 1, onError: (error) => errors.push(error) },
  );
  await thrice.promise;
  await loop.stop();
  const stoppedAt = calls;
  await new Promise((resolve) => setImmediate(resolve));
  expect(calls).toBe(stoppedAt);
  expect(errors).toEqual([new Error('second')]);
});

it('stops at once in a long pause, and lets a running task end', async () => {
  const started = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  let ended = false;
  const loop = repeat(
    async () => {
      started.resolve();
      await release.promise;
      ended = true;
    },
    { everyMs: 3_600_000, onError: () => {} },
  );
  await started.promise;
  const stopped = loop.stop();
  release.resolve();
  await stopped;
  expect(ended).toBe(true);
});
