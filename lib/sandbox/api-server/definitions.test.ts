import { expect, it } from 'vitest';
import { objectAt } from '../json-value.ts';
import { SHELF_DEFINITION } from '../testing/contract-objects.ts';
import { checkDefinition, completeDefinition } from './definitions.ts';

it('completes names, conversion and status', () => {
  const complete = completeDefinition(SHELF_DEFINITION, '2026-11-24T08:00:00Z');
  expect(complete.spec).toMatchObject({
    conversion: { strategy: 'None' },
    names: { singular: 'shelf', listKind: 'ShelfList', kind: 'Shelf', plural: 'shelves' },
  });
  expect(complete.status).toMatchObject({
    acceptedNames: { plural: 'shelves' },
    storedVersions: ['v1'],
    conditions: [
      { type: 'NamesAccepted', status: 'True' },
      { type: 'Established', status: 'True', lastTransitionTime: '2026-11-24T08:00:00Z' },
    ],
  });
  expect(completeDefinition(complete, 'later')).toEqual({
    ...complete,
    status: completeDefinition(SHELF_DEFINITION, 'later').status,
  });
});

it('accepts a whole definition', () => {
  expect(checkDefinition(SHELF_DEFINITION)).toEqual([]);
});

it('names what is missing', () => {
  expect(checkDefinition({ metadata: { name: 'a' } }).map(({ field }) => field)).toEqual([
    'spec.group',
    'spec.scope',
    'spec.names.plural',
    'spec.names.kind',
    'spec.versions',
  ]);
});

it('requires the name that follows from plural and group, one storage version, and schemas', () => {
  const spec = { ...objectAt(SHELF_DEFINITION, 'spec') };
  const renamed = { metadata: { name: 'shelf.depot.example.org' }, spec };
  expect(checkDefinition(renamed)[0]?.message).toMatch(/must be spec\.names\.plural\+"\."\+spec\.group$/);
  const bare = {
    ...spec,
    versions: [
      { name: 'v1', served: true, storage: true },
      { name: 'v2', storage: true },
    ],
  };
  expect(checkDefinition({ ...SHELF_DEFINITION, spec: bare }).map(({ field }) => field)).toEqual([
    'spec.versions',
    'spec.versions[0].schema.openAPIV3Schema',
    'spec.versions[1].schema.openAPIV3Schema',
  ]);
});
