import { parseArgs } from 'node:util';
import { withDatabase } from '#db/embedded/with-database.ts';
import { AppError } from '#lib/errors.ts';
import { requireUsable, verbOf } from '../command-line.ts';
import { addCommand } from './add.ts';
import { checkCommand } from './check.ts';
import type { Command } from './command.ts';
import { ignoreCommand, rulesCommand, unignoreCommand } from './ignore.ts';
import { listCommand } from './list.ts';
import { historyCommand, resourcesCommand } from './read.ts';
import { releaseCommand } from './release.ts';
import { removeCommand } from './remove.ts';
import { syncCommand } from './sync.ts';

/** What a command is given beside its arguments. */
export interface CommandContext {
  host: string;
  print: (line: string) => void;
}

const OPTIONS = {
  name: { type: 'string' },
  git: { type: 'string' },
  branch: { type: 'string' },
  directory: { type: 'string' },
  username: { type: 'string' },
  'password-env': { type: 'string' },
  'git-interval': { type: 'string' },
  grace: { type: 'string' },
  kubeconfig: { type: 'string' },
  kind: { type: 'string' },
  timeout: { type: 'string' },
  path: { type: 'string' },
  reason: { type: 'string' },
  manager: { type: 'string' },
  until: { type: 'string' },
  rule: { type: 'string' },
  set: { type: 'string' },
  json: { type: 'boolean' },
  repair: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

type Flag = 'json' | 'repair' | 'help';
export type CommandOptions = Partial<Record<Exclude<keyof typeof OPTIONS, Flag>, string>> &
  Partial<Record<Flag, boolean>>;

interface Verb {
  run: Command;
  usage: string;
  takes: readonly (keyof typeof OPTIONS)[];
  /** It is not for one fabric that there is. */
  unnamed?: boolean;
}

const VERBS = {
  add: {
    run: addCommand,
    usage: `add --name N --git URL --branch B [--directory D] [--username U] [--password-env VAR]
      [--git-interval 30s] [--grace 5m] --kubeconfig FILE`,
    takes: [
      'name',
      'git',
      'branch',
      'directory',
      'username',
      'password-env',
      'git-interval',
      'grace',
      'kubeconfig',
    ],
    unnamed: true,
  },
  list: { run: listCommand, usage: 'list [--json]', takes: ['json'], unnamed: true },
  sync: { run: syncCommand, usage: 'sync N [--timeout 60s]', takes: ['timeout'] },
  check: {
    run: checkCommand,
    usage: 'check N [--repair] [--timeout 60s] [--json]',
    takes: ['repair', 'timeout', 'json'],
  },
  release: { run: releaseCommand, usage: 'release N [--set S] [--json]', takes: ['set', 'json'] },
  resources: { run: resourcesCommand, usage: 'resources N [--json]', takes: ['json'] },
  history: {
    run: historyCommand,
    usage: 'history N [--kind K] [--name M] [--json]',
    takes: ['kind', 'name', 'json'],
  },
  rules: { run: rulesCommand, usage: 'rules N [--json]', takes: ['json'] },
  ignore: {
    run: ignoreCommand,
    usage:
      'ignore N --path P --reason R [--kind K] [--name PATTERN] [--manager M] [--until 2026-12-31|30d] [--json]\n      without --until it has no end; an end is at most a year away',
    takes: ['path', 'reason', 'kind', 'name', 'manager', 'until', 'json'],
  },
  unignore: { run: unignoreCommand, usage: 'unignore N --rule ID [--json]', takes: ['rule', 'json'] },
  remove: { run: removeCommand, usage: 'remove N', takes: [] },
} as const satisfies Record<string, Verb>;

const usageOf = ({ usage }: Verb) => `Usage: npm run fabric -- ${usage}`;
const USAGE = `Usage: npm run fabric -- <verb>
${Object.values(VERBS)
  .map(({ usage }) => `  ${usage}`)
  .join('\n')}`;

function findVerb(argv: readonly string[]): Verb | null {
  const name = verbOf(argv, OPTIONS) ?? '';
  return Object.entries(VERBS).find(([verb]) => verb === name)?.[1] ?? null;
}

/** Runs one verb of `npm run fabric`, beside a running dashboard or with a database started for the occasion. */
export async function runFabricCommand(argv: readonly string[], context: CommandContext): Promise<void> {
  const verb = findVerb(argv);
  const usage = verb === null ? USAGE : usageOf(verb);
  if (argv.includes('--help') || argv.includes('-h')) return context.print(usage);
  if (verb === null) throw new AppError('invalid_input', usage);
  const mostWords = verb.unnamed === true ? 1 : 2;
  requireUsable(argv, { options: OPTIONS, takes: verb.takes, mostWords, usage });
  const { values, positionals } = parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: true });
  const [, fabric = null] = positionals;
  if (fabric === null && verb.unnamed !== true) {
    throw new AppError('invalid_input', `Name the fabric.\n${usage}`);
  }
  await withDatabase((database) => verb.run(database, { ...context, fabric, options: values }));
}

/** The fabric's name among the arguments. @throws AppError invalid_input */
export function requireFabric(fabric: string | null): string {
  if (fabric === null) throw new AppError('invalid_input', 'Name the fabric.');
  return fabric;
}

/** Milliseconds of `30s`, `5m`, `250ms`, `1h` or a number of seconds. @throws AppError invalid_input */
export function parseDuration(text: string, option: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text.trim());
  const factor = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }[match?.[2] ?? 's'];
  if (match === null || factor === undefined) {
    throw new AppError('invalid_input', `--${option} ${text} is no duration. Write for example 30s or 5m.`);
  }
  return Number(match[1]) * factor;
}
