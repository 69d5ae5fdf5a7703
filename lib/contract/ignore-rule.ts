import { z } from 'zod';
import { DIFFERENCE_OPS } from '../domain/drift/comparison.ts';
import type { RuleScope as Scope } from '../domain/drift/rule-scope.ts';
import { Moment } from './readings.ts';

/** How much is hidden now: differing fields, in how many resources. */
const Hides = z.strictObject({ fields: z.number(), resources: z.number() });

/** What a rule is for; null is every kind, every name, whoever wrote it. */
export const RuleScope = z.strictObject({
  kind: z.string().nullable(),
  namePattern: z.string().nullable(),
  path: z.string(),
  manager: z.string().nullable(),
}) satisfies z.ZodType<Scope>;
export type RuleScope = z.infer<typeof RuleScope>;

export const IgnoreRuleRow = RuleScope.extend({
  id: z.string(),
  reason: z.string(),
  author: z.string(),
  since: Moment,
  /** Null for a rule without an end. */
  until: Moment.nullable(),
  /** Only one that stands hides anything. */
  status: z.enum(['standing', 'expired', 'removed']),
  removedAt: Moment.nullable(),
  removedBy: z.string().nullable(),
  hides: Hides,
});
export type IgnoreRuleRow = z.infer<typeof IgnoreRuleRow>;

/** Those that stand, those that have expired, and the last that were removed; the newest of each first. */
export const IgnoreRuleList = z.array(IgnoreRuleRow);
export type IgnoreRuleList = z.infer<typeof IgnoreRuleList>;

/** What a rule would hide if it were added now. */
export const RulePreview = z.strictObject({
  /** Why it cannot be one; null when it can. */
  problem: z.string().nullable(),
  hides: Hides,
  /** How many of those resources would have no real difference left. */
  inSync: z.number(),
  /** The first of what it would hide. */
  examples: z.array(
    z.strictObject({
      group: z.string(),
      kind: z.string(),
      namespace: z.string(),
      name: z.string(),
      path: z.string(),
      op: z.enum(DIFFERENCE_OPS),
      desired: z.string().nullable(),
      actual: z.string().nullable(),
      writer: z.string().nullable(),
    }),
  ),
});
export type RulePreview = z.infer<typeof RulePreview>;

/** What becomes of the fields that a rule covers, once it is removed. */
export const RuleRemoval = z.strictObject({
  countsAgain: Hides,
  /** Those that another rule hides as well. */
  stillHidden: z.array(
    z.strictObject({
      by: RuleScope.extend({ id: z.string(), reason: z.string(), author: z.string() }),
      hides: Hides,
    }),
  ),
});
export type RuleRemoval = z.infer<typeof RuleRemoval>;
