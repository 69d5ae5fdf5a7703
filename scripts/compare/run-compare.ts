import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { AppError } from '#lib/errors.ts';
import { requireUsable } from '../command-line.ts';
import { compareFolder } from './compare-folder.ts';
import { compareObjects, verdictOf } from './compare-objects.ts';
import { explain } from './explain.ts';
import { readOneObject } from './read-documents.ts';
import { readCrds, type Schemas } from './schemas.ts';

/** What the command is given beside its arguments. */
export interface CompareContext {
  /** Where relative paths start; npm runs commands in the project and keeps the caller's folder in INIT_CWD. */
  folders: string[];
  print: (line: string) => void;
  warn: (line: string) => void;
}

const USAGE = `Usage: npm run compare -- [--crds DIR]… [--json] <desired.yaml> <live.yaml>
       npm run compare -- [--crds DIR]… <folder of cases>   (always one line of JSON a case)
A side that does not exist is written "-". Exit code 0: in sync, 1: drifted, 2: not compared.`;

const OPTIONS = {
  crds: { type: 'string', multiple: true },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

function parse(argv: readonly string[]) {
  // How many words there may be depends on what they name.
  requireUsable(argv, {
    options: OPTIONS,
    takes: Object.keys(OPTIONS),
    mostWords: Number.POSITIVE_INFINITY,
    usage: USAGE,
  });
  return parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: true });
}

function locate(path: string, { folders }: CompareContext): string {
  const places = folders.map((folder) => resolve(folder, path));
  return places.find(existsSync) ?? places[0] ?? path;
}

const isFolder = (path: string) => existsSync(path) && statSync(path).isDirectory();

function comparePair(
  paths: readonly string[],
  json: boolean,
  schemas: Schemas,
  context: CompareContext,
): number {
  const [desired = null, actual = null] = paths.map((path) => (path === '-' ? null : readOneObject(path)));
  const pair = { desired, actual };
  const comparison = compareObjects(pair, schemas, context.warn);
  const object = actual ?? desired;
  if (json) context.print(JSON.stringify({ ...verdictOf(comparison, actual), ...comparison }, null, 2));
  else if (object !== null) context.print(explain(object, pair, comparison));
  return comparison.status === 'in_sync' ? 0 : 1;
}

/** Runs `npm run compare` and returns its exit code. @throws AppError invalid_input */
export function runCompare(argv: readonly string[], context: CompareContext): number {
  const { values, positionals } = parse(argv);
  if (values.help === true) {
    context.print(USAGE);
    return 0;
  }
  const paths = positionals.map((path) => (path === '-' ? path : locate(path, context)));
  const crds = (values.crds ?? []).map((path) => locate(path, context));
  const last = paths.at(-1);
  // `--crds A B …` reads as two folders as well: what stands before the last folder or the last two files is one.
  const wanted = last !== undefined && isFolder(last) ? 1 : 2;
  while (crds.length > 0 && paths.length > wanted) crds.push(paths.shift() ?? '');
  if (last === undefined || paths.length !== wanted) throw new AppError('invalid_input', USAGE);
  const schemas: Schemas = new Map();
  for (const path of crds) readCrds(schemas, path);
  if (wanted === 2) return comparePair(paths, values.json === true, schemas, context);
  return compareFolder(last, schemas, context) > 0 ? 2 : 0;
}
