import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compare } from './compare.ts';
import { minimalDesired } from './minimal-desired.ts';
import { anyJson, anyShape, shapeSchema } from './testing/arbitraries.ts';
import { inCluster, rackType, realPaths, schemaWith, vpcType } from './testing/live-object.ts';

const git = {
  subnets: {
    default: {
      subnet: '10.0.1.0/24',
      vlan: 1001,
      dhcp: { enable: true, options: { dnsServers: ['1.1.1.1'] } },
    },
  },
};
const stored = {
  ipv4Namespace: 'default',
  vlanNamespace: 'default',
  subnets: {
    default: {
      subnet: '10.0.1.0/24',
      vlan: 1001,
      gateway: '10.0.1.1',
      isolated: false,
      dhcp: {
        enable: true,
        range: { start: '10.0.1.2', end: '10.0.1.255' },
        options: { dnsServers: ['1.1.1.1'], timeServers: [], interfaceMTU: 9036, leaseTimeSeconds: 3600 },
      },
    },
  },
};

test('server metadata, labels of others and what the fabric fills are left out', () => {
  const metadata = {
    labels: { team: 'net', 'fabric.githedgehog.com/ipv4ns': 'default' },
    annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{}' },
    resourceVersion: '7',
    generation: 2,
  };
  const live = { ...inCluster(vpcType, stored, { deployer: git }, metadata), status: { a: 1 } };
  expect(minimalDesired(live, null)).toEqual({
    ...vpcType,
    metadata: { name: 'x', namespace: 'default', labels: { team: 'net' } },
    spec: { subnets: { default: { ...git.subnets.default, isolated: false } } },
  });
});

test('a default that stands in a section which Git would otherwise not have is written out', () => {
  const type = { apiVersion: 'wiring.githedgehog.com/v1beta1', kind: 'Switch' };
  const section = { linkFlapErrDisable: { flapThreshold: 3, samplingInterval: 30, recoveryInterval: 300 } };
  const live = inCluster(
    type,
    { role: 'spine', boot: {}, vlanNamespaces: ['default'], ...section },
    { hand: section },
  );
  expect(minimalDesired(live, null).spec).toEqual({ role: 'spine', ...section });
});

test('hydrated addresses are kept: whoever imports wiring wants them in Git', () => {
  const type = { apiVersion: 'wiring.githedgehog.com/v1beta1', kind: 'Switch' };
  expect(minimalDesired(inCluster(type, { role: 'spine', asn: 65100 }), null).spec).toEqual({
    role: 'spine',
    asn: 65100,
  });
});

test('names that say nothing are kept as names', () => {
  const type = { apiVersion: 'vpc.githedgehog.com/v1beta1', kind: 'VPCPeering' };
  const spec = { permit: [{ a: {}, b: { subnets: [] } }] };
  expect(minimalDesired(inCluster(type, spec), null).spec).toEqual({ permit: [{ a: {}, b: {} }] });
});

test.each([undefined, {}, null, 'text', []])('a spec that is %j stays what it is', (spec) => {
  const live = inCluster(rackType, spec ?? null);
  if (spec === undefined) delete live.spec;
  expect(minimalDesired(live, null).spec).toEqual(spec);
});

test('compared with the live object it never differs', () => {
  const schema = schemaWith(shapeSchema);
  fc.assert(
    fc.property(anyShape, anyShape, (spec, hand) => {
      const live = inCluster(rackType, spec, { hand });
      expect(realPaths(compare({ desired: minimalDesired(live, schema), actual: live, schema }))).toEqual([]);
    }),
  );
  fc.assert(
    fc.property(anyJson, fc.constantFrom(rackType, vpcType), (spec, type) => {
      const live = inCluster(type, spec);
      expect(realPaths(compare({ desired: minimalDesired(live, null), actual: live, schema: null }))).toEqual(
        [],
      );
    }),
  );
});
