import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { fabricDefaulting } from './fabric-defaulting.ts';

function defaulted(kind: string, spec: JsonObject, metadata: JsonObject = { name: 'a' }): JsonObject {
  const group = kind.startsWith('Gateway')
    ? 'gateway'
    : ['Switch', 'Connection', 'Server', 'SwitchGroup', 'VLANNamespace'].includes(kind)
      ? 'wiring'
      : 'vpc';
  return fabricDefaulting({ apiVersion: `${group}.githedgehog.com/v1beta1`, kind, metadata, spec });
}

describe('fabricDefaulting', () => {
  it.each<[string, JsonObject, Json]>([
    [
      'VPC',
      { subnets: { a: { subnet: 'x' } } },
      { ipv4Namespace: 'default', vlanNamespace: 'default', subnets: { a: { subnet: 'x', dhcp: {} } } },
    ],
    ['VPCAttachment', { subnet: 'web', connection: 'c' }, { subnet: 'web/default', connection: 'c' }],
    [
      'VPCPeering',
      { permit: [{ a: null, b: { subnets: ['x'] } }] },
      { permit: [{ a: {}, b: { subnets: ['x'] } }] },
    ],
    [
      'ExternalAttachment',
      { static: { remoteIP: 'x' } },
      { static: { remoteIP: 'x' }, switch: {}, neighbor: {} },
    ],
    [
      'ExternalPeering',
      {
        permit: {
          vpc: { name: 'v', subnets: ['b', 'a'] },
          external: { prefixes: [{ prefix: '2' }, { prefix: '1' }] },
        },
      },
      {
        permit: {
          vpc: { name: 'v', subnets: ['a', 'b'] },
          external: { prefixes: [{ prefix: '1' }, { prefix: '2' }] },
        },
      },
    ],
    ['ExternalPeering', {}, { permit: { vpc: {}, external: {} } }],
    [
      'IPv4Namespace',
      { subnets: ['10.2.0.0/16', '10.1.0.0/16'] },
      { subnets: ['10.1.0.0/16', '10.2.0.0/16'] },
    ],
    [
      'Switch',
      { role: 'spine' },
      { role: 'spine', vlanNamespaces: ['default'], redundancy: {}, boot: {}, ecmp: {} },
    ],
    [
      'Connection',
      { fabric: { links: [{ spine: { port: 's/1' }, leaf: null }] } },
      { fabric: { links: [{ spine: { port: 's/1' }, leaf: {} }] } },
    ],
    [
      'GatewayPeering',
      { acl: { default: 'deny', rules: [{ action: 'deny' }] } },
      {
        gatewayGroup: 'default',
        acl: { default: 'deny', rules: [{ action: 'deny', scope: 'flow', match: {} }] },
      },
    ],
  ])('makes of a %s %j', (kind, spec, result) => {
    expect(defaulted(kind, spec).spec).toEqual(result);
  });

  it.each<[string, JsonObject]>([
    ['Server', {}],
    ['SwitchGroup', {}],
    ['GatewayGroup', {}],
    ['IPv4Namespace', { subnets: ['10.1.0.0/16'] }],
    ['DHCPSubnet', { subnet: 'a/b' }],
  ])('leaves a %s alone', (kind, spec) => {
    const object = { apiVersion: 'vpc.githedgehog.com/v1beta1', kind, metadata: { name: 'a' }, spec };
    expect(fabricDefaulting(object)).toBe(object);
  });

  it('does not look at other groups', () => {
    const object = { apiVersion: 'example.org/v1', kind: 'VPC', metadata: {}, spec: {} };
    expect(fabricDefaulting(object)).toBe(object);
  });

  it('prints empty sections only when it marshals anew', () => {
    const once = defaulted('Switch', { role: 'spine' });
    const trimmed = { ...once, spec: { role: 'spine', vlanNamespaces: ['default'] } };
    expect(fabricDefaulting(trimmed)).toBe(trimmed);
  });

  it('is settled after once', () => {
    const once = defaulted('VPC', { subnets: { a: { subnet: '10.0.0.0/24', dhcp: { enable: true } } } });
    expect(fabricDefaulting(once)).toBe(once);
  });
});
