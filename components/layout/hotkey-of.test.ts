import { describe, expect, test } from 'vitest';
import { hotkeyOf } from './hotkey-of.ts';

const press = (key: string, more = {}) => ({ key, metaKey: false, ctrlKey: false, altKey: false, ...more });
const nowhere = () => false;
const within = (tag: string) => (selector: string) => selector.split(', ').includes(tag);

describe('a key press', () => {
  test.each([
    ['j', {}, 'j'],
    ['?', {}, '?'],
    ['k', { metaKey: true }, 'mod+k'],
    ['K', { ctrlKey: true }, 'mod+k'],
    ['j', { altKey: true }, null],
    ['Shift', {}, null],
    ['Control', { ctrlKey: true }, null],
    ['Meta', { metaKey: true }, null],
  ])('%s %j', (key, more, hotkey) => {
    expect(hotkeyOf(press(key, more), nowhere)).toBe(hotkey);
  });

  test.each(['textarea', 'select', '[role=dialog]', '[contenteditable=true]'])('belongs to a %s', (tag) => {
    expect(hotkeyOf(press('j'), within(tag))).toBeNull();
    expect(hotkeyOf(press('k', { metaKey: true }), within(tag))).toBe('mod+k');
  });

  test('a link opens itself, and moving on from it is free', () => {
    expect(hotkeyOf(press('Enter'), within('a'))).toBeNull();
    expect(hotkeyOf(press('j'), within('a'))).toBe('j');
    expect(hotkeyOf(press('Enter'), nowhere)).toBe('Enter');
  });
});
