import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('./repository/', import.meta.url));

/** The files of the demo's repository, by path. */
export async function readSeedRepository(): Promise<Map<string, string>> {
  const entries = await readdir(FOLDER, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(FOLDER.length).split('\\').join('/'))
    .sort();
  const texts = await Promise.all(paths.map((path) => readFile(join(FOLDER, path), 'utf8')));
  return new Map(paths.map((path, index) => [path, texts[index] ?? '']));
}
