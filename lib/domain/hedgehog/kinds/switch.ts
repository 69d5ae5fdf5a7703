import type { KindProfile } from '../kind-profile.ts';
import { isJsonObject, type JsonObject } from '../kubernetes-object.ts';
import { cidr, mac, speed } from '../spellings.ts';

/** "redundancy.group appended to groups" (B.2). */
function fillGroups(spec: JsonObject): JsonObject | null {
  const redundancy = spec.redundancy;
  if (!isJsonObject(redundancy)) return null;
  const group = redundancy.group;
  return typeof group === 'string' && group !== '' ? { groups: [group] } : null;
}

/** Switch: source of each line hedgehog-kinds.md, section as named; weights B.9; fields part C. */
export const SWITCH: KindProfile = {
  group: 'wiring.githedgehog.com',
  kind: 'Switch',
  plural: 'switches',
  shortNames: ['sw'],
  versions: ['v1beta1'],
  layer: 'wiring',
  createOrder: 3,
  configuringAnnotations: ['fabric.githedgehog.com/route-summ'], // B.4
  fields: {
    '': { fill: fillGroups }, // B.2
    asn: { hydrated: true, weight: 'critical' }, // B.5
    ip: { hydrated: true, spelling: cidr, weight: 'critical' }, // B.5
    protocolIP: { hydrated: true, spelling: cidr, weight: 'critical' }, // B.5
    vtepIP: { hydrated: true, spelling: cidr, weight: 'critical' }, // B.5
    role: { weight: 'critical' }, // B.9
    profile: { weight: 'critical' }, // B.9
    redundancy: { weight: 'critical' }, // B.9; a struct, empty says nothing, B.3
    'redundancy.group': {},
    'redundancy.type': {},
    groups: { list: 'set', weight: 'critical' }, // sorted, B.2
    vlanNamespaces: { default: ['default'], list: 'set', weight: 'critical' }, // sorted, B.2
    description: { weight: 'low' }, // B.9
    'boot.mac': { spelling: mac, weight: 'high' },
    'boot.serial': { weight: 'high' },
    'ecmp.roceQPN': { weight: 'high' },
    roce: { weight: 'high' }, // B.9
    enableAllPorts: { weight: 'high' },
    'linkFlapErrDisable.flapThreshold': { default: 3, weight: 'medium' }, // B.2
    'linkFlapErrDisable.samplingInterval': { default: 30, weight: 'medium' }, // B.2
    'linkFlapErrDisable.recoveryInterval': { default: 300, zero: 'matters', weight: 'medium' }, // 0 is "never", B.1
    'portAutoNegs.*': { weight: 'medium' }, // B.9
    'portBreakouts.*': { weight: 'high' }, // B.9
    'portFECs.*': { weight: 'high' }, // B.9
    'portGroupSpeeds.*': { spelling: speed, weight: 'high' }, // SPEED_ is cut, B.2
    'portSpeeds.*': { spelling: speed, weight: 'high' }, // SPEED_ is cut, B.2
  },
};
