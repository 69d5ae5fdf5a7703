import type { KindProfile } from './kind-profile.ts';
import { KIND_PROFILES } from './kinds/index.ts';

/** Moves whenever a rule of the catalogue or of the comparison changes, so that every stored verdict is made again. */
export const CATALOGUE_VERSION = '2026-11-25.2';

const PROFILES = new Map(KIND_PROFILES.map((profile) => [`${profile.group}/${profile.kind}`, profile]));

/** The catalogue's knowledge of a kind; null for a kind that no catalogue knows. */
export function findKindProfile(group: string, kind: string): KindProfile | null {
  return PROFILES.get(`${group}/${kind}`) ?? null;
}

/** A kind that people write, as screens and settings need it. */
export interface UserKind {
  group: string;
  kind: string;
  version: string;
  plural: string;
  shortNames: readonly string[];
  layer: KindProfile['layer'];
  createOrder: number;
  /** Whether objects only in the cluster count as orphans unless the fabric says otherwise (B.7: wiring may be the installer's). */
  managedByDefault: boolean;
}

/** The user-facing kinds in order of creation (hedgehog-kinds.md A.1, A.4). */
export const USER_KINDS: readonly UserKind[] = KIND_PROFILES.map((profile) => ({
  group: profile.group,
  kind: profile.kind,
  version: profile.versions[0] ?? '',
  plural: profile.plural,
  shortNames: profile.shortNames,
  layer: profile.layer,
  createOrder: profile.createOrder,
  managedByDefault: profile.layer === 'user',
}));
