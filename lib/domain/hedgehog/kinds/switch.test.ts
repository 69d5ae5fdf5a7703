import { expect, test } from 'vitest';
import { compare } from '../../drift/compare.ts';
import { classes, inCluster, inGit, realPaths } from '../../drift/testing/live-object.ts';
import type { Json } from '../kubernetes-object.ts';
import { describeKind } from '../testing/kind-rules.ts';

const type = { apiVersion: 'wiring.githedgehog.com/v1beta1', kind: 'Switch' };
const git = { profile: 'vs', role: 'server-leaf' };
const stored = { ...git, boot: {}, ecmp: {}, redundancy: {}, vlanNamespaces: ['default'] };
const addresses = { asn: 65101, ip: '172.30.0.9/21', protocolIP: '172.30.8.4/32', vtepIP: '172.30.12.2/32' };

describeKind(type, [
  {
    rule: 'empty sections say nothing and vlanNamespaces is default',
    git: { ...git, vlanNamespaces: [] },
    stored,
    edited: { ...stored, vlanNamespaces: ['default', 'other'] },
    hand: { vlanNamespaces: [] },
    real: ['spec.vlanNamespaces'],
    severity: 'critical',
  },
  {
    rule: 'the installer fills addresses while Git is silent',
    git,
    stored: { ...stored, ...addresses },
    installer: addresses,
    edited: { ...stored, ...addresses },
    hand: { asn: 65101 },
    real: ['spec.asn'],
    severity: 'critical',
  },
  {
    rule: 'addresses in Git are compared',
    git: { ...git, ...addresses },
    stored: { ...stored, ...addresses },
    edited: { ...stored, ...addresses, asn: 65199 },
    hand: { asn: 65199 },
    real: ['spec.asn'],
    severity: 'critical',
  },
  {
    rule: 'the redundancy group joins the groups, which are sorted',
    git: { ...git, groups: ['z', 'b'], redundancy: { group: 'mclag-1', type: 'mclag' } },
    stored: { ...stored, groups: ['b', 'mclag-1', 'z'], redundancy: { group: 'mclag-1', type: 'mclag' } },
    edited: { ...stored, groups: ['b', 'mclag-1'], redundancy: { group: 'mclag-1', type: 'mclag' } },
    hand: { groups: [] },
    real: ['spec.groups[0]'],
    severity: 'critical',
  },
  {
    rule: 'the redundancy group alone makes the groups',
    git: { ...git, redundancy: { group: 'mclag-1', type: 'mclag' } },
    stored: { ...stored, groups: ['mclag-1'], redundancy: { group: 'mclag-1', type: 'mclag' } },
    edited: { ...stored, groups: ['mclag-1'], redundancy: { group: 'mclag-1', type: 'eslag' } },
    hand: { redundancy: { type: '' } },
    real: ['spec.redundancy.type'],
    severity: 'critical',
  },
  {
    rule: 'SPEED_ is cut from speeds',
    git: { ...git, portSpeeds: { 'E1/1': 'SPEED_100G' }, portGroupSpeeds: { '1': 'SPEED_25G' } },
    stored: { ...stored, portSpeeds: { 'E1/1': '100G' }, portGroupSpeeds: { '1': '25G' } },
    edited: { ...stored, portSpeeds: { 'E1/1': '25G' }, portGroupSpeeds: { '1': '25G', '2': '10G' } },
    hand: { portSpeeds: { 'E1/1': '' }, portGroupSpeeds: { '2': '' } },
    real: ['spec.portSpeeds["E1/1"]', 'spec.portGroupSpeeds["2"]'],
    severity: 'high',
  },
  {
    rule: 'an entry of a map stays one with the value false',
    git: { ...git, portAutoNegs: { 'E1/1': false } },
    stored: { ...stored, portAutoNegs: { 'E1/1': false } },
    edited: { ...stored, portAutoNegs: {} },
    hand: { portAutoNegs: {} },
    real: ['spec.portAutoNegs["E1/1"]'],
    severity: 'medium',
  },
  {
    rule: 'an empty linkFlapErrDisable gets its defaults, and 0 is a value of recoveryInterval',
    git: { ...git, linkFlapErrDisable: {} },
    stored: {
      ...stored,
      linkFlapErrDisable: { flapThreshold: 3, samplingInterval: 30, recoveryInterval: 300 },
    },
    edited: {
      ...stored,
      linkFlapErrDisable: { flapThreshold: 3, samplingInterval: 30, recoveryInterval: 0 },
    },
    hand: { linkFlapErrDisable: { recoveryInterval: 0 } },
    real: ['spec.linkFlapErrDisable.recoveryInterval'],
    severity: 'medium',
  },
  {
    rule: 'flags and descriptions are what they are, false and empty being absent',
    git: { ...git, roce: false, description: '', enableAllPorts: null, ecmp: { roceQPN: false } },
    stored,
    edited: { ...stored, roce: true, description: 'x', ecmp: { roceQPN: true } },
    hand: { roce: true, description: '', ecmp: { roceQPN: true } },
    real: ['spec.roce', 'spec.ecmp.roceQPN', 'spec.description'],
    severity: 'high',
  },
]);

test('a hand that only set what would be the default anyway has still switched a section on', () => {
  const edited = {
    ...stored,
    linkFlapErrDisable: { flapThreshold: 3, samplingInterval: 30, recoveryInterval: 300 },
  };
  const actual = inCluster(type, edited, { deployer: git, hand: { linkFlapErrDisable: {} } });
  const comparison = compare({ desired: inGit(type, git), actual, schema: null });
  expect(realPaths(comparison)).toEqual(['spec.linkFlapErrDisable']);
  const filled = compare({
    desired: inGit(type, git),
    actual: inCluster(type, edited, { deployer: git }),
    schema: null,
  });
  expect(realPaths(filled)).toEqual([]);
});

test('a hand that set one value of a new section is named for it, not for the defaults around it', () => {
  const edited = {
    ...stored,
    linkFlapErrDisable: { flapThreshold: 5, samplingInterval: 30, recoveryInterval: 300 },
  };
  const hand = { linkFlapErrDisable: { flapThreshold: 5 } };
  const comparison = compare({
    desired: inGit(type, git),
    actual: inCluster(type, edited, { deployer: git, hand }),
    schema: null,
  });
  expect(realPaths(comparison)).toEqual(['spec.linkFlapErrDisable.flapThreshold']);
  expect(classes(comparison)['spec.linkFlapErrDisable.samplingInterval']).toBe('defaulted');
});

test('what the installer filled is shown as cluster-owned', () => {
  const actual = inCluster(type, { ...stored, ...addresses }, { deployer: git, installer: addresses });
  const found = classes(compare({ desired: inGit(type, git), actual, schema: null }));
  expect(found).toMatchObject({ 'spec.asn': 'cluster-owned', 'spec.vtepIP': 'cluster-owned' });
});

test('a hand that applies the installer’s address again owns it too, and changed nothing', () => {
  const git = { role: 'spine', profile: 'p' };
  const judge = (asn: number, installer: Json) =>
    compare({
      desired: inGit(type, git),
      actual: inCluster(type, { ...git, asn }, { deployer: git, installer, hand: { asn } }),
      schema: null,
    }).status;
  expect(judge(65100, { asn: 65100 })).toBe('in_sync');
  expect(judge(65999, {})).toBe('spec_drift');
});
