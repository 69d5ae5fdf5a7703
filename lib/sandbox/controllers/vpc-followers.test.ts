import { describe, expect, it } from 'vitest';
import type { JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { objectAt } from '../json-value.ts';
import { FabricObjects } from './fabric-objects.ts';
import { dhcpSubnets, vpcInfos } from './vpc-followers.ts';

const web: JsonObject = {
  apiVersion: 'vpc.githedgehog.com/v1beta1',
  kind: 'VPC',
  metadata: { name: 'web', uid: 'u-1' },
  spec: {
    subnets: {
      front: {
        subnet: '10.40.1.0/24',
        gateway: '10.40.1.1',
        vlan: 1001,
        dhcp: {
          enable: true,
          range: { start: '10.40.1.20', end: '10.40.1.199' },
          options: { dnsServers: ['9.9.9.9'] },
        },
      },
      api: { subnet: '10.40.2.0/24', vlan: 1002, dhcp: {} },
    },
  },
};

function fabric(): FabricObjects {
  const objects = new FabricObjects();
  objects.add('VPC', 'web', web);
  objects.add('External', 'isp', {
    apiVersion: 'vpc.githedgehog.com/v1beta1',
    kind: 'External',
    metadata: { name: 'isp', uid: 'u-2' },
  });
  return objects;
}

describe('dhcpSubnets', () => {
  it('follow the subnets with DHCP', () => {
    expect(dhcpSubnets(fabric())).toEqual([
      {
        apiVersion: 'dhcp.githedgehog.com/v1beta1',
        kind: 'DHCPSubnet',
        metadata: {
          name: 'web--front',
          namespace: 'default',
          labels: { 'fabric.githedgehog.com/vpc': 'web', 'fabric.githedgehog.com/subnet': 'front' },
        },
        spec: {
          subnet: 'web/front',
          cidrBlock: '10.40.1.0/24',
          gateway: '10.40.1.1',
          startIP: '10.40.1.20',
          endIP: '10.40.1.199',
          vrf: 'VrfVweb',
          circuitID: 'Vlan1001',
          dnsServers: ['9.9.9.9'],
          timeServers: [],
          interfaceMTU: 9036,
          leaseTimeSeconds: 3600,
        },
      },
    ]);
  });
});

describe('vpcInfos', () => {
  it('follow VPCs and externals, owned by them', () => {
    const infos = vpcInfos(fabric());
    expect(infos.map((info) => objectAt(info, 'metadata'))).toEqual([
      {
        name: 'web',
        namespace: 'default',
        ownerReferences: [expect.objectContaining({ kind: 'VPC', name: 'web', uid: 'u-1' })],
      },
      {
        name: 'ext.isp',
        namespace: 'default',
        ownerReferences: [expect.objectContaining({ kind: 'External', uid: 'u-2' })],
      },
    ]);
    expect(infos[0]?.spec).toMatchObject({
      subnets: { front: { cidr: '10.40.1.0/24' }, api: { cidr: '10.40.2.0/24' } },
    });
  });

  it('keep their numbers when others come', () => {
    const before = vpcInfos(fabric())[0];
    const more = fabric();
    more.add('VPC', 'a', { ...web, metadata: { name: 'a', uid: 'u-3' } });
    expect(vpcInfos(more)[0]).toEqual(before);
  });
});
