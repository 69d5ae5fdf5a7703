import { describe, expect, it } from 'vitest';
import type { JsonObject, KubernetesObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { kindOfCrd } from './crd-kind.ts';

const schema = (text: string): JsonObject => ({ openAPIV3Schema: { type: 'object', description: text } });

function crd(spec: JsonObject = {}, established = 'True'): KubernetesObject {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'vpcs.vpc.githedgehog.com', uid: 'crd-uid', generation: 3 },
    spec: {
      group: 'vpc.githedgehog.com',
      scope: 'Namespaced',
      names: { kind: 'VPC', plural: 'vpcs', shortNames: ['v'] },
      versions: [
        { name: 'v1alpha2', served: false, storage: false, schema: schema('old') },
        { name: 'v1beta1', served: true, storage: true, schema: schema('beta') },
        { name: 'v1', served: true, storage: false, schema: schema('one') },
      ],
      ...spec,
    },
    status: { conditions: [{ type: 'Established', status: established }] },
  };
}

describe('kindOfCrd', () => {
  it('takes the preferred version of the group, with its schema', () => {
    expect(kindOfCrd(crd(), new Map([['vpc.githedgehog.com', 'v1']]))).toEqual({
      group: 'vpc.githedgehog.com',
      version: 'v1',
      kind: 'VPC',
      plural: 'vpcs',
      shortNames: ['v'],
      namespaced: true,
      servedVersions: ['v1', 'v1beta1'],
      schema: { type: 'object', description: 'one' },
      crd: { uid: 'crd-uid', generation: 3 },
    });
  });

  it('takes the stored version when the kind is not served in the preferred one', () => {
    const preferred = new Map([['vpc.githedgehog.com', 'v1alpha2']]);
    expect(kindOfCrd(crd(), preferred)).toMatchObject({
      version: 'v1beta1',
      servedVersions: ['v1beta1', 'v1'],
    });
    expect(kindOfCrd(crd(), new Map())).toMatchObject({ version: 'v1beta1' });
  });

  it('takes the first served version when none is stored', () => {
    const versions = [
      { name: 'v1', served: true },
      { name: 'v2', served: true },
    ];
    expect(kindOfCrd(crd({ versions }), new Map())).toMatchObject({ version: 'v1', schema: null });
  });

  it('knows cluster-scoped kinds and kinds without short names', () => {
    const spec = { scope: 'Cluster', names: { kind: 'VPC', plural: 'vpcs' } };
    expect(kindOfCrd(crd(spec), new Map())).toMatchObject({ namespaced: false, shortNames: [] });
  });

  it.each<[string, KubernetesObject]>([
    ['is not established', crd({}, 'False')],
    ['serves no version', crd({ versions: [{ name: 'v1', served: false, storage: true }] })],
    ['lacks its names', crd({ names: {} })],
    ['lacks its group', crd({ group: '' })],
    ['is hollow', { apiVersion: 'v1', kind: 'CustomResourceDefinition', metadata: { name: 'x' } }],
  ])('gives nothing while it %s', (_, hollow) => {
    expect(kindOfCrd(hollow, new Map())).toBeNull();
  });
});
