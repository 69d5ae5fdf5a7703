import type { Json, JsonObject } from './kubernetes-object.ts';

/** How much a field matters when it differs; severity is never below the weight of the worst real difference. */
export const WEIGHTS = ['low', 'medium', 'high', 'critical'] as const;
export type Weight = (typeof WEIGHTS)[number];

/** Gives the one spelling under which equal values are equal; what it cannot read it returns unchanged. */
export type Spelling = (value: string) => string;

/** Values in a section that the webhook throws away (hedgehog-kinds.md B.2). */
export interface Discard {
  /** Keys below the section, of whose own content `when` judges. */
  paths: readonly (readonly string[])[];
  when: (section: JsonObject) => boolean;
  /** Said to the author of the file. */
  because: string;
}

/** What is known of one field beyond its schema; every fact is a statement of hedgehog-kinds.md named beside it. */
export interface FieldRule {
  weight?: Weight;
  /** What the webhook stores when the field is absent or zero. */
  default?: Json;
  /** Spelling under which two values are the same. */
  spelling?: Spelling;
  /** Spelling of the keys of a map by name. */
  keySpelling?: Spelling;
  /** `ordered`: position is meaning; `set`: it is not; names: a set whose items are told apart by these fields. */
  list?: 'ordered' | 'set' | readonly string[];
  /** False, zero and the empty string are values of their own here, not the same as absent (B.1). */
  zero?: 'matters';
  /** An empty section says something here (B.3). */
  empty?: 'matters';
  /** A section that the Go type always has, so that its fields get their defaults even when it is absent (B.3). */
  always?: true;
  /** The installer fills it; while Git is silent the cluster's value is the cluster's own (B.5). */
  hydrated?: true;
  /** What the webhook adds to this section, worked out from its other fields; a list holds items to be added. */
  fill?: (section: JsonObject) => JsonObject | null;
  discard?: Discard;
}

/**
 * All that is known of one kind. Paths of `fields` are below `spec`: `*` is any key of a map by name, `[]` any item of
 * a list, the empty path the spec itself. A rule for a path makes its parents sections, maps or lists where no schema says so.
 */
export interface KindProfile {
  group: string;
  kind: string;
  plural: string;
  shortNames: readonly string[];
  /** Served versions that the catalogue was written for. */
  versions: readonly string[];
  /** `wiring`: in Git, or the installer's; `user`: belongs in Git (A.1, B.7). */
  layer: 'wiring' | 'user';
  /** Position in the installer's order of creation, from 0 (A.4). */
  createOrder: number;
  /** Annotations by which the object is configured: compared even when only the cluster has them (B.4). */
  configuringAnnotations?: readonly string[];
  fields: Readonly<Record<string, FieldRule>>;
}
