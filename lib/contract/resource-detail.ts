import { z } from 'zod';
import { ALERT_STATUSES, ALERT_TYPES } from '../domain/alert/expected-alerts.ts';
import { DIFFERENCE_CLASSES, DIFFERENCE_OPS } from '../domain/drift/comparison.ts';
import { FABRIC_STATUSES } from '../domain/fabric/connection.ts';
import { OPERATION_KINDS, OPERATION_STATUSES } from '../domain/fabric/operation.ts';
import { WEIGHTS } from '../domain/hedgehog/kind-profile.ts';
import { DRIFT_STATUSES, RESOURCE_STATES, SEVERITIES, TRIGGERS } from '../domain/lifecycle/states.ts';
import { DriftHistory } from './drift-history.ts';
import { ClusterReading, GitReading, KindReading, Moment } from './readings.ts';
import { SecondOpinion } from './second-opinion.ts';

/** What a person can do with a resource. */
export const RESOURCE_VERBS = ['edit', 'commit', 'discard', 'import', 'delete', 'take_over'] as const;
export type ResourceVerb = (typeof RESOURCE_VERBS)[number];

const Lines = z.tuple([z.number(), z.number()]);

/** Both sides in one spelling and order, compared content only. */
export const ComparedTexts = z.strictObject({
  desired: z.string(),
  actual: z.string(),
  /** The lines of what really differs, from and to, from one; null where they cannot be told. */
  real: z.strictObject({ desired: z.array(Lines), actual: z.array(Lines) }).nullable(),
});
export type ComparedTexts = z.infer<typeof ComparedTexts>;

/** A verb that is possible now, or why it is not and the way there. */
export const ActionOffer = z.strictObject({
  verb: z.enum(RESOURCE_VERBS),
  available: z.boolean(),
  /** Why not; null when available. */
  reason: z.string().nullable(),
  path: z.array(z.strictObject({ trigger: z.enum(TRIGGERS), to: z.enum([...RESOURCE_STATES, 'REMOVED']) })),
});
export type ActionOffer = z.infer<typeof ActionOffer>;

/** One difference as the comparison found it; `desired` and `actual` are JSON text, null where the side lacks it. */
export const DifferenceRow = z.strictObject({
  path: z.string(),
  op: z.enum(DIFFERENCE_OPS),
  class: z.enum(DIFFERENCE_CLASSES),
  desired: z.string().nullable(),
  actual: z.string().nullable(),
  /** What the draft has there; null where it has nothing, absent when there is no draft that parses. */
  draft: z.string().nullable().optional(),
  weight: z.enum(WEIGHTS),
  writer: z
    .strictObject({ manager: z.string(), operation: z.string(), time: z.string().nullable() })
    .nullable(),
  reason: z.string(),
  /** The ignore rule that hides it; absent for every other class. */
  rule: z
    .strictObject({ id: z.string(), reason: z.string(), author: z.string(), until: Moment.nullable() })
    .optional(),
});
export type DifferenceRow = z.infer<typeof DifferenceRow>;

/** A leaf that the draft changes against the document in Git. */
export const DraftChange = z.strictObject({
  path: z.string(),
  desired: z.string().nullable(),
  draft: z.string().nullable(),
});
export type DraftChange = z.infer<typeof DraftChange>;

export const DriftVerdict = z.strictObject({
  status: z.enum(DRIFT_STATUSES),
  score: z.number(),
  severity: z.enum(SEVERITIES),
  severityReason: z.string().nullable(),
  count: z.number(),
  /** Differences that ignore rules hide; not in `count`. */
  hidden: z.number(),
  first: z.string().nullable(),
  writer: z.string().nullable(),
  onset: Moment.nullable(),
  checkedAt: Moment,
});
export type DriftVerdict = z.infer<typeof DriftVerdict>;

export const DesiredSide = z.strictObject({
  apiVersion: z.string(),
  /** The document as it stands in Git, comments included. */
  text: z.string(),
  hash: z.string(),
  commit: z.string().nullable(),
  path: z.string(),
  documentIndex: z.number(),
  revision: z.number(),
  updatedAt: Moment.nullable(),
  stale: z.enum(['ambiguous', 'unreadable']).nullable(),
});
export type DesiredSide = z.infer<typeof DesiredSide>;

export const ActualSide = z.strictObject({
  apiVersion: z.string(),
  /** The live object as YAML, field ownership left out. */
  text: z.string(),
  hash: z.string(),
  uid: z.string(),
  resourceVersion: z.string(),
  generation: z.number(),
  deleting: z.boolean(),
  updatedAt: Moment.nullable(),
  /** When the object itself was last read directly. */
  readAt: Moment.nullable(),
});
export type ActualSide = z.infer<typeof ActualSide>;

export const DraftSide = z.strictObject({
  owner: z.string(),
  updatedAt: Moment,
  deletes: z.boolean(),
  /** Git's document changed under it: not to be committed before a rebase. */
  conflicted: z.boolean(),
  commitLost: z.boolean(),
  parses: z.boolean(),
  /** Null for a draft that deletes. */
  text: z.string().nullable(),
  /** The document it started from; null when Git had none. */
  baseText: z.string().nullable(),
  baseCommit: z.string().nullable(),
});
export type DraftSide = z.infer<typeof DraftSide>;

/** What somebody asked of the outside world for this resource, and how far it is. */
export const OperationRow = z.strictObject({
  id: z.uuid(),
  kind: z.enum(OPERATION_KINDS),
  status: z.enum(OPERATION_STATUSES),
  actor: z.string(),
  createdAt: Moment,
  finishedAt: Moment.nullable(),
  message: z.string().nullable(),
});
export type OperationRow = z.infer<typeof OperationRow>;

export const FindingRow = z.strictObject({
  code: z.string(),
  message: z.string(),
  path: z.string().nullable(),
  line: z.number().nullable(),
});
export type FindingRow = z.infer<typeof FindingRow>;

export const ResourceDetail = z.strictObject({
  fabric: z.strictObject({
    id: z.uuid(),
    name: z.string(),
    status: z.enum(FABRIC_STATUSES),
    sandbox: z.boolean(),
  }),
  id: z.number(),
  /** A verb names the version it was decided on. */
  version: z.number(),
  group: z.string(),
  kind: z.string(),
  namespace: z.string(),
  name: z.string(),
  state: z.enum(RESOURCE_STATES).nullable(),
  stateBeforeDraft: z.enum(RESOURCE_STATES).nullable(),
  since: Moment.nullable(),
  reason: z.string().nullable(),
  /** Set when this is the record of a resource that is gone. */
  removedAt: Moment.nullable(),
  drift: DriftVerdict.nullable(),
  driftHistory: DriftHistory,
  differences: z.array(DifferenceRow),
  draftChanges: z.array(DraftChange),
  /** Null where the API server was not asked. */
  opinion: SecondOpinion.nullable(),
  desired: DesiredSide.nullable(),
  actual: ActualSide.nullable(),
  draft: DraftSide.nullable(),
  /** What a draft saved from here replaces: the draft's document or Git's, by hash; null when there is neither. */
  standsOn: z.string().nullable(),
  /** Null unless both sides exist. */
  compared: ComparedTexts.nullable(),
  /** What adopting it would write into Git; null unless it is an orphan. */
  adoption: z.string().nullable(),
  deployment: z
    .strictObject({
      revision: z.number(),
      at: Moment,
      outcome: z.enum(['succeeded', 'failed', 'errored']),
      message: z.string().nullable(),
    })
    .nullable(),
  git: GitReading,
  cluster: ClusterReading,
  kindReading: KindReading.nullable(),
  actions: z.array(ActionOffer),
  alerts: z.array(
    z.strictObject({
      id: z.number(),
      type: z.enum(ALERT_TYPES),
      severity: z.enum(SEVERITIES),
      status: z.enum(ALERT_STATUSES),
      message: z.string(),
      openedAt: Moment,
    }),
  ),
  findings: z.array(FindingRow),
  /** The last one asked for; null when there was none. */
  operation: OperationRow.nullable(),
  asOf: Moment,
});
export type ResourceDetail = z.infer<typeof ResourceDetail>;
