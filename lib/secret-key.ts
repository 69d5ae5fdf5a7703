import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from './env.ts';
import { AppError } from './errors.ts';

/**
 * The secret that keys encryption at rest: APP_SECRET, else the one generated once into the data folder.
 * Losing it makes every stored credential unreadable.
 */
export function readSecretKey({ appSecret, dataDirectory }: Environment): string {
  if (appSecret !== undefined) return appSecret;
  const file = join(dataDirectory, 'secret.key');
  const secret = readIfThere(file) ?? generate(file);
  if (secret.length >= 32) return secret;
  throw new AppError(
    'internal',
    `The secret key in ${file} is damaged: restore it from a backup, or delete it and enter all credentials again.`,
  );
}

// Written aside and linked: two processes that start together agree on one key, and none reads half of it.
function generate(file: string): string {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600 });
  try {
    linkSync(draft, file);
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error;
  } finally {
    unlinkSync(draft);
  }
  return readFileSync(file, 'utf8').trim();
}

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null;
    throw error;
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
