import { describe, expect, test } from 'vitest';
import type { Json } from '../hedgehog/kubernetes-object.ts';
import { compare } from './compare.ts';
import type { IgnoreRule } from './ignore-rules.ts';
import {
  classes,
  inCluster,
  inGit,
  type Owners,
  realPaths,
  schemaWith,
  vpcType,
} from './testing/live-object.ts';

const serverType = { apiVersion: 'wiring.githedgehog.com/v1beta1', kind: 'Server' };
const switchType = { apiVersion: 'wiring.githedgehog.com/v1beta1', kind: 'Switch' };

describe('existence', () => {
  const desired = inGit(serverType, {});
  const actual = inCluster(serverType, {});

  test.each([
    [{ desired, actual: null }, 'desired_only', 1],
    [{ desired, actual: null, expecting: 'creation' as const }, 'creation_pending', 1],
    [{ desired, actual: null, expecting: 'deletion' as const }, 'desired_only', 1],
    [{ desired: null, actual }, 'actual_only', 1],
    [{ desired: null, actual, expecting: 'deletion' as const }, 'deletion_pending', 1],
    [
      { desired: null, actual: inCluster(serverType, {}, {}, { deletionTimestamp: '2026-11-24T14:02:00Z' }) },
      'deletion_pending',
      1,
    ],
    [{ desired, actual, expecting: 'creation' as const }, 'in_sync', 0],
    [{ desired: null, actual: null }, 'in_sync', 0],
  ])('%# gives %s', (sides, status, score) => {
    const comparison = compare({ ...sides, schema: null });
    expect(comparison).toMatchObject({ status, score, realCount: 0, differences: [] });
    expect(comparison.severity).toBe(score === 1 ? 'critical' : 'none');
  });

  test('no rule hides that something is missing', () => {
    const rule = {
      id: 'r',
      kind: null,
      namePattern: null,
      path: '**',
      manager: null,
      reason: 'x',
      author: 'y',
      expiresAt: null,
    };
    expect(compare({ desired, actual: null, schema: null, rules: [rule], now: 0 }).status).toBe(
      'desired_only',
    );
  });
});

describe('scope', () => {
  const desired = inGit(serverType, { description: 'a' }, { labels: { team: 'net' } });

  test('status and the metadata of the server are never compared', () => {
    const metadata = {
      labels: { team: 'net', seen: 'yes' },
      annotations: { note: 'n' },
      generation: 7,
      ownerReferences: [{}],
    };
    const actual = { ...inCluster(serverType, { description: 'a' }, {}, metadata), status: { ready: false } };
    expect(
      compare({ desired: { ...desired, status: { ready: true } }, actual, schema: null }).differences,
    ).toEqual([]);
  });

  test('declared labels count, with the weight of labels; undeclared ones do not', () => {
    const actual = inCluster(
      serverType,
      { description: 'a' },
      {},
      { labels: { team: 'storage', other: 'x' } },
    );
    const comparison = compare({ desired, actual, schema: null });
    expect(comparison.worst).toMatchObject({
      path: ['metadata', 'labels', 'team'],
      op: 'changed',
      weight: 'low',
    });
    expect(comparison.score).toBe(0.5);
  });

  test('labels of webhooks and GitOps tools are left out even when Git declares them', () => {
    const labels = { 'fabric.githedgehog.com/vpc': 'mine', 'argocd.argoproj.io/instance': 'x' };
    const owned = inGit(serverType, { description: 'a' }, { labels });
    expect(
      compare({ desired: owned, actual: inCluster(serverType, { description: 'a' }), schema: null })
        .differences,
    ).toEqual([]);
  });

  test('a version that is not served is a finding for the author; another served one is a spelling', () => {
    const actual = inCluster(vpcType, {});
    const old = { ...inGit(vpcType, {}), apiVersion: 'vpc.githedgehog.com/v1alpha2' };
    expect(classes(compare({ desired: old, actual, schema: null }))).toEqual({ apiVersion: 'dropped' });
    const served = { desired: old, actual, schema: null, servedVersions: ['v1beta1', 'v1alpha2'] };
    expect(classes(compare(served))).toEqual({ apiVersion: 'rewritten' });
  });

  test('a field at the root that the schema lacks is dropped', () => {
    const typo = { ...inGit(vpcType, {}), sepc: { a: 1 } };
    const schema = schemaWith({ type: 'object', properties: {} });
    expect(classes(compare({ desired: typo, actual: inCluster(vpcType, {}), schema }))).toEqual({
      sepc: 'dropped',
    });
  });
});

describe('who wrote it', () => {
  const schema = schemaWith({
    type: 'object',
    properties: {
      a: { type: 'string' },
      b: { type: 'string' },
      c: { type: 'string', default: 'd' },
      l: { type: 'array', items: { type: 'string' } },
    },
  });
  const type = { apiVersion: 'lab.example.com/v1', kind: 'Thing' };
  const judge = (git: Json, live: Json, owners: Owners) =>
    compare({ desired: inGit(type, git), actual: inCluster(type, live, owners), schema });

  test('what nobody owns was filled, for kinds that no catalogue knows too', () => {
    const comparison = judge({ a: 'x' }, { a: 'x', b: 'filled' }, { deployer: { a: 'x' } });
    expect(classes(comparison)).toEqual({ 'spec.b': 'defaulted' });
    expect(comparison).toMatchObject({ status: 'in_sync', score: 0 });
  });

  test('where Git declares nothing, owners of the labels are proof enough that nobody wrote the spec', () => {
    const managedFields = [
      { manager: 'kustomize-controller', fieldsV1: { 'f:metadata': { 'f:labels': {} } } },
    ];
    const actual = inCluster(type, { b: 'filled' }, {}, { managedFields });
    expect(compare({ desired: inGit(type, {}), actual, schema }).status).toBe('in_sync');
  });

  test('what a hand owns is real, and the hand is named with its time', () => {
    const comparison = judge({ a: 'x' }, { a: 'x', b: 'by hand' }, { deployer: { a: 'x' }, hand: { b: '' } });
    expect(comparison.worst).toMatchObject({
      op: 'only_in_cluster',
      writer: { manager: 'kubectl-edit', operation: 'Update', time: '2026-11-24T14:02:00Z' },
    });
    expect(comparison.worst?.reason).toContain('kubectl-edit');
  });

  test('a schema default is a default whoever owns it', () => {
    const comparison = judge({ a: 'x' }, { a: 'x', c: 'd' }, { deployer: { a: 'x', c: 'd' } });
    expect(classes(comparison)).toEqual({ 'spec.c': 'defaulted' });
  });

  test('what the deployer still owns and Git no longer says is real: not deployed yet', () => {
    const comparison = judge({ a: 'x' }, { a: 'x', b: 'old' }, { deployer: { a: 'x', b: 'old' } });
    expect(realPaths(comparison)).toEqual(['spec.b']);
    expect(comparison.worst?.reason).toContain('earlier');
  });

  test('a removed leaf names nobody', () => {
    const comparison = judge({ a: 'x', b: 'y' }, { a: 'x' }, { deployer: { a: 'x' } });
    expect(comparison.worst).toMatchObject({ op: 'missing_in_cluster', path: ['spec', 'b'] });
    expect(comparison.worst).not.toHaveProperty('writer');
  });

  test('a list is owned whole, so its writer is named for an item that went', () => {
    const comparison = judge({ l: ['x', 'y'] }, { l: ['x'] }, { hand: { l: [] } });
    expect(comparison.worst).toMatchObject({ path: ['spec', 'l', 1], writer: { manager: 'kubectl-edit' } });
  });

  test.each([
    ['absent', undefined],
    ['empty', []],
    [
      'cleared and then written once by a hand',
      [{ manager: 'kubectl-edit', fieldsV1: { 'f:spec': { 'f:z': {} } } }],
    ],
    ['of the status only', [{ manager: 'm', subresource: 'status', fieldsV1: { 'f:spec': { 'f:a': {} } } }]],
    ['no list', 'nonsense'],
    [
      'a list of nonsense',
      [null, 7, 'x', [], {}, { manager: 7, fieldsV1: {} }, { manager: 'm', fieldsV1: 'x' }],
    ],
  ])('managedFields that are %s prove nothing: the addition stays real', (_name, managedFields) => {
    const actual = inCluster(type, { a: 'x', b: 'y' });
    Object.assign(actual.metadata, { managedFields });
    const comparison = compare({ desired: inGit(type, { a: 'x' }), actual, schema });
    expect(realPaths(comparison)).toEqual(['spec.b']);
  });

  test('an empty value that a hand wrote is shown as what it is', () => {
    const type = { apiVersion: 'vpc.githedgehog.com/v1beta1', kind: 'VPCAttachment' };
    const desired = inGit(type, { nativeVLAN: true });
    const actual = inCluster(type, { nativeVLAN: false }, { hand: { nativeVLAN: false } });
    const comparison = compare({ desired, actual, schema: null });
    expect(comparison.worst).toMatchObject({
      op: 'changed',
      desired: true,
      actual: false,
      writer: { manager: 'kubectl-edit' },
    });
  });
});

describe('score and severity', () => {
  const spec = {
    profile: 'vs',
    role: 'spine',
    asn: 1,
    ip: 'a',
    protocolIP: 'b',
    description: 'd',
    roce: true,
    groups: ['g'],
    vtepIP: 'c',
    boot: { mac: 'm' },
  };

  test('one key of ten is a low score and, being an ASN, critical', () => {
    const comparison = compare({
      desired: inGit(switchType, spec),
      actual: inCluster(switchType, { ...spec, asn: 2 }),
      schema: null,
    });
    expect(comparison).toMatchObject({ score: 0.1, band: 'low', severity: 'critical' });
    expect(comparison.severityReason).toBe('spec.asn weighs critical');
  });

  test('a light field leaves the band as it is', () => {
    const comparison = compare({
      desired: inGit(switchType, spec),
      actual: inCluster(switchType, { ...spec, description: '' }),
      schema: null,
    });
    expect(comparison).toMatchObject({ score: 0.1, band: 'low', severity: 'low', severityReason: null });
  });

  test('keys that only defaults fill do not count', () => {
    const git = { subnets: { a: { subnet: '10.0.1.0/24', vlan: 1 } } };
    const live = {
      ipv4Namespace: 'default',
      vlanNamespace: 'default',
      subnets: { a: { subnet: '10.0.1.0/24', vlan: 2 } },
    };
    expect(
      compare({ desired: inGit(vpcType, git), actual: inCluster(vpcType, live), schema: null }).score,
    ).toBe(1);
  });

  test('the worst comes first, and what is explained comes last', () => {
    const live = { ...spec, description: 'other', asn: 2, boot: { mac: 'n' }, vlanNamespaces: ['default'] };
    const comparison = compare({
      desired: inGit(switchType, spec),
      actual: inCluster(switchType, live),
      schema: null,
    });
    expect(comparison.differences.map((d) => [d.pathText, d.class, d.weight])).toEqual([
      ['spec.asn', 'real', 'critical'],
      ['spec.boot.mac', 'real', 'high'],
      ['spec.description', 'real', 'low'],
      ['spec.vlanNamespaces', 'defaulted', 'critical'],
    ]);
  });
});

describe('ignore rules', () => {
  const rule = {
    id: 'r1',
    kind: null,
    namePattern: null,
    path: 'spec.description',
    manager: null,
    reason: 'noise',
    author: 'ann',
    expiresAt: null,
  };
  const desired = inGit(serverType, { description: 'a' });
  const actual = inCluster(serverType, { description: 'b' }, { hand: { description: '' } });
  const judge = (change: Partial<IgnoreRule>, now?: number) =>
    compare({
      desired,
      actual,
      schema: null,
      rules: [{ ...rule, ...change }],
      ...(now === undefined ? {} : { now }),
    });

  test('an ignored difference is shown, named, and not counted', () => {
    const comparison = judge({});
    expect(comparison).toMatchObject({
      status: 'in_sync',
      score: 0,
      severity: 'none',
      realCount: 0,
      worst: null,
    });
    expect(comparison.differences).toEqual([
      expect.objectContaining({ class: 'ignored', ruleId: 'r1', reason: 'ignored by ann: noise' }),
    ]);
  });

  test.each([
    ['another kind', { kind: 'Switch' }],
    ['another name', { namePattern: 'leaf-*' }],
    ['another manager', { manager: 'hhfctl' }],
    ['another path', { path: 'spec.profile' }],
    ['a path that cannot be read', { path: 'spec[' }],
    ['a rule whose time is over', { expiresAt: 100 }],
  ])('%s is not hidden', (_name, change) => {
    expect(judge(change, 100).status).toBe('spec_drift');
  });

  test('kind, name, manager and time may all match', () => {
    const narrow = { kind: 'Server', namePattern: '?', manager: 'kubectl-edit', expiresAt: 101 };
    expect(judge(narrow, 100).status).toBe('in_sync');
  });

  test('without a clock a rule that ends hides nothing', () => {
    expect(judge({ expiresAt: 100 }).status).toBe('spec_drift');
  });
});

test('a verdict without a schema says so', () => {
  const sides = { desired: inGit(serverType, {}), actual: inCluster(serverType, {}) };
  expect(compare({ ...sides, schema: null }).uncertain).toBe(true);
  expect(compare({ ...sides, schema: schemaWith({ type: 'object' }) }).uncertain).toBe(false);
});
