import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '../hedgehog/kubernetes-object.ts';
import { appliedChanges } from './applied-changes.ts';
import { anyJson } from './testing/arbitraries.ts';
import { inCluster, vpcType } from './testing/live-object.ts';

const live = (spec: Json, metadata = {}) => inCluster(vpcType, spec, {}, metadata);

describe('what applying would change', () => {
  test('is named leaf by leaf, also what would come and go', () => {
    const before = live({ asn: 65199, boot: { mac: 'a', gone: 1 }, same: { x: [1] } });
    const after = live({ asn: 65103, boot: { mac: 'a', comes: 2 }, same: { x: [1] } });
    expect(appliedChanges(before, after)).toEqual(['spec.asn', 'spec.boot.gone', 'spec.boot.comes']);
  });

  test('is the item of a list, or the list when it grows or shrinks', () => {
    expect(appliedChanges(live({ l: [{ a: 1 }, { a: 2 }] }), live({ l: [{ a: 1 }, { a: 3 }] }))).toEqual([
      'spec.l[1].a',
    ]);
    expect(appliedChanges(live({ l: ['x'] }), live({ l: ['x', 'y'] }))).toEqual(['spec.l']);
  });

  test('counts labels and annotations, but not those that tools own', () => {
    const before = live({}, { labels: { team: 'a' } });
    const tools = { 'kubectl.kubernetes.io/last-applied-configuration': '{}' };
    const after = live({}, { labels: { team: 'b' }, annotations: { ...tools, note: 'c' } });
    expect(appliedChanges(before, after)).toEqual(['metadata.labels.team', 'metadata.annotations.note']);
  });

  test('is nothing where only the server’s own metadata moved', () => {
    const after = live({ a: 1 }, { resourceVersion: '7', generation: 3, managedFields: [], labels: {} });
    expect(appliedChanges(live({ a: 1 }), { ...after, status: { x: 1 } })).toEqual([]);
  });

  test('is nothing exactly when the specs are the same, whatever they are', () => {
    fc.assert(
      fc.property(anyJson, anyJson, (one, other) => {
        expect(appliedChanges(live(one), live(structuredClone(one)))).toEqual([]);
        const same = JSON.stringify(one) === JSON.stringify(other);
        if (!same && typeof one !== 'object') expect(appliedChanges(live(one), live(other))).not.toEqual([]);
      }),
    );
  });

  test('depth does not hurt', () => {
    const deep = (leaf: Json, depth = 20_000) => {
      let value = leaf;
      for (let i = 0; i < depth; i++) value = { a: value };
      return value;
    };
    expect(appliedChanges(live(deep(1)), live(deep(2)))).toHaveLength(1);
    expect(appliedChanges(live(deep(1)), live(deep(1)))).toEqual([]);
  });
});
