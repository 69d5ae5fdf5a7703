import type { GitFile } from './reading.ts';

/** What files were read as, by path and blob: kept by the caller between syncs, one for all repositories or one each. */
export interface BlobCache {
  readonly size: number;
  get: (path: string, blob: string) => GitFile | undefined;
  set: (file: GitFile, characters: number) => void;
}

/** Room for some hundred thousand manifests of ordinary size. */
const MAX_CHARACTERS = 128 * 1024 * 1024;

/** An empty cache that forgets what was not used for longest once it holds more text than `maxCharacters`. */
export function createBlobCache({
  maxCharacters = MAX_CHARACTERS,
}: {
  maxCharacters?: number;
} = {}): BlobCache {
  const entries = new Map<string, { file: GitFile; characters: number }>();
  let held = 0;
  return {
    get size() {
      return entries.size;
    },
    get(path, blob) {
      const key = `${blob} ${path}`;
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      // A Map keeps the order of insertion: what is used moves to the end.
      entries.delete(key);
      entries.set(key, entry);
      return entry.file;
    },
    set(file, characters) {
      const key = `${file.blob} ${file.path}`;
      held += characters - (entries.get(key)?.characters ?? 0);
      entries.delete(key);
      entries.set(key, { file, characters });
      for (const [oldest, entry] of entries) {
        if (held <= maxCharacters || oldest === key) break;
        entries.delete(oldest);
        held -= entry.characters;
      }
    },
  };
}
