import { expect, test, vi } from 'vitest';
import { type KeepRunningPolicy, keepRunning, type Running } from './keep-running.ts';

/** A service whose processes live until the test ends them, on a clock that the test moves. */
function stage(policy: Partial<KeepRunningPolicy> = {}) {
  const processes: { end(how: string): void; stopped: boolean }[] = [];
  const pauses: { milliseconds: number; resume(): void }[] = [];
  const said: string[] = [];
  const clock = { now: 0 };
  let refusal: Error | null = null;
  const gaveUp = Promise.withResolvers<string>();

  async function start(): Promise<Running> {
    if (refusal !== null) throw refusal;
    const exited = Promise.withResolvers<string>();
    const entry = { end: exited.resolve, stopped: false };
    processes.push(entry);
    return {
      pid: processes.length,
      exited: exited.promise,
      async stop() {
        entry.stopped = true;
        exited.resolve('asked to');
      },
    };
  }

  const keeper = keepRunning(
    { name: 'worker', start },
    {
      steadyMilliseconds: 1000,
      quickEnds: 3,
      now: () => clock.now,
      pause: (milliseconds, signal) =>
        new Promise((resolve) => {
          pauses.push({ milliseconds, resume: resolve });
          signal.addEventListener('abort', () => resolve());
        }),
      ...policy,
    },
    {
      started: ({ pid }) => said.push(`started ${pid}`),
      ended: (line) => said.push(line),
      gaveUp: gaveUp.resolve,
    },
  );
  return {
    keeper,
    processes,
    pauses,
    said,
    clock,
    gaveUp: gaveUp.promise,
    refuse: (error: Error | null) => {
      refusal = error;
    },
    running: (count: number) => vi.waitUntil(() => keeper.current()?.pid === count),
    paused: (count: number) => vi.waitUntil(() => pauses.length === count),
  };
}

test('a process that ends is started again, after a pause that doubles with every quick end', async () => {
  const { keeper, processes, pauses, running, paused, said } = stage();
  await running(1);
  processes[0]?.end('exit code 1');
  await paused(1);
  expect(keeper.current()).toBeNull();
  pauses[0]?.resume();
  await running(2);
  processes[1]?.end('ended by SIGKILL');
  await paused(2);

  expect(pauses.map(({ milliseconds }) => milliseconds)).toEqual([1000, 2000]);
  expect(said).toEqual([
    'started 1',
    'The worker ended (exit code 1); starting it again in 1 s.',
    'started 2',
    'The worker ended (ended by SIGKILL); starting it again in 2 s.',
  ]);
  await keeper.stop();
});

test('many quick ends in a row are the last, and the reason is told', async () => {
  const { processes, pauses, running, paused, gaveUp, keeper } = stage();
  for (const attempt of [1, 2, 3]) {
    await running(attempt);
    processes[attempt - 1]?.end('exit code 7');
    if (attempt === 3) break;
    await paused(attempt);
    pauses[attempt - 1]?.resume();
  }
  expect(await gaveUp).toBe('The worker ended 3 times right after its start (exit code 7).');
  await keeper.stop();
  expect(processes).toHaveLength(3);
});

test('a process that ran well for a while begins a new count', async () => {
  const { processes, pauses, running, paused, clock, keeper } = stage();
  for (const attempt of [1, 2, 3, 4, 5]) {
    await running(attempt);
    clock.now += 1000;
    processes[attempt - 1]?.end('exit code 1');
    await paused(attempt);
    pauses[attempt - 1]?.resume();
  }
  await running(6);
  expect(new Set(pauses.map(({ milliseconds }) => milliseconds))).toEqual(new Set([500]));
  await keeper.stop();
});

test('a start that fails counts like a quick end', async () => {
  const { keeper, pauses, paused, refuse, running, processes, said } = stage();
  await running(1);
  refuse(new Error('The disk is full.'));
  processes[0]?.end('exit code 1');
  await paused(1);
  pauses[0]?.resume();
  await paused(2);
  expect(said.at(-1)).toBe('The worker ended (The disk is full.); starting it again in 2 s.');
  refuse(null);
  pauses[1]?.resume();
  await running(2);
  await keeper.stop();
});

test('stop ends the process, and nothing is started after it', async () => {
  const { keeper, processes, said, running } = stage();
  await running(1);
  await keeper.stop();
  expect(processes).toMatchObject([{ stopped: true }]);
  expect(said).toEqual(['started 1']);
});

test('stop during a pause ends the pause', async () => {
  const { keeper, processes, running, paused } = stage();
  await running(1);
  processes[0]?.end('exit code 1');
  await paused(1);
  await keeper.stop();
  expect(processes).toHaveLength(1);
});

test('stop while a process is starting ends that process too', async () => {
  const { keeper, processes, said } = stage();
  await keeper.stop();
  expect(processes).toMatchObject([{ stopped: true }]);
  expect(said).toEqual([]);
});
