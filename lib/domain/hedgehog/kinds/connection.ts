import type { FieldRule, KindProfile } from '../kind-profile.ts';
import { cidr, ip } from '../spellings.ts';

type Fields = Record<string, FieldRule>;

/** Links are order-free in meaning and told apart by their pair of ports (B.8). */
function links(list: string, [left, right]: readonly [string, string], hydrated = false): Fields {
  const end = (name: string): Fields => ({
    [`${list}[].${name}.port`]: {},
    ...(hydrated ? { [`${list}[].${name}.ip`]: { hydrated: true, spelling: cidr } } : {}), // B.5
  });
  return { [list]: { list: [`${left}.port`, `${right}.port`] }, ...end(left), ...end(right) };
}

/** Links to a server: what part C lists for mclag, eslag and bundled. */
function serverLinks(type: string): Fields {
  return {
    [type]: { weight: 'critical' },
    [`${type}.mtu`]: { weight: 'medium' }, // B.9
    [`${type}.fallback`]: { weight: 'medium' },
    ...links(`${type}.links`, ['switch', 'server']),
  };
}

/** Connection: source of each line hedgehog-kinds.md, section as named; weights B.9 (type and ports critical); fields part C. */
export const CONNECTION: KindProfile = {
  group: 'wiring.githedgehog.com',
  kind: 'Connection',
  plural: 'connections',
  shortNames: ['conn'],
  versions: ['v1beta1'],
  layer: 'wiring',
  createOrder: 6,
  fields: {
    '': { weight: 'critical' },
    ...serverLinks('bundled'),
    ...serverLinks('eslag'),
    ...serverLinks('mclag'),
    'unbundled.mtu': { weight: 'medium' }, // B.9
    'unbundled.link.server.port': {},
    'unbundled.link.switch.port': {},
    ...links('fabric.links', ['spine', 'leaf'], true),
    ...links('mesh.links', ['leaf1', 'leaf2'], true),
    ...links('gateway.links', ['switch', 'gateway'], true),
    ...links('vpcLoopback.links', ['switch1', 'switch2']),
    ...links('mclagDomain.peerLinks', ['switch1', 'switch2']),
    ...links('mclagDomain.sessionLinks', ['switch1', 'switch2']),
    'external.link.switch.port': {},
    'staticExternal.withinVPC': {},
    'staticExternal.link.switch.port': {},
    'staticExternal.link.switch.ip': { spelling: cidr },
    'staticExternal.link.switch.nextHop': { spelling: ip },
    'staticExternal.link.switch.vlan': {},
    'staticExternal.link.switch.subnets': { list: 'set' }, // routes have no order
    'staticExternal.link.switch.subnets[]': { spelling: cidr },
  },
};
