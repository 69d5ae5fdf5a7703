import { expect, it } from 'vitest';
import { SORTS } from '../testing/schemas.ts';
import { prune } from './prune.ts';

it('keeps what the schema declares', () => {
  const value = {
    text: 'x',
    section: { a: '1' },
    named: { p: { x: '1' } },
    keyed: [{ id: 1 }],
    free: { any: { thing: [1] } },
    either: 5,
  };
  expect(prune(value, SORTS)).toEqual({ value, unknown: [] });
});

it('drops what it does not declare, at every depth, and says where', () => {
  const { value, unknown } = prune(
    {
      txt: 'x',
      section: { a: '1', c: {} },
      named: { p: { z: 1 } },
      keyed: [{ id: 1 }, { id: 2, w: 3 }],
      bare: { anything: 1 },
    },
    SORTS,
  );
  expect(value).toEqual({ section: { a: '1' }, named: { p: {} }, keyed: [{ id: 1 }, { id: 2 }], bare: {} });
  expect(unknown).toEqual(['txt', 'section.c', 'named.p.z', 'keyed[1].w', 'bare.anything']);
});

it('leaves values of the wrong type to validation', () => {
  expect(prune({ section: 3, keyed: 'x', text: { a: 1 } }, SORTS).value).toEqual({
    section: 3,
    keyed: 'x',
    text: {},
  });
});

it('treats inherited names as unknown fields', () => {
  const hostile = JSON.parse('{"__proto__":{"a":1},"constructor":1}');
  expect(prune(hostile, SORTS)).toEqual({ value: {}, unknown: ['__proto__', 'constructor'] });
});
