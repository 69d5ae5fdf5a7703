import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatIpv4, parseIpv4Network } from './ipv4.ts';

test.each([
  ['10.0.1.0/24', '10.0.1.0', 24],
  ['10.0.1.77/24', '10.0.1.0', 24],
  ['255.255.255.255/32', '255.255.255.255', 32],
  ['192.168.1.1/0', '0.0.0.0', 0],
  ['10.0.14.1/31', '10.0.14.0', 31],
])('%s is the network %s of length %d', (text, first, prefix) => {
  const network = parseIpv4Network(text);
  expect(network?.prefix).toBe(prefix);
  expect(formatIpv4(network?.first ?? -1)).toBe(first);
});

test.each([
  '',
  '10.0.1.0',
  '10.0.1.0/',
  '10.0.1.0/33',
  '10.0.1.0/-1',
  '10.0.1.0/2x',
  '10.0.1/24',
  '10.0.1.0.0/24',
  '10.0.01.0/24',
  '10.0.256.0/24',
  '10..1.0/24',
  '.10.0.1/24',
  ' 10.0.1.0/24',
  '10.0.1.0 /24',
  '10.0.1.0/ 4',
  '10.0.1.0/1.',
  '2001:db8::/32',
])('%j is no IPv4 network', (text) => {
  expect(parseIpv4Network(text)).toBeNull();
});

test('any address with any length gives the first address of its network', () => {
  fc.assert(
    fc.property(fc.ipV4(), fc.integer({ min: 0, max: 32 }), (address, prefix) => {
      const bits = address
        .split('.')
        .map((byte) => Number(byte).toString(2).padStart(8, '0'))
        .join('');
      const masked = bits.slice(0, prefix).padEnd(32, '0');
      const expected = [0, 8, 16, 24].map((at) => Number.parseInt(masked.slice(at, at + 8), 2)).join('.');
      expect(formatIpv4(parseIpv4Network(`${address}/${prefix}`)?.first ?? -1)).toBe(expected);
    }),
  );
});
