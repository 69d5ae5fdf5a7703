import fc from 'fast-check';
import { expect, test } from 'vitest';
import { splitForMiddle } from './split-for-middle.ts';

test('short names stay whole', () => {
  expect(splitForMiddle('leaf-03')).toEqual(['leaf-03', '']);
  expect(splitForMiddle('x'.repeat(24))).toEqual(['x'.repeat(24), '']);
});

test('the end of a long one stays readable', () => {
  expect(splitForMiddle('node-7--eslag--leaf-01--leaf-02')).toEqual(['node-7--eslag--leaf-0', '1--leaf-02']);
});

test('both parts together are the name, and no character is torn', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', '-', 'é', '😀', 'ش'), maxLength: 80 }), (text) => {
      const [head, tail] = splitForMiddle(text);
      expect(head + tail).toBe(text);
      expect([...Array.from(head), ...Array.from(tail)]).toEqual(Array.from(text));
    }),
  );
});
