import type { Weight } from '../hedgehog/kind-profile.ts';
import type { Json, KubernetesObject } from '../hedgehog/kubernetes-object.ts';
import type { DriftStatus, Severity } from '../lifecycle/states.ts';
import type { CompiledSchema } from './compile-schema.ts';
import type { IgnoreRule } from './ignore-rules.ts';
import type { OpinionOutcome } from './second-opinion.ts';

export type { Weight } from '../hedgehog/kind-profile.ts';

/** Why a difference is there; only `real` counts for status, score and severity (drift.md, step 4). */
export const DIFFERENCE_CLASSES = [
  'real',
  'defaulted',
  'rewritten',
  'dropped',
  'cluster-owned',
  'ignored',
] as const;
export type DifferenceClass = (typeof DIFFERENCE_CLASSES)[number];

/** What is kept with a verdict: what counts, what the author should know of, and what somebody chose not to count. */
export const KEPT_CLASSES = ['real', 'dropped', 'ignored'] as const satisfies readonly DifferenceClass[];

export const DIFFERENCE_OPS = ['changed', 'missing_in_cluster', 'only_in_cluster'] as const;
export type DifferenceOp = (typeof DIFFERENCE_OPS)[number];

/**
 * Keys from the root of the object, spelled as the cluster has them; a number is a position in a list as written in Git,
 * or in the cluster where Git has no such item.
 */
export type Path = readonly (string | number)[];

/** Who wrote a leaf, as `metadata.managedFields` tells; `time` is RFC 3339 as the server wrote it, for showing only. */
export interface Writer {
  manager: string;
  /** `Apply`, `Update`, or empty when the entry does not say. */
  operation: string;
  time: string | null;
}

/** One leaf (or whole subtree that only one side has) that is not the same on both sides. */
export interface Difference {
  path: Path;
  /** The path as people read it: `spec.subnets.default.vlan`, `spec.fabric.links[1].leaf.port`. */
  pathText: string;
  /** Where each side has it as written; only where an item of a list or the spelling of a key is elsewhere in the cluster. */
  places?: { desired: Path; actual: Path };
  op: DifferenceOp;
  class: DifferenceClass;
  /** As the file says it, before normalising; absent when Git has no such leaf. */
  desired?: Json;
  /** As the server stores it, before normalising; absent when the cluster has no such leaf. */
  actual?: Json;
  weight: Weight;
  /** Absent when nobody can be named: a removed leaf, a leaf without an owner, malformed managedFields. */
  writer?: Writer;
  /** The cause in one sentence. */
  reason: string;
  /** The id of the rule that hides it; only for class `ignored`. */
  ruleId?: string;
}

/** The outcome of one comparison. DRIFTED if and only if `realCount` > 0 or one side does not exist. */
export interface Comparison {
  status: DriftStatus;
  /** Real ones first, the worst weight first; then the other classes. Empty when one side does not exist. */
  differences: Difference[];
  realCount: number;
  /** The heaviest real difference; what a list shows in one line. */
  worst: Difference | null;
  /** In [0, 1]; 0 exactly when nothing real differs, 1 when one side does not exist. */
  score: number;
  /** The seed's band of the score. */
  band: Severity;
  /** The band, raised to the weight of the worst real difference. */
  severity: Severity;
  /** Why `severity` is above `band`; null when it is not. */
  severityReason: string | null;
  /** True when no schema was at hand: the verdict rests on the catalogue, or on the text alone for a kind it does not know. */
  uncertain: boolean;
}

/** What `compare` needs; pure, so `now` (milliseconds since the epoch) only judges the expiry of rules; without it rules that expire do not count. */
export interface CompareInput {
  /** The object as Git declares it; null when Git has none. */
  desired: KubernetesObject | null;
  /** The live object with its managedFields; null when the cluster has none. */
  actual: KubernetesObject | null;
  /** From `compileSchema`; null when the schema is not known. */
  schema: CompiledSchema | null;
  /** Every served version of the kind; the catalogue's when left out. */
  servedVersions?: readonly string[] | undefined;
  rules?: readonly IgnoreRule[];
  now?: number;
  /** What the fabric is waiting for; turns desired_only into creation_pending, actual_only into deletion_pending. */
  expecting?: 'creation' | 'deletion' | null;
  /** What the API server answered to a dry run of this desired over this actual; explains only what nobody owns. */
  secondOpinion?: OpinionOutcome | null;
}
