import type { ReactNode } from 'react';

/** Nothing to show: one sentence and one thing to do. */
export function EmptyState({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return (
    <div className="flex flex-col items-start gap-3 px-3.5 py-8 text-ink-2 sm:items-center sm:text-center">
      <p className="max-w-prose">{children}</p>
      {action}
    </div>
  );
}
