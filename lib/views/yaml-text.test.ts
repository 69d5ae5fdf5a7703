import fc from 'fast-check';
import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import type { Json, KubernetesObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { comparedTexts } from './compared-texts.ts';
import { alignKeys, liveYaml, manifestYaml } from './yaml-text.ts';

const live: KubernetesObject = {
  apiVersion: 'vpc.githedgehog.com/v1beta1',
  kind: 'VPC',
  metadata: {
    name: 'red',
    namespace: 'default',
    uid: 'u',
    resourceVersion: '5',
    managedFields: [{ manager: 'kubectl-edit' }],
  },
  spec: { vlan: 1205, subnet: '10.0.0.0/24' },
  status: { applied: true },
};
const desired: KubernetesObject = {
  apiVersion: live.apiVersion,
  kind: 'VPC',
  metadata: { name: 'red', namespace: 'default' },
  spec: { subnet: '10.0.0.0/24', vlan: 1201 },
};

describe('a live object as YAML', () => {
  test('keeps everything but the ownership of fields', () => {
    expect(load(liveYaml(live))).toEqual({
      ...live,
      metadata: { name: 'red', namespace: 'default', uid: 'u', resourceVersion: '5' },
    });
    expect(liveYaml(live)).not.toContain('managedFields');
  });

  test('begins with what it is', () => {
    expect(liveYaml(live).split('\n').slice(0, 3)).toEqual([
      'apiVersion: vpc.githedgehog.com/v1beta1',
      'kind: VPC',
      'metadata:',
    ]);
  });
});

describe('both sides to be compared', () => {
  test('differ in what differs, not in the order of keys, metadata of the server or status', () => {
    const { desired: left, actual: right } = comparedTexts(desired, live, []);
    const differing = left.split('\n').filter((line, index) => line !== right.split('\n')[index]);
    expect(differing).toEqual(['  vlan: 1201']);
  });

  test('keep the labels and annotations that Git declares, and no other of the cluster', () => {
    const wanted = { ...desired, metadata: { ...desired.metadata, labels: { a: 'git' } } };
    const labels = { a: 'cluster', 'fabric.githedgehog.com/profile': 'vs' };
    const labelled = { ...live, metadata: { ...live.metadata, labels, annotations: { c: 'd' } } };
    expect(load(comparedTexts(wanted, labelled, []).actual)).toMatchObject({
      metadata: { name: 'red', namespace: 'default', labels: { a: 'cluster' } },
    });
    expect(comparedTexts(wanted, labelled, []).actual).not.toMatch(/profile|annotations/);
  });
});

test('a manifest holds what declares the object and nothing of the server', () => {
  expect(load(manifestYaml(live))).toEqual({
    apiVersion: live.apiVersion,
    kind: 'VPC',
    metadata: { name: 'red', namespace: 'default' },
    spec: live.spec,
  });
});

test('putting keys in another order changes no value', () => {
  const json = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<Json>;
  fc.assert(
    fc.property(json, json, (value, model) => {
      expect(alignKeys(value, model)).toEqual(value);
    }),
  );
});
