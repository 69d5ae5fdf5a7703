import { parseArgs } from 'node:util';
import { withDatabase } from '#db/embedded/with-database.ts';
import { AppError } from '#lib/errors.ts';
import { addCommand } from './add.ts';
import { checkCommand } from './check.ts';
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

const USAGE = `Usage: npm run fabric -- <verb>
  add --name N --git URL --branch B [--directory D] [--username U] [--password-env VAR]
      [--git-interval 30s] [--grace 5m] --kubeconfig FILE
  list [--json]
  sync N [--timeout 60s]
  check N [--repair] [--timeout 60s] [--json]
  release N [--set S] [--json]
  resources N [--json]
  history N [--kind K] [--name M] [--json]
  rules N [--json]
  ignore N --path P --reason R [--kind K] [--name PATTERN] [--manager M] [--until 2026-12-31|30d] [--json]
  unignore N --rule ID [--json]
  remove N`;

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
} as const;

export type CommandOptions = Partial<Record<Exclude<keyof typeof OPTIONS, 'json' | 'repair'>, string>> & {
  json?: boolean;
  repair?: boolean;
};

const VERBS = {
  add: addCommand,
  list: listCommand,
  sync: syncCommand,
  check: checkCommand,
  release: releaseCommand,
  resources: resourcesCommand,
  history: historyCommand,
  rules: rulesCommand,
  ignore: ignoreCommand,
  unignore: unignoreCommand,
  remove: removeCommand,
} as const;

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: true, strict: true });
  } catch (error) {
    throw new AppError('invalid_input', `${error instanceof Error ? error.message : error}\n${USAGE}`);
  }
}

function isVerb(verb: string | undefined): verb is keyof typeof VERBS {
  return verb !== undefined && Object.hasOwn(VERBS, verb);
}

/** Runs one verb of `npm run fabric`, beside a running dashboard or with a database started for the occasion. */
export async function runFabricCommand(argv: readonly string[], context: CommandContext): Promise<void> {
  if (argv.includes('--help')) return context.print(USAGE);
  const { values, positionals } = parse(argv);
  const [verb, fabric] = positionals;
  if (!isVerb(verb)) throw new AppError('invalid_input', USAGE);
  const command = VERBS[verb];
  await withDatabase((database) =>
    command(database, { ...context, fabric: fabric ?? null, options: values }),
  );
}

/** The fabric's name among the arguments. @throws AppError invalid_input */
export function requireFabric(fabric: string | null): string {
  if (fabric === null) throw new AppError('invalid_input', `Name the fabric.\n${USAGE}`);
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
