import type { DriftFilter, DriftGrouping } from '#lib/contract/drift-filter.ts';
import type { DriftRow } from '#lib/contract/fabric-drift.ts';

/** What stands in the table: the head of a group, or a difference and its place among the differences. */
export type DriftLine =
  | { kind: 'group'; key: string; title: string; mono: boolean; note: string }
  | { kind: 'difference'; row: DriftRow; index: number };

const plural = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`;

function groupLine(grouping: DriftGrouping, { grouped }: DriftRow): DriftLine {
  const { key, differences, resources } = grouped;
  const note = `${plural(differences, 'difference')} in ${plural(resources, 'resource')}`;
  if (key !== '') return { kind: 'group', key, title: key, mono: grouping !== 'kind', note };
  if (grouping === 'field') return { kind: 'group', key, title: 'The whole object', mono: false, note };
  return { kind: 'group', key, title: 'No writer known', mono: false, note };
}

/** The differences as they come, each group with its head. */
export function driftLines(rows: readonly DriftRow[], { group }: Pick<DriftFilter, 'group'>): DriftLine[] {
  return rows.flatMap((row, index): DriftLine[] => {
    const difference: DriftLine = { kind: 'difference', row, index };
    const begins = group !== null && row.grouped.key !== rows[index - 1]?.grouped.key;
    return begins ? [groupLine(group, row), difference] : [difference];
  });
}

/** What each side has, in a cell; of a whole object, whether it has it. */
export function sideTexts({ path, op, desired, actual }: DriftRow): { git: string; cluster: string } {
  if (path === '')
    return op === 'missing_in_cluster'
      ? { git: 'declared', cluster: 'absent' }
      : { git: '–', cluster: 'present' };
  return { git: desired ?? '–', cluster: actual ?? '–' };
}

const SMALL = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth'];

/** "third time in 30 days"; nothing for the first. */
export function timesText(times: number): string | null {
  if (times < 2) return null;
  return `${SMALL[times - 1] ?? `${times}.`} time in 30 days`;
}
