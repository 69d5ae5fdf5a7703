import { describe, expect, it } from 'vitest';
import type { JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { objectAt } from '../json-value.ts';
import { defaultVpc } from './default-vpc.ts';

function subnetOf(subnet: JsonObject): JsonObject | undefined {
  return objectAt(defaultVpc({ subnets: { a: subnet } }), 'subnets', 'a');
}

function optionsOf(options: JsonObject): JsonObject | undefined {
  return objectAt(subnetOf({ subnet: '10.0.1.0/24', dhcp: { enable: true, options } }), 'dhcp', 'options');
}

describe('defaultVpc', () => {
  it('names the default namespaces, unless others are named', () => {
    expect(defaultVpc({})).toEqual({ ipv4Namespace: 'default', vlanNamespace: 'default' });
    expect(defaultVpc({ ipv4Namespace: 'b', vlanNamespace: '' })).toEqual({
      ipv4Namespace: 'b',
      vlanNamespace: 'default',
    });
  });

  it.each<[string, JsonObject, JsonObject]>([
    [
      'the first address as gateway',
      { subnet: '10.0.1.0/24' },
      { subnet: '10.0.1.0/24', gateway: '10.0.1.1' },
    ],
    [
      'the masked network of an address with host bits',
      { subnet: '10.0.1.5/24' },
      { subnet: '10.0.1.5/24', gateway: '10.0.1.1' },
    ],
    [
      'no gateway with host BGP',
      { subnet: '10.0.1.0/24', hostBGP: true },
      { subnet: '10.0.1.0/24', hostBGP: true },
    ],
    [
      'nothing when a gateway is given',
      { subnet: '10.0.1.0/24', gateway: '10.0.1.254' },
      { subnet: '10.0.1.0/24', gateway: '10.0.1.254' },
    ],
    [
      'nothing when the subnet does not parse',
      { subnet: '10.0.1.0', dhcp: { range: {} } },
      { subnet: '10.0.1.0', dhcp: { range: {} } },
    ],
    [
      'only the gateway of a very small subnet',
      { subnet: '10.0.1.0/31', dhcp: { enable: true } },
      { subnet: '10.0.1.0/31', gateway: '10.0.1.1', dhcp: { enable: true } },
    ],
  ])('takes %s', (_, subnet, defaulted) => {
    expect(subnetOf(subnet)).toEqual(defaulted);
  });

  it('gives DHCP a range up to the broadcast address', () => {
    expect(subnetOf({ subnet: '10.0.2.0/23', dhcp: { enable: true } })).toMatchObject({
      dhcp: { enable: true, range: { start: '10.0.2.2', end: '10.0.3.255' } },
    });
    expect(
      subnetOf({ subnet: '10.0.2.0/24', dhcp: { enable: true, range: { start: '10.0.2.50' } } }),
    ).toMatchObject({
      dhcp: { range: { start: '10.0.2.50', end: '10.0.2.255' } },
    });
  });

  it('throws range and options away when DHCP is off', () => {
    const dhcp = { range: { start: '10.0.1.9' }, options: { interfaceMTU: 1500 }, relay: '10.9.0.1/32' };
    expect(subnetOf({ subnet: '10.0.1.0/24', dhcp })?.dhcp).toEqual({ relay: '10.9.0.1/32' });
    expect(subnetOf({ subnet: '10.0.1.0/24', dhcp: { ...dhcp, enable: false } })?.dhcp).toEqual({
      enable: false,
      relay: '10.9.0.1/32',
    });
  });

  it('fills and sorts options', () => {
    const routes = [
      { destination: '10.9.0.0/16', gateway: '10.0.1.2' },
      { destination: '10.8.0.0/16', gateway: '10.0.1.3' },
    ];
    expect(
      optionsOf({ dnsServers: ['9.9.9.9', '1.1.1.1'], advertisedRoutes: routes, interfaceMTU: 0 }),
    ).toEqual({
      dnsServers: ['1.1.1.1', '9.9.9.9'],
      timeServers: [],
      interfaceMTU: 9036,
      leaseTimeSeconds: 3600,
      advertisedRoutes: [routes[1], routes[0]],
    });
  });

  it('removes options that say nothing', () => {
    expect(optionsOf({ dnsServers: [], interfaceMTU: 0, leaseTimeSeconds: 0 })).toBeUndefined();
  });

  it('spells the addresses of static leases alike, when there are options', () => {
    const leases = {
      '0A-1B-2C-3D-4E-5F': { ip: '10.0.1.9' },
      '0a1b.2c3d.4e60': { ip: '10.0.1.10' },
      odd: { ip: 'x' },
    };
    const dhcp = (options: JsonObject) => ({ enable: true, static: leases, options });
    const keys = (options: JsonObject) =>
      Object.keys(objectAt(subnetOf({ subnet: '10.0.1.0/24', dhcp: dhcp(options) }), 'dhcp', 'static') ?? {});
    expect(keys({ interfaceMTU: 1500 })).toEqual(['0a:1b:2c:3d:4e:5f', '0a:1b:2c:3d:4e:60', 'odd']);
    expect(keys({})).toEqual(Object.keys(leases));
  });
});
