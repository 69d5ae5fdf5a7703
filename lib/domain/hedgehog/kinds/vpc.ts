import { formatIpv4, parseIpv4Network } from '../ipv4.ts';
import type { KindProfile } from '../kind-profile.ts';
import { isJsonObject, type JsonObject } from '../kubernetes-object.ts';
import { cidr, ip, mac } from '../spellings.ts';

/** "If all empty -> removed" (B.2): only options that say something get their defaults; a list that is there does, even an empty one. */
function saysSomething(options: JsonObject): boolean {
  return Object.values(options).some(Boolean);
}

/** What the webhook works out from a subnet's CIDR: gateway, and with DHCP its range and options (B.2 and its edge cases). */
function fillSubnet(subnet: JsonObject): JsonObject | null {
  const network = typeof subnet.subnet === 'string' ? parseIpv4Network(subnet.subnet) : null;
  if (network === null) return null;
  const filled: JsonObject = {};
  if (subnet.hostBGP !== true) filled.gateway = formatIpv4(network.first + 1);
  const dhcp = subnet.dhcp;
  if (network.prefix > 30 || !isJsonObject(dhcp) || dhcp.enable !== true) return filled;
  const start = formatIpv4(network.first + 2);
  const end = formatIpv4(network.first + 2 ** (32 - network.prefix) - 1);
  const fill: JsonObject = { range: { start, end } };
  if (isJsonObject(dhcp.options) && saysSomething(dhcp.options)) {
    fill.options = { interfaceMTU: 9036, leaseTimeSeconds: 3600 };
  }
  filled.dhcp = fill;
  return filled;
}

/**
 * Without DHCP its range and options are removed, but only where the defaulting comes as far: a subnet that does not parse
 * gets none at all, and a prefix longer than /30 only its gateway (B.2, edge cases).
 */
function losesDhcpDetails({ subnet, dhcp }: JsonObject): boolean {
  if (!isJsonObject(dhcp) || dhcp.enable === true) return false;
  if (dhcp.range === undefined && dhcp.options === undefined) return false;
  const network = typeof subnet === 'string' ? parseIpv4Network(subnet) : null;
  return network !== null && network.prefix <= 30;
}

/** VPC: source of each line hedgehog-kinds.md, section as named; weights B.9; fields part C. */
export const VPC: KindProfile = {
  group: 'vpc.githedgehog.com',
  kind: 'VPC',
  plural: 'vpcs',
  shortNames: [],
  versions: ['v1beta1'],
  layer: 'user',
  createOrder: 5,
  fields: {
    ipv4Namespace: { default: 'default', weight: 'critical' }, // B.2
    vlanNamespace: { default: 'default', weight: 'critical' }, // B.2
    mode: { weight: 'critical' }, // B.9
    defaultIsolated: { weight: 'critical' }, // B.9, security
    defaultRestricted: { weight: 'critical' }, // B.9, security
    permit: { list: 'set', weight: 'critical' }, // B.8: order-free in meaning
    'permit[]': { list: 'set' }, // B.8
    staticRoutes: { list: ['prefix'], weight: 'high' }, // routes have no order; B.9
    'staticRoutes[].prefix': { spelling: cidr },
    'staticRoutes[].nextHops': { list: 'set' },
    'staticRoutes[].nextHops[]': { spelling: ip },
    subnets: { weight: 'critical' },
    'subnets.*': {
      fill: fillSubnet,
      discard: {
        paths: [
          ['dhcp', 'range'],
          ['dhcp', 'options'],
        ],
        when: losesDhcpDetails,
        because: 'the fabric keeps the DHCP range and options only while dhcp.enable is true',
      },
    }, // B.2
    'subnets.*.subnet': { spelling: cidr, weight: 'critical' }, // B.9; host bits are kept, B.2
    'subnets.*.gateway': { spelling: ip, weight: 'high' }, // B.9
    'subnets.*.vlan': { weight: 'critical' }, // B.9
    'subnets.*.isolated': { zero: 'matters', weight: 'critical' }, // B.1: *bool
    'subnets.*.restricted': { zero: 'matters', weight: 'critical' }, // B.1: *bool
    'subnets.*.hostBGP': { weight: 'high' },
    'subnets.*.dhcp': { weight: 'medium' },
    'subnets.*.dhcp.enable': { weight: 'high' }, // B.9
    'subnets.*.dhcp.relay': { spelling: cidr, weight: 'high' }, // B.9
    'subnets.*.dhcp.relayVPC': { weight: 'high' }, // B.9
    'subnets.*.dhcp.range.start': { spelling: ip },
    'subnets.*.dhcp.range.end': { spelling: ip },
    'subnets.*.dhcp.options.pxeURL': {},
    'subnets.*.dhcp.options.interfaceMTU': {}, // filled with 9036, B.2
    'subnets.*.dhcp.options.leaseTimeSeconds': {}, // filled with 3600, B.2
    'subnets.*.dhcp.options.disableDefaultRoute': {},
    'subnets.*.dhcp.options.dnsServers': { list: 'set' }, // sorted, B.2
    'subnets.*.dhcp.options.dnsServers[]': { spelling: ip },
    'subnets.*.dhcp.options.timeServers': { list: 'set' }, // sorted, B.2
    'subnets.*.dhcp.options.timeServers[]': { spelling: ip },
    'subnets.*.dhcp.options.advertisedRoutes': { list: ['destination', 'gateway'] }, // sorted, B.2
    'subnets.*.dhcp.options.advertisedRoutes[].destination': { spelling: cidr },
    'subnets.*.dhcp.options.advertisedRoutes[].gateway': { spelling: ip },
    'subnets.*.dhcp.static': { keySpelling: mac }, // lower-case colon form, B.2
    'subnets.*.dhcp.static.*.ip': { spelling: ip },
  },
};
