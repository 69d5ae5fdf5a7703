import type { DifferenceInsert } from '#db/queries/differences.ts';
import { deleteDifferences, insertDifferences } from '#db/queries/differences.ts';
import type { Tx } from '#db/transaction.ts';
import { canonicalJson } from '#lib/domain/drift/canonical-json.ts';
import type { Difference, DifferenceClass } from '#lib/domain/drift/comparison.ts';
import { KEPT_CLASSES } from '#lib/domain/drift/comparison.ts';
import type { Json } from '#lib/domain/hedgehog/kubernetes-object.ts';
import type { DriftFacts } from '#lib/domain/lifecycle/facts.ts';
import type { FabricContext } from './fabric-context.ts';
import type { Written } from './write-resources.ts';

/** How many differences of one resource are kept; their count stands on its row. */
export const KEPT_PER_RESOURCE = 200;
const LONGEST_VALUE = 200;
const LONGEST_PATH = 1_000;
const LAST_MOMENT = Date.UTC(9999, 0);

type KeptClass = (typeof KEPT_CLASSES)[number];
type Kept = Omit<DifferenceInsert, 'fabricId' | 'resourceId' | 'ordinal'>;

const isKept = (name: DifferenceClass): name is KeptClass => KEPT_CLASSES.some((kept) => kept === name);

const cut = (text: string, longest: number) =>
  text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;

function cellText(value: Json | undefined): string | null {
  if (value === undefined) return null;
  return cut(typeof value === 'string' && value !== '' ? value : canonicalJson(value), LONGEST_VALUE);
}

// A hostile key can be as long as its object; what is above it still says where to look.
function pathJson(path: Difference['path']): string {
  let length = 0;
  const end = path.findIndex((key) => {
    length += String(key).length + 1;
    return length > LONGEST_PATH;
  });
  return JSON.stringify(end === -1 ? path : path.slice(0, end));
}

/** The server's clock may say anything, even what is no time. */
function momentOf(time: string | null | undefined): Date | null {
  const moment = Date.parse(time ?? '');
  return moment >= 0 && moment < LAST_MOMENT ? new Date(moment) : null;
}

function keep(difference: Difference): Kept[] {
  if (!isKept(difference.class)) return [];
  const { path, pathText, op, desired, actual, weight, writer, reason, ruleId } = difference;
  return [
    {
      path: pathJson(path),
      pathText: cut(pathText, LONGEST_PATH),
      op,
      class: difference.class,
      desired: cellText(desired),
      actual: cellText(actual),
      weight,
      writer: writer === undefined ? null : cut(writer.manager, LONGEST_VALUE),
      writtenAt: momentOf(writer?.time),
      reason: cut(reason, LONGEST_PATH),
      ruleId: ruleId === undefined ? null : Number(ruleId),
    },
  ];
}

const WHOLE = {
  path: '[]',
  pathText: '',
  class: 'real',
  desired: null,
  actual: null,
  weight: 'critical',
  writer: null,
  writtenAt: null,
  ruleId: null,
} as const;

function wholeObject({ status, writer }: DriftFacts): Kept | null {
  if (status === 'desired_only')
    return { ...WHOLE, op: 'missing_in_cluster', reason: 'Git declares it, the cluster does not have it' };
  if (status === 'actual_only')
    return {
      ...WHOLE,
      op: 'only_in_cluster',
      weight: 'high',
      writer: writer === null ? null : cut(writer, LONGEST_VALUE),
      reason: 'the cluster has it, Git does not declare it',
    };
  return null;
}

function rowsOf({ outcome }: Written): Kept[] {
  const { drift } = outcome.facts;
  if (drift === null || outcome.conclusion.removed) return [];
  const whole = wholeObject(drift);
  if (whole !== null) return [whole];
  // One side alone, on its way to be created or deleted, differs in nothing yet.
  if (drift.status !== 'in_sync' && drift.status !== 'spec_drift') return [];
  return (outcome.differences ?? []).flatMap(keep).slice(0, KEPT_PER_RESOURCE);
}

/** What is published is another verdict than before: a suspicion that waits leaves the former one, and its rows. */
function isReplaced({ outcome: { before, facts, conclusion } }: Written): boolean {
  if (conclusion.removed) return before.drift !== null;
  return before.drift?.key !== facts.drift?.key || before.drift?.status !== facts.drift?.status;
}

/** Keeps the differences of every published verdict that changed: one DELETE and one INSERT, each only where needed. */
export async function recordDifferences(
  tx: Tx,
  { fabric }: FabricContext,
  written: readonly Written[],
): Promise<void> {
  const replaced = written.filter((item) => item.changed && isReplaced(item));
  const stale = replaced.flatMap(({ id, outcome }) => (outcome.before.drift === null ? [] : [id]));
  const rows = replaced.flatMap((item) =>
    rowsOf(item).map((row, ordinal) => ({ ...row, fabricId: fabric.id, resourceId: item.id, ordinal })),
  );
  await deleteDifferences(tx, fabric.id, stale);
  await insertDifferences(tx, rows);
}
