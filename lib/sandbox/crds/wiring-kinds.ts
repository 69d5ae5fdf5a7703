import type { JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { connectionSpec } from './connection-schema.ts';
import { bool, defineKind, emptySection, int, list, mapOf, oneOf, section, text } from './schema-builder.ts';

const WIRING_API = 'wiring.githedgehog.com/v1beta1';

const switchSpec = section({
  asn: int(),
  boot: section({ mac: text(), serial: text() }),
  description: text(),
  ecmp: section({ roceQPN: bool }),
  enableAllPorts: bool,
  groups: list(text()),
  ip: text(),
  linkFlapErrDisable: section({
    flapThreshold: int({ minimum: 1, maximum: 50, default: 3 }),
    recoveryInterval: int({ minimum: 0, maximum: 65534, default: 300 }),
    samplingInterval: int({ minimum: 1, maximum: 65535, default: 30 }),
  }),
  portAutoNegs: mapOf(bool),
  portBreakouts: mapOf(text()),
  portFECs: mapOf(oneOf('rs', 'fc', 'auto', 'disabled')),
  portGroupSpeeds: mapOf(text()),
  portSpeeds: mapOf(text()),
  profile: text(),
  protocolIP: text(),
  redundancy: section({ group: text(), type: oneOf('mclag', 'eslag') }),
  roce: bool,
  'role!': oneOf('spine', 'server-leaf', 'border-leaf', 'mixed-leaf', 'virtual-edge'),
  vlanNamespaces: list(text()),
  vtepIP: text(),
});

export const WIRING_KINDS: JsonObject[] = [
  defineKind(WIRING_API, {
    kind: 'VLANNamespace',
    plural: 'vlannamespaces',
    shortNames: ['vlanns'],
    spec: section({ ranges: list(section({ from: int(), to: int() }), { minItems: 1, maxItems: 20 }) }),
  }),
  defineKind(WIRING_API, {
    kind: 'SwitchGroup',
    plural: 'switchgroups',
    shortNames: ['sg'],
    spec: emptySection,
  }),
  defineKind(WIRING_API, { kind: 'Switch', plural: 'switches', shortNames: ['sw'], spec: switchSpec }),
  defineKind(WIRING_API, {
    kind: 'Server',
    plural: 'servers',
    shortNames: ['srv'],
    spec: section({ description: text(), profile: text() }),
  }),
  defineKind(WIRING_API, {
    kind: 'ServerProfile',
    plural: 'serverprofiles',
    spec: section({ nics: list(section({ name: text(), ports: list(section({ name: text() })) })) }),
  }),
  defineKind(WIRING_API, {
    kind: 'Connection',
    plural: 'connections',
    shortNames: ['conn'],
    spec: connectionSpec,
  }),
];
