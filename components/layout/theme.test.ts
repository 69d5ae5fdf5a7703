import { expect, test } from 'vitest';
import { themeOf } from './theme.ts';

test.each([
  [undefined, 'system'],
  ['', 'system'],
  ['pink', 'system'],
  ['dark', 'dark'],
  ['light', 'light'],
  ['system', 'system'],
])('a cookie %j is the theme %s', (value, theme) => {
  expect(themeOf(value)).toBe(theme);
});
