import { formatIpv4, parseIpv4Network } from '#lib/domain/hedgehog/ipv4.ts';
import type { Json, JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { isJsonObject, own } from '../json-value.ts';
import {
  inSection,
  isUnset,
  mapKey,
  mapValues,
  sortedBy,
  sortedTexts,
  withDefaults,
  without,
} from './edit-spec.ts';

/** Defaults of a VPC's spec (hedgehog-kinds.md B.2). */
export function defaultVpc(spec: JsonObject): JsonObject {
  const named = withDefaults(spec, { ipv4Namespace: 'default', vlanNamespace: 'default' });
  return mapKey(named, 'subnets', (subnets) =>
    mapValues(subnets, (subnet) => inSection(subnet, defaultSubnet)),
  );
}

function defaultSubnet(subnet: JsonObject): JsonObject {
  const network = typeof subnet.subnet === 'string' ? parseIpv4Network(subnet.subnet) : null;
  if (network === null) return subnet;
  const gateway = formatIpv4(network.first + 1);
  const reachable = subnet.hostBGP === true ? subnet : withDefaults(subnet, { gateway });
  if (network.prefix > 30) return reachable;
  const last = network.first + 2 ** (32 - network.prefix) - 1;
  const range = { start: formatIpv4(network.first + 2), end: formatIpv4(last) };
  return mapKey(reachable, 'dhcp', (dhcp) => inSection(dhcp, (section) => defaultDhcp(section, range)));
}

function defaultDhcp(dhcp: JsonObject, range: JsonObject): JsonObject {
  if (dhcp.enable !== true) return without(dhcp, 'range', 'options');
  const given = own(dhcp, 'range');
  const ranged = { ...dhcp, range: withDefaults(isJsonObject(given) ? given : {}, range) };
  const options = own(dhcp, 'options');
  if (!isJsonObject(options) || Object.values(options).every(isUnset)) return without(ranged, 'options');
  const settled = mapKey(ranged, 'static', canonicalLeases);
  return { ...settled, options: defaultOptions(options) };
}

function defaultOptions(options: JsonObject): JsonObject {
  const filled = withDefaults(options, {
    dnsServers: [],
    interfaceMTU: 9036,
    leaseTimeSeconds: 3600,
    timeServers: [],
  });
  const sorted = mapKey(mapKey(filled, 'dnsServers', sortedTexts), 'timeServers', sortedTexts);
  return mapKey(sorted, 'advertisedRoutes', (routes) => sortedBy(routes, routeText));
}

function routeText(route: Json): string {
  return isJsonObject(route) ? `${route.destination ?? ''} ${route.gateway ?? ''}` : '';
}

function canonicalLeases(leases: Json): Json {
  if (!isJsonObject(leases)) return leases;
  return Object.fromEntries(Object.entries(leases).map(([mac, lease]) => [canonicalMac(mac), lease]));
}

function canonicalMac(mac: string): string {
  const digits = mac.toLowerCase().replaceAll(/[-:.]/g, '');
  if (!/^[0-9a-f]{12}$/.test(digits)) return mac;
  return digits.replaceAll(/(..)(?=.)/g, '$1:');
}
