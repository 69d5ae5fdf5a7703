import { expect, test } from 'vitest';
import { groupOf, identityKey, identityOf, versionOf } from './kubernetes-object.ts';

test.each([
  ['vpc.githedgehog.com/v1beta1', 'vpc.githedgehog.com', 'v1beta1'],
  ['v1', '', 'v1'],
  ['', '', ''],
])('%j has group %j and version %j', (apiVersion, group, version) => {
  expect(groupOf(apiVersion)).toBe(group);
  expect(versionOf(apiVersion)).toBe(version);
});

test('a missing or empty namespace is default, and the version is no part of the identity', () => {
  const object = { apiVersion: 'vpc.githedgehog.com/v1beta1', kind: 'VPC', metadata: { name: 'v' } };
  expect(identityKey(identityOf(object))).toBe('vpc.githedgehog.com/VPC/default/v');
  const older = {
    ...object,
    apiVersion: 'vpc.githedgehog.com/v1alpha2',
    metadata: { name: 'v', namespace: '' },
  };
  expect(identityOf(older)).toEqual(identityOf(object));
  expect(identityOf({ ...object, metadata: { name: 'v', namespace: 'fab' } }).namespace).toBe('fab');
});
