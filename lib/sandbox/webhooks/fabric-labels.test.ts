import { describe, expect, it } from 'vitest';
import type { JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { fabricLabels } from './fabric-labels.ts';

const OWN = 'fabric.githedgehog.com/';
const link = (name: string) => ({ port: name });

describe('fabricLabels', () => {
  it.each<[string, JsonObject, Record<string, string>]>([
    ['VPC', { ipv4Namespace: 'a', vlanNamespace: 'b' }, { [`${OWN}ipv4ns`]: 'a', [`${OWN}vlanns`]: 'b' }],
    ['External', { ipv4Namespace: 'a' }, { [`${OWN}ipv4ns`]: 'a' }],
    [
      'VPCAttachment',
      { subnet: 'web/front', connection: 'c', nativeVLAN: true },
      {
        [`${OWN}vpc`]: 'web',
        [`${OWN}subnet`]: 'front',
        [`${OWN}connection`]: 'c',
        [`${OWN}nativevlan`]: 'true',
      },
    ],
    [
      'VPCPeering',
      { permit: [{ b: {}, a: {} }] },
      { [`vpc.${OWN}a`]: 'true', [`vpc.${OWN}b`]: 'true', [`${OWN}vpc1`]: 'a', [`${OWN}vpc2`]: 'b' },
    ],
    ['VPCPeering', { permit: [{ a: {} }] }, {}],
    [
      'ExternalAttachment',
      { connection: 'c', external: 'e' },
      { [`${OWN}connection`]: 'c', [`${OWN}external`]: 'e' },
    ],
    [
      'ExternalPeering',
      { permit: { vpc: { name: 'v' }, external: { name: 'e' } } },
      { [`${OWN}vpc`]: 'v', [`${OWN}external`]: 'e' },
    ],
    [
      'Switch',
      { profile: 'p', groups: ['g'], vlanNamespaces: ['default'] },
      { [`${OWN}profile`]: 'p', [`switchgroup.${OWN}g`]: 'true', [`vlanns.${OWN}default`]: 'true' },
    ],
    [
      'Connection',
      {
        eslag: {
          links: [
            { server: link('s/1'), switch: link('l1/1') },
            { server: link('s/2'), switch: link('l2/1') },
          ],
        },
      },
      {
        [`${OWN}connection-type`]: 'eslag',
        [`server.${OWN}s`]: 'true',
        [`switch.${OWN}l1`]: 'true',
        [`switch.${OWN}l2`]: 'true',
      },
    ],
    [
      'Connection',
      { gateway: { links: [{ switch: link('l1/1'), gateway: link('gw/1') }] } },
      { [`${OWN}connection-type`]: 'gateway', [`switch.${OWN}l1`]: 'true' },
    ],
    [
      'Connection',
      { staticExternal: { link: { switch: link('l1/1') }, withinVPC: 'v' } },
      { [`${OWN}connection-type`]: 'static-external', [`switch.${OWN}l1`]: 'true', [`${OWN}vpc`]: 'v' },
    ],
    ['Connection', { mclag: { links: [{ switch: link('l1/1') }] } }, {}],
    ['Server', { description: 'x' }, {}],
    [
      'GatewayPeering',
      { peering: { v: {}, w: {} } },
      { 'vpc.gateway.githedgehog.com/v': 'true', 'vpc.gateway.githedgehog.com/w': 'true' },
    ],
  ])('of a %s %j', (kind, spec, labels) => {
    expect(fabricLabels(kind, spec, {})).toEqual(labels);
  });

  it('computes its own anew and keeps those of others', () => {
    const given = { team: 'net', [`${OWN}vpc`]: 'old', [`switch.${OWN}gone`]: 'true' };
    expect(fabricLabels('External', { ipv4Namespace: 'a' }, given)).toEqual({
      team: 'net',
      [`${OWN}ipv4ns`]: 'a',
    });
  });

  it('leaves stale marks of gateway peerings, as the real one does', () => {
    const given = { 'vpc.gateway.githedgehog.com/gone': 'true' };
    expect(fabricLabels('GatewayPeering', {}, given)).toEqual(given);
  });
});
