import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** The parsed file; null when it does not exist. @throws Error that names a file that is no JSON. */
export function readJsonFile<T>(file: string): T | null {
  if (!existsSync(file)) return null;
  try {
    const value: T = JSON.parse(readFileSync(file, 'utf8'));
    return value;
  } catch (error) {
    throw new Error(`${file} is damaged. Delete the sandbox's folder to start afresh.`, { cause: error });
  }
}

/** Replaces the file in one step, so that a killed process leaves the old or the new one. */
export function writeJsonFile(file: string, value: unknown): void {
  mkdirSync(dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}.tmp`;
  writeFileSync(temporary, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  renameSync(temporary, file);
}
