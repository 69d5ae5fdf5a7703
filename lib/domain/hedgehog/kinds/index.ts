import type { KindProfile } from '../kind-profile.ts';
import { CONNECTION } from './connection.ts';
import { EXTERNAL } from './external.ts';
import { EXTERNAL_ATTACHMENT } from './external-attachment.ts';
import { EXTERNAL_PEERING } from './external-peering.ts';
import { GATEWAY } from './gateway.ts';
import { GATEWAY_GROUP } from './gateway-group.ts';
import { GATEWAY_PEERING } from './gateway-peering.ts';
import { IPV4_NAMESPACE } from './ipv4-namespace.ts';
import { SERVER } from './server.ts';
import { SWITCH } from './switch.ts';
import { SWITCH_GROUP } from './switch-group.ts';
import { VLAN_NAMESPACE } from './vlan-namespace.ts';
import { VPC } from './vpc.ts';
import { VPC_ATTACHMENT } from './vpc-attachment.ts';
import { VPC_PEERING } from './vpc-peering.ts';

/** Every user-facing kind, in the installer's order of creation (hedgehog-kinds.md A.4). */
export const KIND_PROFILES: readonly KindProfile[] = [
  VLAN_NAMESPACE,
  IPV4_NAMESPACE,
  SWITCH_GROUP,
  SWITCH,
  SERVER,
  VPC,
  CONNECTION,
  VPC_ATTACHMENT,
  VPC_PEERING,
  EXTERNAL,
  EXTERNAL_ATTACHMENT,
  EXTERNAL_PEERING,
  GATEWAY_GROUP,
  GATEWAY,
  GATEWAY_PEERING,
];
