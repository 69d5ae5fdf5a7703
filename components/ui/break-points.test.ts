import { expect, test } from 'vitest';
import { breakPoints } from './break-points.ts';

test.each([
  ['10.40.40.25/31', ['10.', '40.', '40.', '25/', '31']],
  ['spec.subnets.default.vlan', ['spec.', 'subnets.', 'default.', 'vlan']],
  ['spine-1--fabric--leaf-1', ['spine-', '1--', 'fabric--', 'leaf-', '1']],
  ['2001:db8::1', ['2001:', 'db8::', '1']],
  ['["a","b"]', ['["a",', '"b"]']],
  ['65199', ['65199']],
  ['', []],
])('%s', (text, pieces) => {
  expect(breakPoints(text)).toEqual(pieces);
  expect(breakPoints(text).join('')).toBe(text);
});

test('takes linear time, whatever it is given', () => {
  const text = '-'.repeat(200_000);
  expect(breakPoints(text)).toEqual([text]);
});
