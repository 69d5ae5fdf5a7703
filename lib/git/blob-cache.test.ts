import { describe, expect, test } from 'vitest';
import { createBlobCache } from './blob-cache.ts';
import type { GitFile } from './reading.ts';

function file(path: string, blob: string): GitFile {
  return { path, blob, documents: [], findings: [], ignored: [], unreadable: [] };
}

describe('createBlobCache', () => {
  test('gives back what it was given, by path and blob', () => {
    const cache = createBlobCache();
    const held = file('a', '1');
    cache.set(held, 10);
    expect(cache.get('a', '1')).toBe(held);
    expect([cache.get('a', '2'), cache.get('b', '1')]).toEqual([undefined, undefined]);
  });

  test('forgets what was not used for longest', () => {
    const cache = createBlobCache({ maxCharacters: 25 });
    for (const path of ['a', 'b']) cache.set(file(path, '1'), 10);
    cache.get('a', '1');
    cache.set(file('c', '1'), 10);
    expect(['a', 'b', 'c'].map((path) => cache.get(path, '1') !== undefined)).toEqual([true, false, true]);
    expect(cache.size).toBe(2);
  });

  test('keeps the newest even when it is too large alone, and counts a repeated one once', () => {
    const cache = createBlobCache({ maxCharacters: 25 });
    cache.set(file('a', '1'), 20);
    cache.set(file('a', '1'), 20);
    cache.set(file('b', '1'), 5);
    expect(cache.size).toBe(2);
    cache.set(file('big', '1'), 1000);
    expect([cache.size, cache.get('big', '1') !== undefined]).toEqual([1, true]);
  });
});
