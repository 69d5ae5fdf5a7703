import { expect, test } from 'vitest';
import { zoneOf } from './zone-of.ts';

test.each([
  [undefined, 'UTC'],
  ['', 'UTC'],
  ['Europe%2FBerlin', 'Europe/Berlin'],
  ['Asia/Tokyo', 'Asia/Tokyo'],
  ['Middle/Earth', 'UTC'],
  ['%', 'UTC'],
])('a cookie %j is the zone %s', (value, zone) => {
  expect(zoneOf(value)).toBe(zone);
});
