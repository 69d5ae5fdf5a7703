import { expect, test } from 'vitest';
import { CATALOGUE_VERSION, findKindProfile, USER_KINDS } from './catalogue.ts';
import { KIND_PROFILES } from './kinds/index.ts';

test('the order of creation is that of the installer', () => {
  expect(USER_KINDS.map((kind) => kind.kind)).toEqual([
    'VLANNamespace',
    'IPv4Namespace',
    'SwitchGroup',
    'Switch',
    'Server',
    'VPC',
    'Connection',
    'VPCAttachment',
    'VPCPeering',
    'External',
    'ExternalAttachment',
    'ExternalPeering',
    'GatewayGroup',
    'Gateway',
    'GatewayPeering',
  ]);
  expect(USER_KINDS.map((kind) => kind.createOrder)).toEqual(USER_KINDS.map((_, index) => index));
});

test('names are told apart', () => {
  const names = USER_KINDS.flatMap((kind) => [kind.plural, ...kind.shortNames]);
  expect(new Set(names).size).toBe(names.length);
  expect(new Set(USER_KINDS.map((kind) => kind.kind)).size).toBe(15);
});

test('wiring kinds are managed only when the fabric says so', () => {
  const unmanaged = USER_KINDS.filter((kind) => !kind.managedByDefault).map((kind) => kind.kind);
  expect(unmanaged).toEqual([
    'VLANNamespace',
    'IPv4Namespace',
    'SwitchGroup',
    'Switch',
    'Server',
    'Connection',
    'GatewayGroup',
    'Gateway',
  ]);
});

test('a profile is found by group and kind, and nothing else', () => {
  expect(findKindProfile('vpc.githedgehog.com', 'VPC')?.plural).toBe('vpcs');
  expect(findKindProfile('wiring.githedgehog.com', 'VPC')).toBeNull();
  expect(findKindProfile('', '__proto__')).toBeNull();
});

test('every profile names its version, and the catalogue its own', () => {
  for (const profile of KIND_PROFILES) expect(profile.versions).toHaveLength(1);
  expect(CATALOGUE_VERSION).toMatch(/^\d{4}-\d{2}-\d{2}\.\d+$/);
});
