import { createHash } from 'node:crypto';

/** SHA-256 of a text as lower-case hex: the one hash under which content is stored and compared. */
export function contentHash(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
