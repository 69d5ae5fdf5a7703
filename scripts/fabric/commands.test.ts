import { expect, test } from 'vitest';
import { runFabricCommand } from './commands.ts';

/** None of these calls comes as far as a database. */
async function run(...argv: string[]) {
  const lines: string[] = [];
  await runFabricCommand(argv, { host: 'test', print: (line) => void lines.push(line) });
  return lines.join('\n');
}

test.each([
  [['list', '--until', 'x'], 'There is no --until here.\nUsage: npm run fabric -- list [--json]'],
  [['list', 'lab'], '"lab" is one word too many.\nUsage: npm run fabric -- list [--json]'],
  [['remove', 'lab', '--json'], 'There is no --json here.\nUsage: npm run fabric -- remove N'],
  [['sync', 'lab', '--loud'], 'There is no --loud here.\nUsage: npm run fabric -- sync N'],
  [
    ['history', 'lab', '--kind'],
    "Option '--kind <value>' argument missing\nUsage: npm run fabric -- history N",
  ],
  [['rules'], 'Name the fabric.\nUsage: npm run fabric -- rules N'],
  [['dance'], 'Usage: npm run fabric -- <verb>'],
  [[], 'Usage: npm run fabric -- <verb>'],
])('%j is refused with the usage', async (argv, message) => {
  await expect(run(...argv)).rejects.toMatchObject({
    code: 'invalid_input',
    message: expect.stringContaining(message),
  });
});

test('every verb has its help, and all of them have one', async () => {
  const all = await run('--help');
  const verbs = [...all.matchAll(/^ {2}([a-z]+)/gm)].map(([, verb = '']) => verb);
  expect(verbs).toHaveLength(11);
  for (const verb of verbs) {
    expect(await run(verb, '--help')).toMatch(new RegExp(`^Usage: npm run fabric -- ${verb}\\b`));
    expect(await run(verb, 'lab', '-h')).toBe(await run('--help', verb));
  }
});
