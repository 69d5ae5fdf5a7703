import { expect, test } from 'vitest';
import { contentHash } from './content-hash.ts';

test.each([
  ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
  ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
])('contentHash(%j) is the SHA-256 that everybody knows', (text, hash) => {
  expect(contentHash(text)).toBe(hash);
});

test('contentHash is of the text in UTF-8', () => {
  expect(contentHash('ü')).not.toBe(contentHash('u'));
  expect(contentHash('ü')).toMatch(/^[0-9a-f]{64}$/);
});
