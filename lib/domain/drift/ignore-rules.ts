/** A fabric's own decision not to count some differences; existence itself cannot be hidden (drift.md, Inputs). */
export interface IgnoreRule {
  id: string;
  /** Kind it is for; null for every kind. */
  kind: string | null;
  /** Pattern of resource names with `*` and `?`; null for every name. */
  namePattern: string | null;
  /** Path below the object with `*` for one key or index and `**` for any number: `spec.subnets.*.dhcp.**`. */
  path: string;
  /** Counts only when this field manager wrote the leaf; null for whoever. */
  manager: string | null;
  reason: string;
  author: string;
  /** Milliseconds since the epoch; null for a rule without an end. */
  expiresAt: number | null;
}
