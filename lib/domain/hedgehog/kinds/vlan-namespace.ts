import type { KindProfile } from '../kind-profile.ts';
import type { JsonObject } from '../kubernetes-object.ts';

/** "Missing/0 `to` -> `from`" (B.2). */
function fillRange(range: JsonObject): JsonObject | null {
  return typeof range.from === 'number' ? { to: range.from } : null;
}

/** VLANNamespace: source of each line hedgehog-kinds.md, section as named; weights B.9; fields part C. */
export const VLAN_NAMESPACE: KindProfile = {
  group: 'wiring.githedgehog.com',
  kind: 'VLANNamespace',
  plural: 'vlannamespaces',
  shortNames: ['vlanns'],
  versions: ['v1beta1'],
  layer: 'wiring',
  createOrder: 0,
  fields: {
    ranges: { list: 'set', weight: 'critical' }, // sorted by from, then to; never merged, B.2
    'ranges[]': { fill: fillRange },
    'ranges[].from': {},
    'ranges[].to': {},
  },
};
