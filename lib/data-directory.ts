import {
  accessSync,
  chmodSync,
  constants,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from './errors.ts';

const MARK = 'fabric-lifecycle.json';
/** Raised when an older version could not use the folder any more. */
const FORMAT = 1;
/** What may be there before the mark is: parts that can be run on their own make these. */
const OWN_NAMES: ReadonlySet<string> = new Set([MARK, 'sandbox', 'secret.key']);

const markShape = z.object({ product: z.literal('fabric-lifecycle'), format: z.number() });

/**
 * Makes the folder in which this installation keeps everything, or recognises it.
 * @throws AppError when the folder is not ours to write in, with the way out
 */
export function openDataDirectory(path: string): void {
  make(path);
  const owner = statSync(path).uid;
  const self = process.getuid?.() ?? owner;
  if (owner !== self)
    throw refusal(path, `belongs to another user (uid ${owner}, you are ${self}): run as that user`);
  if (!isWritable(path)) throw refusal(path, 'is not writable: allow that (chmod u+rwx)');

  // Root's database server is somebody else, who has to get to its own folder in here.
  if (self === 0) chmodSync(path, statSync(path).mode | 0o011);

  const names = readdirSync(path);
  if (names.includes(MARK)) checkMark(path);
  else claim(path, names);
}

function claim(path: string, names: readonly string[]): void {
  const foreign = names.filter((name) => !OWN_NAMES.has(name));
  if (foreign.length > 0)
    throw refusal(
      path,
      `holds files that are not of this program (${foreign.slice(0, 3).join(', ')}): move it away`,
    );
  writeFileSync(join(path, MARK), `${JSON.stringify({ product: 'fabric-lifecycle', format: FORMAT })}\n`);
}

function make(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : cause;
    throw refusal(path, `cannot be made (${code}): make it yourself`);
  }
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function checkMark(path: string): void {
  const mark = markShape.safeParse(readMark(path)).data;
  if (mark === undefined)
    throw refusal(
      path,
      `has a damaged ${MARK}: put {"product":"fabric-lifecycle","format":${FORMAT}} into it`,
    );
  if (mark.format !== FORMAT)
    throw refusal(
      path,
      `is of another version (format ${mark.format}, this one reads ${FORMAT}): use that version`,
    );
}

function readMark(path: string): unknown {
  try {
    return JSON.parse(readFileSync(join(path, MARK), 'utf8'));
  } catch {
    return null;
  }
}

function refusal(path: string, what: string): AppError {
  return new AppError('invalid_input', `The data folder ${path} ${what}, or set DATA_DIR to another folder.`);
}
