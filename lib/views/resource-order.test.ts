import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeKey, encodeKey } from './resource-order.ts';

test('a page key survives the address', () => {
  const key = fc.record({
    number: fc.double({ noNaN: true, noDefaultInfinity: true }),
    text: fc.string({ unit: 'grapheme' }),
    id: fc.maxSafeNat(),
  });
  fc.assert(
    fc.property(key, (one) => {
      const encoded = encodeKey(one);
      expect(encodeURIComponent(encoded)).toBe(encoded);
      expect(JSON.stringify(decodeKey(encoded))).toBe(JSON.stringify(one));
    }),
  );
});

test.each([
  ['nonsense', 'nonsense'],
  ['JSON that is no key', Buffer.from('{"a":1}').toString('base64url')],
  ['a key with a hole', Buffer.from('[1,"a"]').toString('base64url')],
  ['a key of other types', Buffer.from('["1","a",3]').toString('base64url')],
  ['a key with half an id', Buffer.from('[1,"a",3.5]').toString('base64url')],
])('%s is refused', (_, encoded) => {
  expect(() => decodeKey(encoded)).toThrow(/page key/);
});
