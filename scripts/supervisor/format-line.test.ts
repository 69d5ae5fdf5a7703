import { expect, test } from 'vitest';
import { formatLine } from './format-line.ts';

const at = new Date(2026, 10, 24, 9, 5, 7).getTime();

test('a structured line becomes readable', () => {
  const line = JSON.stringify({
    level: 30,
    time: at,
    pid: 1,
    hostname: 'h',
    component: 'git',
    fabric: 'east',
    n: 3,
    msg: 'synced',
  });
  expect(formatLine('worker', line)).toBe('worker   09:05:07 git: synced fabric=east n=3');
});

test.each([
  [40, 'WARN '],
  [50, 'ERROR '],
  [60, 'FATAL '],
])('level %i shows as %s', (level, shown) => {
  expect(formatLine('web', JSON.stringify({ level, time: at, msg: 'x' }))).toBe(
    `web      09:05:07 ${shown}x`,
  );
});

test('an error brings its stack, and its message when there is no other', () => {
  const err = { type: 'Error', message: 'no route', stack: 'Error: no route\n    at x' };
  expect(formatLine('worker', JSON.stringify({ level: 50, time: at, err }))).toBe(
    'worker   09:05:07 ERROR no route\nError: no route\n    at x',
  );
  expect(formatLine('worker', JSON.stringify({ level: 40, time: at, err, msg: 'later' }))).toBe(
    'worker   09:05:07 WARN later',
  );
});

test.each(['plain text', '{"level":"info"}', '{half', ''])(
  'a line of another kind stays as it is: %s',
  (line) => {
    expect(formatLine('sandbox', line)).toBe(`sandbox  ${line}`);
  },
);
