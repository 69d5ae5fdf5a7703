import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { leafChanges, valueAt, valueText } from './leaf-changes.ts';

const lines = (desired: unknown, draft: unknown) =>
  leafChanges(desired, draft).map(({ path, desired: left, draft: right }) => `${path}: ${left} → ${right}`);

describe('the leaves in which two documents differ', () => {
  test.each<[string, unknown, unknown, string[]]>([
    ['equal', { a: { b: 1 } }, { a: { b: 1 } }, []],
    ['changed', { spec: { vlan: 1 } }, { spec: { vlan: 2 } }, ['spec.vlan: 1 → 2']],
    [
      'a part that is new',
      { a: 1 },
      { a: 1, b: { c: 'x', d: { e: true } } },
      ['b.c: null → x', 'b.d.e: null → true'],
    ],
    ['a part that is gone', { a: 1, b: { c: 1 } }, { a: 1 }, ['b.c: 1 → null']],
    ['lists by place', { l: [1, 2] }, { l: [1, 3, 4] }, ['l[1]: 2 → 3', 'l[2]: null → 4']],
    ['a value that became a part', { a: 1 }, { a: { b: 2 } }, ['a: 1 → {"b":2}']],
    ['a list that became a map', { a: [1] }, { a: { b: 1 } }, ['a: [1] → {"b":1}']],
    ['empty is not absent', { a: {} }, {}, ['a: {} → null']],
    ['the empty text', { a: '' }, { a: 'x' }, ['a: "" → x']],
    ['null', { a: null }, { a: 0 }, ['a: null → 0']],
    [
      'hostile keys',
      {},
      JSON.parse('{"__proto__": {"x": 1}, "constructor": 2}'),
      ['__proto__.x: null → 1', 'constructor: null → 2'],
    ],
    ['everything', undefined, { a: 1 }, ['a: null → 1']],
  ])('%s', (_, desired, draft, expected) => {
    expect(lines(desired, draft)).toEqual(expected);
  });

  const json = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.integer({ max: 3 }),
      fc.constantFrom('', 'x', null, true),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('value')),
    ),
  })).value;

  test('are none exactly when the documents are equal, and swap with the sides', () => {
    fc.assert(
      fc.property(json, json, (left, right) => {
        const there = leafChanges(left, right);
        const back = leafChanges(right, left).map(({ path, desired, draft }) => ({
          path,
          desired: draft,
          draft: desired,
        }));
        expect(there.length === 0).toBe(
          JSON.stringify(left) === JSON.stringify(right) || sameKeys(left, right),
        );
        expect(new Set(back.map((change) => JSON.stringify(change)))).toEqual(
          new Set(there.map((change) => JSON.stringify(change))),
        );
      }),
    );
  });

  test('of a document nested without end are still found', () => {
    let deep: unknown = 1;
    for (let depth = 0; depth < 5000; depth += 1) deep = { a: deep };
    expect(leafChanges({ x: deep }, { x: 1 })).toHaveLength(1);
  });
});

function sameKeys(a: unknown, b: unknown): boolean {
  const sorted = (_: string, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([x], [y]) => (x < y ? -1 : 1)))
      : value;
  return JSON.stringify(a, sorted) === JSON.stringify(b, sorted);
}

describe('a value', () => {
  test.each([
    [undefined, null],
    ['text', 'text'],
    ['', '""'],
    [0, '0'],
    [false, 'false'],
    [null, 'null'],
    [['a'], '["a"]'],
  ])('%j is shown as %j', (value, text) => {
    expect(valueText(value)).toBe(text);
  });

  test('is found at its path', () => {
    const root = { spec: { links: [{ port: 'E1/1' }], '': 1 } };
    expect(valueAt(root, ['spec', 'links', 0, 'port'])).toBe('E1/1');
    expect(valueAt(root, ['spec', ''])).toBe(1);
    expect(valueAt(root, ['spec', 'links', 7, 'port'])).toBeUndefined();
    expect(valueAt(root, ['toString'])).toBeUndefined();
    expect(valueAt(root, [])).toBe(root);
  });
});
