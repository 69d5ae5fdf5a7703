'use client';

import { useNow } from '#components/time/clock.tsx';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { comparedNow } from '#lib/contract/compared-now.ts';
import type { DriftFilter } from '#lib/contract/drift-filter.ts';
import type { DriftSummary } from '#lib/contract/fabric-drift.ts';
import type { FabricSummary } from '#lib/contract/fabric-summary.ts';

interface Props {
  fabric: FabricSummary;
  filter: DriftFilter;
  summary: DriftSummary;
  onFilter: (part: Partial<DriftFilter>) => void;
}

/** What an empty list proves, and what it does not. */
export function NoDrift({ fabric, filter, summary, onFilter }: Props) {
  const { total, uncompared } = comparedNow(summary.compared, fabric, useNow(10));
  if (filter.class !== 'real') {
    const sentence =
      filter.class === 'dropped'
        ? 'The cluster keeps everything that Git declares.'
        : 'No ignore rule hides a difference.';
    return (
      <EmptyState action={<Button onClick={() => onFilter({ class: 'real' })}>Show real differences</Button>}>
        {sentence}
      </EmptyState>
    );
  }
  if (total > 0 && uncompared === total)
    return <EmptyState>Unknown: no resource could be compared, so nothing is known to differ.</EmptyState>;
  return (
    <EmptyState>
      {uncompared === 0
        ? 'Nothing differs.'
        : `Nothing differs of what could be compared; ${uncompared} could not be.`}
    </EmptyState>
  );
}
