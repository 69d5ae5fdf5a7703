import type { ReactNode } from 'react';

export function Kbd({ children }: { children: ReactNode }) {
  return (
    <kbd className="inline-flex h-[18px] min-w-[18px] items-center justify-center rounded-[4px] border border-line-strong bg-panel px-1 font-mono text-[11px] text-ink-2">
      {children}
    </kbd>
  );
}
