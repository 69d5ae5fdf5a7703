import { expect, test } from 'vitest';
import { requireUsable, verbOf } from './command-line.ts';

const OPTIONS = {
  name: { type: 'string', short: 'n' },
  path: { type: 'string', multiple: true },
  json: { type: 'boolean' },
  other: { type: 'boolean' },
} as const;
const check = (...argv: string[]) =>
  requireUsable(argv, {
    options: OPTIONS,
    takes: ['name', 'path', 'json'],
    mostWords: 2,
    usage: 'Usage: do N',
  });

test.each([
  ['do', 'lab', '--json', '-n', 'x', '--path', 'a', '--path=b'],
  ['--name', 'x', 'do'],
  ['do', '--', '--name'],
  [],
])('what the verb uses may be said: %s %s', (...argv) => {
  expect(() => check(...argv)).not.toThrow();
});

test.each([
  [['do', '--what'], 'There is no --what here.'],
  [['do', '--other'], 'There is no --other here.'],
  [['do', '-x'], 'There is no -x here.'],
  [['do', '--json', '--json'], '--json is given twice.'],
  [['do', '-n', 'a', '--name', 'b'], '--name is given twice.'],
  [['do', '--name'], "Option '-n, --name <value>' argument missing"],
  [['do', '--json=1'], "Option '--json' does not take an argument"],
  [['do', 'lab', 'more'], '"more" is one word too many.'],
])('%j is refused with the usage of the verb', (argv, message) => {
  expect(() => check(...argv)).toThrow(`${message}\nUsage: do N`);
});

test('the verb is the first word that is no value', () => {
  expect(verbOf(['--name', 'lab', 'do', 'it'], OPTIONS)).toBe('do');
  expect(verbOf(['--what'], OPTIONS)).toBeNull();
});
