'use client';

import { CircleAlert, LoaderCircle } from 'lucide-react';
import { Moment } from '#components/time/moment.tsx';
import type { OperationRow } from '#lib/contract/resource-detail.ts';

const DOING: Record<OperationRow['kind'], string> = {
  commit: 'Committing and pushing to Git',
  import: 'Writing it into Git',
};
const DONE: Record<OperationRow['kind'], string> = { commit: 'The commit', import: 'The import' };

/** What was asked of the outside world: how far it is, or why it did not work. Success shows in the state. */
export function OperationLine({ operation }: { operation: OperationRow | null }) {
  if (operation === null || operation.status === 'succeeded') return null;
  const { kind, status, actor, createdAt, finishedAt, message } = operation;
  const running = status === 'queued' || status === 'running';
  const Icon = running ? LoaderCircle : CircleAlert;
  return (
    <p
      role="status"
      className="mb-4 flex items-start gap-2.5 rounded-panel border border-line-strong bg-panel px-3.5 py-2"
    >
      <Icon
        aria-hidden
        size={14}
        className={running ? 'mt-0.5 shrink-0 animate-spin text-ink-2' : 'mt-0.5 shrink-0 text-critical'}
      />
      <span className="min-w-0 break-words">
        {running ? (
          <>
            {DOING[kind]}, asked by {actor} at <Moment at={createdAt} seconds />
            {status === 'queued' && '. It waits for the worker'}
            {message !== null && `. Last try: ${message}`}
          </>
        ) : (
          <>
            {DONE[kind]} {status === 'refused' ? 'was refused' : 'could not be tried'}
            {finishedAt !== null && (
              <>
                {' '}
                at <Moment at={finishedAt} seconds />
              </>
            )}
            : {message ?? 'no reason was given'}
          </>
        )}
      </span>
    </p>
  );
}
