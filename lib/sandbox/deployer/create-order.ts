/** The order in which the fabric's installer creates the kinds (hedgehog-kinds.md A.4); deletion goes the other way. */
const CREATE_ORDER = [
  'VLANNamespace',
  'IPv4Namespace',
  'SwitchGroup',
  'Switch',
  'Server',
  'VPC',
  'Connection',
  'VPCAttachment',
  'VPCPeering',
  'External',
  'ExternalAttachment',
  'ExternalPeering',
  'GatewayGroup',
  'Gateway',
  'GatewayPeering',
];

function rank(kind: string): number {
  const index = CREATE_ORDER.indexOf(kind);
  return index === -1 ? CREATE_ORDER.length : index;
}

/** Compares two kinds by when they are created; unknown ones come last. */
export function byCreateOrder(a: string, b: string): number {
  return rank(a) - rank(b);
}
