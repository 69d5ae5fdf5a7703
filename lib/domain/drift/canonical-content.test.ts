import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalActualContent, canonicalDesiredContent } from './canonical-content.ts';
import { canonicalJson } from './canonical-json.ts';
import { anyJson } from './testing/arbitraries.ts';
import { inCluster, inGit, vpcType } from './testing/live-object.ts';

describe('canonicalJson', () => {
  test('sorts keys at every depth and keeps lists as they are', () => {
    expect(canonicalJson({ b: [{ d: 1, c: [] }, null], a: {} })).toBe('{"a":{},"b":[{"c":[],"d":1},null]}');
  });

  test('is JSON of the same value, and the same for any order of keys', () => {
    fc.assert(
      fc.property(anyJson, (value) => {
        const text = canonicalJson(value);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(JSON.parse(text))).toBe(text);
      }),
    );
  });
});

describe('desired content', () => {
  const spec = { mode: 'l3vni' };

  test('is spec, labels and annotations, whatever their order', () => {
    const one = inGit(vpcType, { a: 1, b: 2 }, { labels: { x: '1', y: '2' } });
    const other = inGit(vpcType, { b: 2, a: 1 }, { labels: { y: '2', x: '1' } });
    expect(canonicalDesiredContent(one)).toBe(canonicalDesiredContent(other));
  });

  test.each([
    ['spec', inGit(vpcType, { mode: '' })],
    ['no spec', { ...vpcType, metadata: { name: 'x' } }],
    ['labels', inGit(vpcType, spec, { labels: { a: 'b' } })],
    ['annotations', inGit(vpcType, spec, { annotations: { a: 'b' } })],
  ])('moves with %s', (_name, other) => {
    expect(canonicalDesiredContent(other)).not.toBe(canonicalDesiredContent(inGit(vpcType, spec)));
  });

  test('an empty spec is not the same as none', () => {
    expect(canonicalDesiredContent(inGit(vpcType, {}))).not.toBe(
      canonicalDesiredContent({ ...vpcType, metadata: { name: 'x' } }),
    );
  });
});

describe('actual content', () => {
  const live = inCluster(vpcType, { mode: 'x' }, { deployer: { mode: 'x' } });
  const content = canonicalActualContent(live);

  test('a status update and a new time change nothing', () => {
    const managedFields = [
      {
        manager: 'agent',
        operation: 'Update',
        subresource: 'status',
        time: 't2',
        fieldsV1: { 'f:status': {} },
      },
      ...(live.metadata.managedFields ?? []).map((entry) => ({ ...entry, time: '2027-01-01T00:00:00Z' })),
    ];
    const updated = {
      ...live,
      status: { a: 1 },
      metadata: { ...live.metadata, managedFields, resourceVersion: '9', generation: 4 },
    };
    expect(canonicalActualContent(updated)).toBe(content);
  });

  test('the order of the entries changes nothing', () => {
    const two = inCluster(vpcType, { mode: 'x' }, { deployer: { mode: 'x' }, hand: { permit: [] } });
    const managedFields = two.metadata.managedFields?.toReversed() ?? [];
    expect(canonicalActualContent({ ...two, metadata: { ...two.metadata, managedFields } })).toBe(
      canonicalActualContent(two),
    );
  });

  test.each([
    ['its spec', inCluster(vpcType, { mode: 'y' }, { deployer: { mode: 'x' } })],
    ['its uid', inCluster(vpcType, { mode: 'x' }, { deployer: { mode: 'x' } }, { uid: 'u-2' })],
    [
      'labels of others',
      inCluster(vpcType, { mode: 'x' }, { deployer: { mode: 'x' } }, { labels: { a: 'b' } }),
    ],
    [
      'annotations',
      inCluster(vpcType, { mode: 'x' }, { deployer: { mode: 'x' } }, { annotations: { a: 'b' } }),
    ],
    ['its owner alone', inCluster(vpcType, { mode: 'x' }, { hand: { mode: 'x' } })],
  ])('moves with %s', (_name, other) => {
    expect(canonicalActualContent(other)).not.toBe(content);
  });

  test('malformed owners are no reason to fail', () => {
    const odd = inCluster(vpcType, {});
    Object.assign(odd.metadata, { managedFields: 'x' });
    expect(canonicalActualContent(odd)).toContain('"owners":[]');
    Object.assign(odd.metadata, { managedFields: [null, 7, {}] });
    expect(canonicalActualContent(odd)).toContain('[null,null,null]');
  });
});
