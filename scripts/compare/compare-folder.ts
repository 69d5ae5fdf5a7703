import { existsSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { AppError } from '#lib/errors.ts';
import { compareObjects, type Verdict, verdictOf } from './compare-objects.ts';
import { readOneObject } from './read-documents.ts';
import { readCrdsBeside, type Schemas } from './schemas.ts';

/** How the two files of a case end. */
export const SIDE = /\.(?:desired|live)\.ya?ml$/;

/** The cases below a folder, by path without suffix. */
export function findCases(folder: string): string[] {
  const names = new Set<string>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !SIDE.test(entry.name)) continue;
    names.add(relative(folder, join(entry.parentPath, entry.name)).replace(SIDE, ''));
  }
  return [...names].sort();
}

function readSide(folder: string, name: string, side: 'desired' | 'live') {
  const path = ['yaml', 'yml'].map((suffix) => join(folder, `${name}.${side}.${suffix}`)).find(existsSync);
  return path === undefined ? null : readOneObject(path);
}

/** Both sides of a case. @throws AppError invalid_input */
export function readCase(folder: string, name: string) {
  return { desired: readSide(folder, name, 'desired'), actual: readSide(folder, name, 'live') };
}

interface Output {
  print: (line: string) => void;
  warn: (line: string) => void;
}

/** Compares every case below a folder, one JSON line each; returns how many could not be read, each named by `warn`. */
export function compareFolder(folder: string, schemas: Schemas, { print, warn }: Output): number {
  readCrdsBeside(schemas, folder, SIDE, warn);
  const cases = findCases(folder);
  if (cases.length === 0) {
    throw new AppError(
      'invalid_input',
      `${folder} holds no case: name files <case>.desired.yaml and <case>.live.yaml.`,
    );
  }
  let broken = 0;
  for (const name of cases) {
    try {
      const pair = readCase(folder, name);
      const verdict: Verdict = verdictOf(compareObjects(pair, schemas, warn), pair.actual);
      print(JSON.stringify({ case: name, ...verdict }));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      broken++;
      warn(`${name}: ${error.message}`);
    }
  }
  return broken;
}
