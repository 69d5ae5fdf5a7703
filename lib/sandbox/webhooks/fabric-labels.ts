import type { Json, JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { isJsonObject, objectAt, stringAt } from '../json-value.ts';

const OWN = 'fabric.githedgehog.com/';

type Labels = Record<string, string>;

function marks(prefix: string, names: Iterable<string>): Labels {
  return Object.fromEntries([...names].map((name) => [`${prefix}.${OWN}${name}`, 'true']));
}

function texts(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

const CONNECTION_TYPES: Record<string, string> = {
  unbundled: 'unbundled',
  bundled: 'bundled',
  eslag: 'eslag',
  fabric: 'fabric',
  mesh: 'mesh',
  gateway: 'gateway',
  vpcLoopback: 'vpc-loopback',
  external: 'external',
  staticExternal: 'static-external',
};

/** The devices at the two ends of every link: of keys such as `switch1`, `leaf` or `server` that hold a `device/port`. */
function devices(section: JsonObject): { switches: Set<string>; servers: Set<string> } {
  const found = { switches: new Set<string>(), servers: new Set<string>() };
  const links = Array.isArray(section.links) ? section.links : [section.link ?? null];
  for (const link of links) {
    for (const [end, value] of Object.entries(isJsonObject(link) ? link : {})) {
      const device = stringAt(value, 'port')?.split('/')[0];
      if (!device || end === 'gateway') continue;
      (end === 'server' ? found.servers : found.switches).add(device);
    }
  }
  return found;
}

function labelConnection(spec: JsonObject): Labels {
  const type = Object.keys(CONNECTION_TYPES).find((key) => isJsonObject(spec[key]));
  const section = type === undefined ? undefined : objectAt(spec, type);
  if (type === undefined || section === undefined) return {};
  const { switches, servers } = devices(section);
  const vpc = stringAt(section, 'withinVPC');
  return {
    [`${OWN}connection-type`]: CONNECTION_TYPES[type] ?? type,
    ...marks('switch', switches),
    ...marks('server', servers),
    ...(vpc ? { [`${OWN}vpc`]: vpc } : {}),
  };
}

function labelPeering(spec: JsonObject): Labels {
  const permits = Array.isArray(spec.permit) ? spec.permit.filter(isJsonObject) : [];
  const [first, second, ...more] = [...new Set(permits.flatMap((permit) => Object.keys(permit)))].sort();
  if (first === undefined || second === undefined || more.length > 0) return {};
  return { ...marks('vpc', [first, second]), [`${OWN}vpc1`]: first, [`${OWN}vpc2`]: second };
}

function labelAttachment(spec: JsonObject): Labels {
  const [vpc = '', subnet = ''] = (stringAt(spec, 'subnet') ?? '').split('/');
  return {
    [`${OWN}vpc`]: vpc,
    [`${OWN}subnet`]: subnet,
    [`${OWN}connection`]: stringAt(spec, 'connection') ?? '',
    ...(spec.nativeVLAN === true ? { [`${OWN}nativevlan`]: 'true' } : {}),
  };
}

const LABELS: Record<string, (spec: JsonObject) => Labels> = {
  VPC: (spec) => ({
    [`${OWN}ipv4ns`]: stringAt(spec, 'ipv4Namespace') ?? '',
    [`${OWN}vlanns`]: stringAt(spec, 'vlanNamespace') ?? '',
  }),
  VPCAttachment: labelAttachment,
  VPCPeering: labelPeering,
  External: (spec) => ({ [`${OWN}ipv4ns`]: stringAt(spec, 'ipv4Namespace') ?? '' }),
  ExternalAttachment: (spec) => ({
    [`${OWN}connection`]: stringAt(spec, 'connection') ?? '',
    [`${OWN}external`]: stringAt(spec, 'external') ?? '',
  }),
  ExternalPeering: (spec) => ({
    [`${OWN}vpc`]: stringAt(spec, 'permit', 'vpc', 'name') ?? '',
    [`${OWN}external`]: stringAt(spec, 'permit', 'external', 'name') ?? '',
  }),
  Connection: labelConnection,
  Switch: (spec) => ({
    [`${OWN}profile`]: stringAt(spec, 'profile') ?? '',
    ...marks('switchgroup', texts(spec.groups)),
    ...marks('vlanns', texts(spec.vlanNamespaces)),
  }),
};

/** The labels of an object as the webhook leaves them: its own computed anew, those of others kept (hedgehog-kinds.md B.4). */
export function fabricLabels(kind: string, spec: JsonObject, given: JsonObject): JsonObject {
  if (kind === 'GatewayPeering') {
    const vpcs = Object.keys(objectAt(spec, 'peering') ?? {});
    return {
      ...given,
      ...Object.fromEntries(vpcs.map((vpc) => [`vpc.gateway.githedgehog.com/${vpc}`, 'true'])),
    };
  }
  const compute = LABELS[kind];
  if (compute === undefined) return given;
  const others = Object.entries(given).filter(([key]) => !key.includes(OWN));
  return { ...Object.fromEntries(others), ...compute(spec) };
}
