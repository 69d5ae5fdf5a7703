import { expect, it } from 'vitest';
import { checkDefinition } from '../api-server/definitions.ts';
import {
  anything,
  bool,
  defineKind,
  emptySection,
  int,
  list,
  mapOf,
  oneOf,
  section,
  text,
} from './schema-builder.ts';

it('builds structural schemas', () => {
  expect(
    section({
      'role!': oneOf('a', 'b'),
      asn: int({ minimum: 1 }),
      ports: list(section({ 'id!': int() }), { minItems: 1 }),
      named: mapOf(bool),
      free: anything,
      note: text({ pattern: '^x' }),
    }),
  ).toEqual({
    type: 'object',
    required: ['role'],
    properties: {
      role: { type: 'string', enum: ['a', 'b'] },
      asn: { type: 'integer', minimum: 1 },
      ports: {
        type: 'array',
        minItems: 1,
        items: { type: 'object', properties: { id: { type: 'integer' } }, required: ['id'] },
      },
      named: { type: 'object', additionalProperties: { type: 'boolean' } },
      free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
      note: { type: 'string', pattern: '^x' },
    },
  });
});

it('defines a namespaced kind with a status', () => {
  const definition = defineKind('a.org/v1', { kind: 'Thing', plural: 'things', spec: emptySection });
  expect(checkDefinition(definition)).toEqual([]);
  expect(definition).toMatchObject({
    metadata: { name: 'things.a.org' },
    spec: {
      group: 'a.org',
      scope: 'Namespaced',
      names: { kind: 'Thing', listKind: 'ThingList', plural: 'things', singular: 'thing', shortNames: [] },
      versions: [{ name: 'v1', served: true, storage: true, subresources: { status: {} } }],
    },
  });
});
