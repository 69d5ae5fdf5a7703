import { describe, expect, it } from 'vitest';
import type { JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { SHELF_DEFINITION } from '../testing/contract-objects.ts';
import { Catalogue, readDefinition } from './catalogue.ts';
import { describeGroup, describeGroups, describeResources } from './discovery.ts';
import { apiVersionOf } from './resource-type.ts';

function definition(
  group: string,
  plural: string,
  ...versions: [name: string, served: boolean][]
): JsonObject {
  return {
    spec: {
      group,
      scope: 'Cluster',
      names: { plural, kind: 'Thing' },
      versions: versions.map(([name, served]) => ({
        name,
        served,
        schema: { openAPIV3Schema: { type: 'object' } },
      })),
    },
  };
}

describe('readDefinition', () => {
  it('reads every served version', () => {
    const types = readDefinition(definition('a.org', 'things', ['v1', true], ['v2', false], ['v3', true]));
    expect(types.map(apiVersionOf)).toEqual(['a.org/v1', 'a.org/v3']);
    expect(types[0]).toMatchObject({
      singular: 'thing',
      listKind: 'ThingList',
      namespaced: false,
      statusSubresource: false,
    });
  });

  it('reads names, scope and subresources', () => {
    expect(readDefinition(SHELF_DEFINITION)[0]).toMatchObject({
      kind: 'Shelf',
      plural: 'shelves',
      shortNames: ['shf'],
      namespaced: true,
      statusSubresource: true,
    });
  });

  it('finds nothing in what is no definition', () => {
    expect(readDefinition({})).toEqual([]);
    expect(readDefinition({ spec: { versions: 'v1' } })).toEqual([]);
  });
});

describe('Catalogue', () => {
  it('serves its own kinds and those that are registered', () => {
    const catalogue = new Catalogue();
    expect(catalogue.find('', 'v1', 'namespaces')?.kind).toBe('Namespace');
    expect(catalogue.find('a.org', 'v1', 'things')).toBeNull();
    catalogue.register(definition('a.org', 'things', ['v1', true], ['v2', true]));
    expect(catalogue.find('a.org', 'v2', 'things')?.version).toBe('v2');
    expect(catalogue.groups().get('a.org')).toEqual(['v1', 'v2']);
    catalogue.unregister('a.org/things');
    expect(catalogue.find('a.org', 'v1', 'things')).toBeNull();
    expect(catalogue.groups().has('a.org')).toBe(false);
  });

  it('takes a definition anew', () => {
    const catalogue = new Catalogue();
    catalogue.register(definition('a.org', 'things', ['v1', true]));
    catalogue.register(definition('a.org', 'things', ['v2', true]));
    expect(catalogue.find('a.org', 'v1', 'things')).toBeNull();
    expect(catalogue.find('a.org', 'v2', 'things')).not.toBeNull();
  });
});

describe('discovery documents', () => {
  const catalogue = new Catalogue();
  catalogue.register(definition('a.org', 'things', ['v1', true], ['v2', true]));
  catalogue.register(SHELF_DEFINITION);

  it('list groups without the core group', () => {
    const { groups } = describeGroups(catalogue);
    const names = Array.isArray(groups) ? groups.map((group) => (group as JsonObject).name) : [];
    expect(names).toEqual(['authorization.k8s.io', 'apiextensions.k8s.io', 'a.org', 'depot.example.org']);
  });

  it('prefer the first version of a group', () => {
    expect(describeGroup(catalogue, 'a.org')).toMatchObject({
      versions: [{ version: 'v1' }, { version: 'v2' }],
      preferredVersion: { groupVersion: 'a.org/v1' },
    });
    expect(describeGroup(catalogue, 'b.org')).toBeNull();
  });

  it('name a status subresource where there is one', () => {
    const names = (groupVersion: string) => {
      const resources = describeResources(catalogue, groupVersion)?.resources;
      return Array.isArray(resources) ? resources.map((resource) => (resource as JsonObject).name) : null;
    };
    expect(names('a.org/v1')).toEqual(['things']);
    expect(names('depot.example.org/v1')).toEqual(['shelves', 'shelves/status']);
    expect(names('v1')).toEqual(['namespaces', 'namespaces/status']);
    expect(names('authorization.k8s.io/v1')).toEqual(['selfsubjectaccessreviews']);
    expect(names('a.org/v9')).toBeNull();
  });
});
