import { describe, expect, test } from 'vitest';
import { compare } from '../../drift/compare.ts';
import { classes, inCluster, inGit, realPaths, vpcType } from '../../drift/testing/live-object.ts';
import type { Json, JsonObject } from '../kubernetes-object.ts';
import { describeKind } from '../testing/kind-rules.ts';

const subnet = (more: JsonObject): JsonObject => ({ subnet: '10.0.1.0/24', vlan: 1001, ...more });
const spec = (more: JsonObject): JsonObject => ({ subnets: { a: subnet(more) } });
const stored = (more: JsonObject, root: JsonObject = {}): JsonObject => ({
  ipv4Namespace: 'default',
  vlanNamespace: 'default',
  ...root,
  subnets: { a: subnet({ gateway: '10.0.1.1', dhcp: {}, ...more }) },
});
const range = (start: string, end: string) => ({ start, end });
const enabled = (more: JsonObject = {}): JsonObject => ({ enable: true, ...more });
const full = range('10.0.1.2', '10.0.1.255');
const handOn = (part: JsonObject): Json => ({ subnets: { a: part } });

describeKind(vpcType, [
  {
    rule: 'ipv4Namespace is default',
    git: spec({}),
    stored: stored({}),
    edited: stored({}, { ipv4Namespace: 'other' }),
    hand: { ipv4Namespace: 'other' },
    real: ['spec.ipv4Namespace'],
    severity: 'critical',
  },
  {
    rule: 'vlanNamespace is default',
    git: spec({}),
    stored: stored({}),
    edited: stored({}, { vlanNamespace: 'other' }),
    hand: { vlanNamespace: 'other' },
    real: ['spec.vlanNamespace'],
    severity: 'critical',
  },
  {
    rule: 'the gateway is the first host',
    git: spec({}),
    stored: stored({}),
    edited: stored({ gateway: '10.0.1.254' }),
    hand: handOn({ gateway: '' }),
    real: ['spec.subnets.a.gateway'],
    severity: 'high',
  },
  {
    rule: 'the gateway of a subnet with host bits comes from its network',
    git: { subnets: { a: { subnet: '10.0.1.77/24', vlan: 1001 } } },
    stored: stored({ subnet: '10.0.1.77/24' }),
    edited: stored({ subnet: '10.0.1.0/24' }),
    hand: handOn({ subnet: '' }),
    real: ['spec.subnets.a.subnet'],
  },
  {
    rule: 'with host BGP there is no gateway',
    git: spec({ hostBGP: true }),
    stored: { ...stored({}), subnets: { a: subnet({ hostBGP: true, dhcp: {} }) } },
    edited: stored({ hostBGP: true }),
    hand: handOn({ gateway: '' }),
    real: ['spec.subnets.a.gateway'],
  },
  {
    rule: 'a /31 gets a gateway and no range',
    git: { subnets: { a: { subnet: '10.0.1.0/31', dhcp: enabled() } } },
    stored: {
      ...stored({}),
      subnets: { a: { subnet: '10.0.1.0/31', gateway: '10.0.1.1', dhcp: enabled() } },
    },
    edited: {
      ...stored({}),
      subnets: {
        a: {
          subnet: '10.0.1.0/31',
          gateway: '10.0.1.1',
          dhcp: enabled({ range: range('10.0.1.0', '10.0.1.1') }),
        },
      },
    },
    hand: handOn({ dhcp: { range: { start: '', end: '' } } }),
    real: ['spec.subnets.a.dhcp.range.start', 'spec.subnets.a.dhcp.range.end'],
  },
  {
    rule: 'DHCP gets a range up to the last address',
    git: spec({ dhcp: enabled() }),
    stored: stored({ dhcp: enabled({ range: full }) }),
    edited: stored({ dhcp: enabled({ range: range('10.0.1.2', '10.0.1.99') }) }),
    hand: handOn({ dhcp: { range: { end: '' } } }),
    real: ['spec.subnets.a.dhcp.range.end'],
    severity: 'medium',
  },
  {
    rule: 'a range without an end is completed',
    git: spec({ dhcp: enabled({ range: { start: '10.0.1.10' } }) }),
    stored: stored({ dhcp: enabled({ range: range('10.0.1.10', '10.0.1.255') }) }),
    edited: stored({ dhcp: enabled({ range: range('10.0.1.11', '10.0.1.255') }) }),
    hand: handOn({ dhcp: { range: { start: '' } } }),
    real: ['spec.subnets.a.dhcp.range.start'],
  },
  {
    rule: 'range and options are thrown away while DHCP is off',
    git: spec({ dhcp: { enable: false, range: full, options: { interfaceMTU: 1500 } } }),
    kept: spec({}),
    stored: stored({ dhcp: {} }),
    edited: stored({ dhcp: enabled({ range: full }) }),
    hand: handOn({ dhcp: { enable: '' } }),
    real: ['spec.subnets.a.dhcp.enable'],
    severity: 'high',
  },
  {
    rule: 'options are completed',
    git: spec({ dhcp: enabled({ options: { pxeURL: 'http://p' } }) }),
    stored: stored({
      dhcp: enabled({
        range: full,
        options: {
          pxeURL: 'http://p',
          interfaceMTU: 9036,
          leaseTimeSeconds: 3600,
          dnsServers: [],
          timeServers: [],
        },
      }),
    }),
    edited: stored({
      dhcp: enabled({
        range: full,
        options: { pxeURL: 'http://p', interfaceMTU: 1500, leaseTimeSeconds: 3600 },
      }),
    }),
    hand: handOn({ dhcp: { options: { interfaceMTU: '' } } }),
    real: ['spec.subnets.a.dhcp.options.interfaceMTU'],
    severity: 'medium',
  },
  {
    rule: 'options that say nothing are no options',
    git: spec({ dhcp: enabled({ options: { pxeURL: '', interfaceMTU: 0 } }) }),
    stored: stored({ dhcp: enabled({ range: full }) }),
    edited: stored({
      dhcp: enabled({ range: full, options: { interfaceMTU: 9036, leaseTimeSeconds: 3600 } }),
    }),
    hand: handOn({ dhcp: { options: { interfaceMTU: '' } } }),
    real: ['spec.subnets.a.dhcp.options.interfaceMTU'],
  },
  {
    rule: 'options with a list say something, even when the list is empty',
    git: spec({ dhcp: enabled({ options: { dnsServers: [] } }) }),
    stored: stored({
      dhcp: enabled({
        range: full,
        options: { interfaceMTU: 9036, leaseTimeSeconds: 3600, dnsServers: [], timeServers: [] },
      }),
    }),
    edited: stored({
      dhcp: enabled({
        range: full,
        options: { interfaceMTU: 9036, leaseTimeSeconds: 60, dnsServers: [], timeServers: [] },
      }),
    }),
    hand: handOn({ dhcp: { options: { leaseTimeSeconds: '' } } }),
    real: ['spec.subnets.a.dhcp.options.leaseTimeSeconds'],
  },
  {
    rule: 'DNS and time servers are sorted',
    git: spec({
      dhcp: enabled({ options: { dnsServers: ['9.9.9.9', '1.1.1.1'], timeServers: ['5.5.5.5', '4.4.4.4'] } }),
    }),
    stored: stored({
      dhcp: enabled({
        range: full,
        options: {
          dnsServers: ['1.1.1.1', '9.9.9.9'],
          timeServers: ['4.4.4.4', '5.5.5.5'],
          interfaceMTU: 9036,
          leaseTimeSeconds: 3600,
        },
      }),
    }),
    edited: stored({
      dhcp: enabled({
        range: full,
        options: {
          dnsServers: ['1.1.1.1', '8.8.8.8'],
          timeServers: ['4.4.4.4', '5.5.5.5'],
          interfaceMTU: 9036,
          leaseTimeSeconds: 3600,
        },
      }),
    }),
    hand: handOn({ dhcp: { options: { dnsServers: [] } } }),
    real: ['spec.subnets.a.dhcp.options.dnsServers[0]'],
  },
  {
    rule: 'advertised routes are sorted',
    git: spec({
      dhcp: enabled({
        options: {
          advertisedRoutes: [
            { destination: '10.2.0.0/16', gateway: '10.0.1.2' },
            { destination: '10.1.0.0/16', gateway: '10.0.1.2' },
          ],
        },
      }),
    }),
    stored: stored({
      dhcp: enabled({
        range: full,
        options: {
          advertisedRoutes: [
            { destination: '10.1.0.0/16', gateway: '10.0.1.2' },
            { destination: '10.2.0.0/16', gateway: '10.0.1.2' },
          ],
          interfaceMTU: 9036,
          leaseTimeSeconds: 3600,
        },
      }),
    }),
  },
  {
    rule: 'MAC addresses of static leases are spelled in lower case with colons',
    git: spec({ dhcp: { static: { '0A-1B-2C-3D-4E-5F': { ip: '10.0.1.5' } } } }),
    stored: stored({ dhcp: { static: { '0a:1b:2c:3d:4e:5f': { ip: '10.0.1.5' } } } }),
    edited: stored({ dhcp: { static: { '0a:1b:2c:3d:4e:5f': { ip: '10.0.1.6' } } } }),
    hand: handOn({ dhcp: { static: { '0a:1b:2c:3d:4e:5f': { ip: '' } } } }),
    real: ['spec.subnets.a.dhcp.static["0a:1b:2c:3d:4e:5f"].ip'],
  },
  {
    rule: 'isolated: false is not absent',
    git: spec({ isolated: false, restricted: false }),
    stored: stored({ isolated: false, restricted: false }),
    edited: stored({ isolated: true }),
    hand: handOn({ isolated: '' }),
    real: ['spec.subnets.a.isolated', 'spec.subnets.a.restricted'],
    severity: 'critical',
  },
  {
    rule: 'defaultIsolated: false is absent, and so is an empty mode',
    git: { ...spec({}), defaultIsolated: false, mode: '', defaultRestricted: null },
    stored: stored({}),
    edited: stored({}, { defaultIsolated: true }),
    hand: { defaultIsolated: true },
    real: ['spec.defaultIsolated'],
    severity: 'critical',
  },
  {
    rule: 'permit has no order, outside and inside',
    git: {
      ...spec({}),
      permit: [
        ['a', 'b'],
        ['c', 'd'],
      ],
    },
    stored: stored(
      {},
      {
        permit: [
          ['d', 'c'],
          ['b', 'a'],
        ],
      },
    ),
    edited: stored(
      {},
      {
        permit: [
          ['a', 'b'],
          ['c', 'e'],
        ],
      },
    ),
    hand: { permit: [] },
    real: ['spec.permit[1][1]'],
    severity: 'critical',
  },
  {
    rule: 'static routes have no order',
    git: {
      ...spec({}),
      staticRoutes: [
        { prefix: '10.9.0.0/16', nextHops: ['1.1.1.1', '2.2.2.2'] },
        { prefix: '10.8.0.0/16', nextHops: ['1.1.1.1'] },
      ],
    },
    stored: stored(
      {},
      {
        staticRoutes: [
          { prefix: '10.8.0.0/16', nextHops: ['1.1.1.1'] },
          { prefix: '10.9.0.0/16', nextHops: ['2.2.2.2', '1.1.1.1'] },
        ],
      },
    ),
    edited: stored(
      {},
      {
        staticRoutes: [
          { prefix: '10.9.0.0/16', nextHops: ['1.1.1.1', '2.2.2.3'] },
          { prefix: '10.8.0.0/16', nextHops: ['1.1.1.1'] },
        ],
      },
    ),
    hand: { staticRoutes: [] },
    real: ['spec.staticRoutes[0].nextHops[1]'],
    severity: 'high',
  },
]);

test('a range that DHCP does not keep is named to the author as dropped', () => {
  const desired = inGit(vpcType, spec({ dhcp: { range: full } }));
  const comparison = compare({
    desired,
    actual: inCluster(vpcType, stored({}), { deployer: spec({}) }),
    schema: null,
  });
  expect(classes(comparison)['spec.subnets.a.dhcp.range']).toBe('dropped');
});

test('a subnet that the cluster lost, or got by hand, is one critical difference', () => {
  const two: JsonObject = { subnets: { a: subnet({}), b: subnet({ subnet: '10.0.2.0/24' }) } };
  const lost = compare({
    desired: inGit(vpcType, two),
    actual: inCluster(vpcType, stored({}), { deployer: two }),
    schema: null,
  });
  expect(realPaths(lost)).toEqual(['spec.subnets.b']);
  const added = compare({
    desired: inGit(vpcType, spec({})),
    actual: inCluster(vpcType, two, { deployer: spec({}), hand: { subnets: { b: subnet({}) } } }),
    schema: null,
  });
  expect(realPaths(added)).toEqual(['spec.subnets.b']);
  expect(added.worst).toMatchObject({
    op: 'only_in_cluster',
    weight: 'critical',
    writer: { manager: 'kubectl-edit' },
  });
});

test('a subnet whose CIDR does not parse gets no defaults', () => {
  const odd = { subnets: { a: { subnet: 'ten', dhcp: enabled() } } };
  const comparison = compare({
    desired: inGit(vpcType, odd),
    actual: inCluster(vpcType, odd, { deployer: odd }),
    schema: null,
  });
  expect(comparison.differences).toEqual([]);
});

describe('a range and options while DHCP is off', () => {
  const details = { range: range('10.0.1.0', '10.0.1.1'), options: { interfaceMTU: 1500 } };
  const vpc = (cidr: string, dhcp: JsonObject) => ({ subnets: { a: { subnet: cidr, vlan: 1001, dhcp } } });
  const both = [
    'spec.subnets.a.dhcp.options.interfaceMTU',
    'spec.subnets.a.dhcp.range.end',
    'spec.subnets.a.dhcp.range.start',
  ];
  const judge = (git: Json, live: Json, hand: Json = {}) => {
    const actual = inCluster(vpcType, live, { deployer: git, hand });
    return compare({ desired: inGit(vpcType, git), actual, schema: null });
  };

  // The webhook leaves these subnets before it comes to DHCP, so what is there was kept, and what is not was taken out.
  const kept = ['10.0.1.0/31', '10.0.1.7/32', '10.0.1.0', '10.0.1.0/33', '10.0.1.256/24', ''];
  const off = [{ enable: false }, {}];

  test.each(kept.flatMap((cidr) => off.map((dhcp) => [cidr, dhcp] as const)))(
    'on %j with %j, they are kept: an absence is drift, in both directions',
    (cidr, dhcp) => {
      const [full, bare] = [vpc(cidr, { ...dhcp, ...details }), vpc(cidr, dhcp)];
      expect(judge(full, full)).toMatchObject({ status: 'in_sync', score: 0 });
      const removed = judge(full, bare);
      expect(realPaths(removed).sort()).toEqual(both);
      expect(removed.differences.map((difference) => difference.op)).toEqual(
        both.map(() => 'missing_in_cluster'),
      );
      const added = judge(bare, full, vpc(cidr, details));
      expect(realPaths(added).sort()).toEqual(both);
      expect(added.differences.map(({ writer }) => writer?.manager)).toEqual(both.map(() => 'kubectl-edit'));
    },
  );

  test.each(['10.0.1.0/30', '10.0.1.77/24', '0.0.0.0/0'])('on %j they are thrown away', (cidr) => {
    const git = vpc(cidr, { enable: false, ...details });
    const comparison = judge(git, vpc(cidr, {}));
    expect(realPaths(comparison)).toEqual([]);
    const dropped = comparison.differences.filter((difference) => difference.class === 'dropped');
    expect(dropped.map(({ pathText }) => pathText).sort()).toEqual([
      'spec.subnets.a.dhcp.options',
      'spec.subnets.a.dhcp.range',
    ]);
    expect(realPaths(judge(vpc(cidr, {}), git, vpc(cidr, details))).sort()).toEqual(both);
  });
});
