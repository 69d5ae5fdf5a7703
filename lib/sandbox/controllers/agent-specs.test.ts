import { describe, expect, it } from 'vitest';
import type { JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { equalJson, objectAt } from '../json-value.ts';
import { agentSpec, isSameForSwitch } from './agent-specs.ts';
import { FabricObjects, type ReadKind } from './fabric-objects.ts';

function fabric(...objects: [kind: ReadKind, name: string, spec: JsonObject][]): FabricObjects {
  const all = new FabricObjects();
  for (const [kind, name, spec] of objects) all.add(kind, name, { metadata: { name }, spec });
  return all;
}

const unbundled = (server: string, leaf: string): JsonObject => ({
  unbundled: { link: { server: { port: `${server}/e1` }, switch: { port: `${leaf}/E1/1` } } },
});
const served = { role: 'server-leaf', vlanNamespaces: ['default'] };
const leaf = (name: string, spec: JsonObject = served): [ReadKind, string, JsonObject] => [
  'Switch',
  name,
  spec,
];
const vpc = (name: string, spec: JsonObject = {}): [ReadKind, string, JsonObject] => [
  'VPC',
  name,
  { vlanNamespace: 'default', ...spec },
];
const attach = (name: string, vpcName: string, connection: string): [ReadKind, string, JsonObject] => [
  'VPCAttachment',
  name,
  { subnet: `${vpcName}/default`, connection },
];

function gets(objects: FabricObjects, name: string, part: string): string[] {
  return Object.keys(objectAt(agentSpec(objects, name) ?? {}, part) ?? {});
}

describe('agentSpec', () => {
  const base = fabric(
    leaf('leaf-1'),
    leaf('leaf-2'),
    ['Connection', 'a', unbundled('s', 'leaf-1')],
    ['Connection', 'b', unbundled('t', 'leaf-2')],
    vpc('red'),
    vpc('green'),
    vpc('lonely'),
    attach('red--s', 'red', 'a'),
    attach('green--t', 'green', 'b'),
    ['VPCPeering', 'red--lonely', { permit: [{ red: {}, lonely: {} }] }],
  );

  it('gives a switch its connections and what is attached to them', () => {
    expect(gets(base, 'leaf-1', 'connections')).toEqual(['a']);
    expect(gets(base, 'leaf-1', 'vpcAttachments')).toEqual(['red--s']);
    expect(gets(base, 'leaf-2', 'vpcs')).toEqual(['green']);
  });

  it('gives it the VPCs peered with those, and their peerings', () => {
    expect(gets(base, 'leaf-1', 'vpcs')).toEqual(['red', 'lonely']);
    expect(gets(base, 'leaf-1', 'vpcPeers')).toEqual(['red--lonely']);
    expect(gets(base, 'leaf-2', 'vpcPeers')).toEqual([]);
  });

  it('gives it the VPCs that DHCP is relayed into, and the one that a connection lies within', () => {
    const objects = fabric(
      leaf('leaf-1'),
      ['Connection', 'a', unbundled('s', 'leaf-1')],
      [
        'Connection',
        'x',
        { staticExternal: { link: { switch: { port: 'leaf-1/E1/9' } }, withinVPC: 'inner' } },
      ],
      vpc('red', { subnets: { default: { dhcp: { relay: '10.0.0.1/32', relayVPC: 'relay' } } } }),
      vpc('relay'),
      vpc('inner'),
      attach('red--s', 'red', 'a'),
    );
    expect(gets(objects, 'leaf-1', 'vpcs').sort()).toEqual(['inner', 'red', 'relay']);
  });

  it('gives the border switch the outward peerings and their VPCs', () => {
    const objects = fabric(
      leaf('leaf-1'),
      leaf('leaf-2'),
      ['Connection', 'up', { external: { link: { switch: { port: 'leaf-2/E1/48' } } } }],
      vpc('red'),
      ['External', 'isp', {}],
      ['ExternalAttachment', 'up--isp', { connection: 'up', external: 'isp' }],
      ['ExternalPeering', 'red--isp', { permit: { vpc: { name: 'red' }, external: { name: 'isp' } } }],
    );
    expect(gets(objects, 'leaf-2', 'vpcs')).toEqual(['red']);
    expect(gets(objects, 'leaf-2', 'externalPeerings')).toEqual(['red--isp']);
    expect(gets(objects, 'leaf-1', 'externalPeerings')).toEqual([]);
    expect(gets(objects, 'leaf-1', 'externals')).toEqual(['isp']);
  });

  it('is not written while a VPC needs a VLAN namespace that the switch lacks', () => {
    const objects = fabric(
      leaf('leaf-1', { vlanNamespaces: ['other'] }),
      ['Connection', 'a', unbundled('s', 'leaf-1')],
      vpc('red'),
      attach('red--s', 'red', 'a'),
    );
    expect(agentSpec(objects, 'leaf-1')).toBeNull();
  });
});

describe('isSameForSwitch', () => {
  it('cares for everything but the VLAN namespaces', () => {
    const same = (a: JsonObject, b: JsonObject): boolean => isSameForSwitch(a, b, equalJson);
    expect(
      same({ vpcs: { a: {} }, vlanNamespaces: { x: 1 } }, { vpcs: { a: {} }, vlanNamespaces: { x: 2 } }),
    ).toBe(true);
    expect(same({ vpcs: { a: {} } }, { vpcs: {} })).toBe(false);
    expect(same({}, { vpcs: {} })).toBe(false);
  });
});
