import type { JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { GATEWAY_KINDS } from './gateway-kinds.ts';
import { SYSTEM_KINDS } from './system-kinds.ts';
import { VPC_KINDS } from './vpc-kinds.ts';
import { WIRING_KINDS } from './wiring-kinds.ts';

/** The CRDs of the sandbox: every kind that people keep in Git, and the system kinds that the dashboard reads. */
export const SANDBOX_CRDS: JsonObject[] = [...WIRING_KINDS, ...VPC_KINDS, ...GATEWAY_KINDS, ...SYSTEM_KINDS];
