import fc from 'fast-check';
import type { Json, JsonObject, JsonSchema } from '../../hedgehog/kubernetes-object.ts';

/** Keys that break careless code, among ordinary ones. */
export const anyKey = fc.constantFrom(
  'a',
  'b',
  'subnets',
  'vlan',
  '',
  'a.b',
  'a/b',
  '1',
  '__proto__',
  'constructor',
  'toString',
  'é',
);

const scalar: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(
    '',
    'x',
    'NaN',
    'null',
    '1001',
    'true',
    '1e309',
    '10.0.0.0/24',
    0,
    1,
    -1,
    1.5,
    1001,
    true,
    false,
    null,
  ),
  fc.string({ maxLength: 4 }),
);

/** A JSON object whose keys may be hostile, as `JSON.parse` would give it. */
function objectOf(entries: readonly (readonly [string, Json])[]): JsonObject {
  const object: JsonObject = {};
  for (const [key, value] of entries) {
    Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
  }
  return object;
}

const { value: anyJsonValue } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.tuple(anyKey, tie('value')), { maxLength: 5 }).map(objectOf),
  ),
}));

/** Any JSON. */
export const anyJson: fc.Arbitrary<Json> = anyJsonValue;

/** Any JSON object. */
export const anyObject: fc.Arbitrary<JsonObject> = fc
  .array(fc.tuple(anyKey, anyJson), { maxLength: 6 })
  .map(objectOf);

const word = fc.constantFrom('', 'a', 'b', 'c');
const number = fc.constantFrom(0, 1, 2);

/** A spec for `shapeSchema`: every kind of list, map and default; `null` only where it means absent. */
export const anyShape: fc.Arbitrary<JsonObject> = fc.record<JsonObject>(
  {
    word,
    count: number,
    fallback: word,
    section: fc.record<JsonObject>({ word, count: number }, { requiredKeys: [] }),
    named: fc.dictionary(
      fc.constantFrom('x', 'y', '__proto_'),
      fc.record<JsonObject>({ word }, { requiredKeys: [] }),
      { maxKeys: 3 },
    ),
    ordered: fc.array(word, { maxLength: 3 }),
    unordered: fc.array(word, { maxLength: 3 }),
    keyed: fc.uniqueArray(fc.record<JsonObject>({ id: number, word }, { requiredKeys: ['id'] }), {
      maxLength: 3,
      selector: (item) => item.id,
    }),
    free: anyJson.filter((value) => value !== null),
  },
  { requiredKeys: [] },
);

const text = { type: 'string' };
const integer = { type: 'integer' };

/** The schema that `anyShape` is for. */
export const shapeSchema: JsonSchema = {
  type: 'object',
  properties: {
    word: text,
    count: integer,
    fallback: { type: 'string', default: 'a' },
    section: { type: 'object', properties: { word: text, count: { type: 'integer', default: 1 } } },
    named: { type: 'object', additionalProperties: { type: 'object', properties: { word: text } } },
    ordered: { type: 'array', items: text },
    unordered: { type: 'array', items: text, 'x-kubernetes-list-type': 'set' },
    keyed: {
      type: 'array',
      items: { type: 'object', properties: { id: integer, word: { type: 'string', default: 'b' } } },
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['id'],
    },
    free: { 'x-kubernetes-preserve-unknown-fields': true },
  },
};
