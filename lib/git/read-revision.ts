import type { BlobCache } from './blob-cache.ts';
import type { Mirror } from './mirror.ts';
import type { GitReading } from './reading.ts';

export interface ReadRevisionRequest {
  mirror: Mirror;
  /** A full commit name, as `fetchMirror` gives it. */
  revision: string;
  /** From the root of the repository; '' or '.' is the root. */
  directory: string;
  cache: BlobCache;
  /** The reading before of the same directory: unchanged files are taken from it, the same tree costs nothing. */
  previous?: GitReading | null;
  maxFileBytes?: number;
}

/** Reads every manifest below a directory at one commit, from the object store alone. */
export async function readRevision(_request: ReadRevisionRequest): Promise<GitReading> {
  throw new Error('not built yet');
}
