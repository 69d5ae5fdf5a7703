import type { DifferenceRow, DraftChange } from '#lib/contract/resource-detail.ts';
import type { DifferenceClass } from '#lib/domain/drift/comparison.ts';
import type { Counts } from './class-looks.ts';

/** One line of the difference table. */
export interface FieldRow {
  path: string;
  /** Null where only the draft differs. */
  class: DifferenceClass | null;
  desired: string | null;
  actual: string | null;
  draft: string | null;
  /** The draft wants something else than Git has. */
  drafted: boolean;
  writer: DifferenceRow['writer'];
  /** The ignore rule that hides it. */
  rule: NonNullable<DifferenceRow['rule']> | null;
  note: string;
}

/** The differences of Git and cluster, real ones first as they come, then what only the draft changes. */
export function fieldRows(
  differences: readonly DifferenceRow[],
  changes: readonly DraftChange[],
  draftOwner: string | null,
  counts: Counts,
): FieldRow[] {
  const drafted = new Map(changes.map((change) => [change.path, change]));
  const rows = differences.map((difference): FieldRow => {
    const { path, desired, actual, draft, writer, reason, weight } = difference;
    const change = drafted.get(path);
    drafted.delete(path);
    return {
      path,
      class: difference.class,
      desired,
      actual,
      draft: change?.draft ?? draft ?? null,
      drafted: change !== undefined,
      writer,
      rule: difference.rule ?? null,
      note: difference.class === 'real' && counts === 'drift' ? `${weight}: ${reason}` : reason,
    };
  });
  const only = [...drafted.values()].map(
    ({ path, desired, draft }): FieldRow => ({
      path,
      class: null,
      desired,
      // Where nothing differs the cluster has what Git says.
      actual: desired,
      draft,
      drafted: true,
      writer: draftOwner === null ? null : { manager: draftOwner, operation: '', time: null },
      rule: null,
      note: '',
    }),
  );
  return [...rows, ...only];
}
