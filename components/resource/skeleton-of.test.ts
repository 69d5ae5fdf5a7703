import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { kindReading, kindSummary } from '#lib/contract/testing/samples.ts';
import { creatableKinds, skeletonOf } from './skeleton-of.ts';

const vpc = { group: 'vpc.githedgehog.com', kind: 'VPC', version: 'v1beta1' };

describe('a new document', () => {
  test('names what it declares, and declares nothing yet', () => {
    expect(skeletonOf(vpc, 'default', 'blue')).toBe(`apiVersion: vpc.githedgehog.com/v1beta1
kind: VPC
metadata:
  name: blue
  namespace: default
spec: {}
`);
  });

  test.each(['007', '1e3', 'true', 'no', 'y', 'null', '0x1f', '12:30', 'a.b', 'off'])(
    'reads the name %s as the text it is',
    (name) => {
      const document = load(skeletonOf(vpc, name, name));
      expect(document).toMatchObject({ metadata: { name, namespace: name } });
    },
  );

  test('of the core group has no slash in its version', () => {
    expect(skeletonOf({ group: '', kind: 'ConfigMap', version: 'v1' }, 'default', 'a')).toContain(
      'apiVersion: v1\n',
    );
  });
});

test('kinds that the cluster lacks, was never asked for or writes itself cannot be created', () => {
  const kinds = [
    kindSummary(),
    kindSummary({ kind: 'Gone', reading: kindReading({ availability: 'missing' }) }),
    kindSummary({ kind: 'Unasked', reading: null, version: null }),
    kindSummary({ group: 'agent.githedgehog.com', kind: 'Agent' }),
    kindSummary({ kind: 'Hidden', reading: kindReading({ availability: 'forbidden' }) }),
  ];
  expect(creatableKinds({ kinds }).map(({ kind }) => kind)).toEqual(['VPC', 'Hidden']);
});
