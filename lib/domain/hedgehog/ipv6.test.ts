import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalIpv6 } from './ipv6.ts';

function groups(text: string): string[] {
  const [head = '', tail = ''] = text.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === '' ? [] : tail.split(':');
  const gap = text.includes('::') ? 8 - left.length - right.length : 0;
  return [...left, ...Array<string>(gap).fill('0'), ...right];
}

test('eight groups keep their values, whatever is shortened', () => {
  const group = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 0xffff }));
  fc.assert(
    fc.property(fc.array(group, { minLength: 8, maxLength: 8 }), fc.boolean(), (values, padded) => {
      fc.pre(!(values.slice(0, 5).every((v) => v === 0) && values[5] === 0xffff));
      const text = values
        .map((v) =>
          v
            .toString(16)
            .padStart(padded ? 4 : 1, '0')
            .toUpperCase(),
        )
        .join(':');
      const canonical = canonicalIpv6(text) ?? '';
      expect(groups(canonical).map((g) => Number.parseInt(g, 16))).toEqual(values);
      expect(canonicalIpv6(canonical)).toBe(canonical);
    }),
  );
});

test.each([
  '',
  ':',
  ':::',
  '1',
  '1:2:3:4:5:6:7',
  '1:2:3:4:5:6:7:8:9',
  '1::2::3',
  'g::',
  '::1.2.3',
  '::1.2.3.04',
])('%j is no address', (text) => {
  expect(canonicalIpv6(text)).toBeNull();
});

test('the longest run of zeros is shortened, the first of equal ones, and never a single zero', () => {
  expect(canonicalIpv6('1:0:0:2:0:0:0:3')).toBe('1:0:0:2::3');
  expect(canonicalIpv6('1:0:0:2:3:0:0:4')).toBe('1::2:3:0:0:4');
  expect(canonicalIpv6('1:0:2:3:4:5:6:7')).toBe('1:0:2:3:4:5:6:7');
});
