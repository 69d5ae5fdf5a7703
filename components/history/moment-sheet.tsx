'use client';

import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { DiffView } from '#components/diff/diff-view.tsx';
import { DifferenceTable } from '#components/drift/difference-table.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { QueryProblem } from '#components/ui/query-problem.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import type { momentQuery } from '#lib/contract/queries.ts';

interface Props {
  question: ReturnType<typeof momentQuery>;
  description: ReactNode;
  onClose: () => void;
}

/** Both sides as they were at a transition, or while a resource drifted. */
export function MomentSheet({ question, description, onClose }: Props) {
  const { data, error, isPending, refetch } = useQuery(question);
  const differs = data !== undefined && data.differences.length > 0;
  return (
    <Dialog
      open
      wide
      onOpenChange={(open) => !open && onClose()}
      title="What differed"
      description={description}
    >
      <div className="mt-3 border-line border-t">
        {isPending && <Skeleton className="m-3.5 w-2/3" />}
        {error !== null && <QueryProblem subject="That moment" error={error} retry={refetch} />}
        {differs && (
          <DifferenceTable
            counts="drift"
            differences={data.differences}
            draftChanges={[]}
            draft={false}
            draftOwner={null}
          />
        )}
        {data !== undefined && (
          <div className="border-line border-t pb-2">
            <DiffView
              left={data.compared.desired}
              right={data.compared.actual}
              label="From Git to the cluster"
            />
          </div>
        )}
      </div>
    </Dialog>
  );
}
