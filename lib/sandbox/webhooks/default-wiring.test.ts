import { describe, expect, it } from 'vitest';
import { defaultSwitch, defaultVlanNamespace } from './default-wiring.ts';

describe('defaultSwitch', () => {
  it('puts a switch into the default VLAN namespace and its redundancy group', () => {
    expect(defaultSwitch({ redundancy: { group: 'pair', type: 'eslag' }, groups: ['z'] })).toEqual({
      redundancy: { group: 'pair', type: 'eslag' },
      groups: ['pair', 'z'],
      vlanNamespaces: ['default'],
    });
    expect(defaultSwitch({ redundancy: { group: 'pair' }, groups: ['pair'] }).groups).toEqual(['pair']);
    expect(defaultSwitch({ redundancy: {} })).toEqual({ redundancy: {}, vlanNamespaces: ['default'] });
  });

  it('sorts its lists', () => {
    expect(defaultSwitch({ groups: ['b', 'a'], vlanNamespaces: ['y', 'x'] })).toEqual({
      groups: ['a', 'b'],
      vlanNamespaces: ['x', 'y'],
    });
  });

  it('spells speeds without their prefix', () => {
    const spec = {
      portSpeeds: { 'E1/1': 'SPEED_100G', 'E1/2': '25G' },
      portGroupSpeeds: { '1': 'SPEED_10G' },
    };
    expect(defaultSwitch(spec)).toMatchObject({
      portSpeeds: { 'E1/1': '100G', 'E1/2': '25G' },
      portGroupSpeeds: { '1': '10G' },
    });
  });
});

describe('defaultVlanNamespace', () => {
  it('closes open ranges and sorts by the first VLAN, without merging', () => {
    const ranges = [{ from: 2000, to: 2100 }, { from: 900 }, { from: 1000, to: 1500 }, { from: 1200, to: 0 }];
    expect(defaultVlanNamespace({ ranges })).toEqual({
      ranges: [
        { from: 900, to: 900 },
        { from: 1000, to: 1500 },
        { from: 1200, to: 1200 },
        { from: 2000, to: 2100 },
      ],
    });
  });
});
