/** What blobs were read as, by blob name: kept by the caller between syncs, one for all repositories or one each. */
export interface BlobCache {
  readonly size: number;
}

/** An empty cache that forgets what was not used for longest once it holds more text than `maxCharacters`. */
export function createBlobCache(_options: { maxCharacters?: number } = {}): BlobCache {
  throw new Error('not built yet');
}
