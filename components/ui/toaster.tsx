'use client';

import { X } from 'lucide-react';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { currentToasts, dismiss, subscribeToasts, type Toast } from './toast.ts';

const NONE: readonly Toast[] = [];
const NOTE_MS = 5000;
const PROBLEM_MS = 15_000;

/** Where short messages appear, and are read out when nothing else is. */
export function Toaster() {
  const toasts = useSyncExternalStore(subscribeToasts, currentToasts, () => NONE);
  return (
    <section
      aria-label="Messages"
      aria-live="polite"
      className="pointer-events-none fixed right-3 bottom-3 z-50 flex w-[min(360px,calc(100vw-24px))] flex-col gap-2"
    >
      {toasts.map((toast) => (
        <Message key={toast.id} toast={toast} />
      ))}
    </section>
  );
}

function Message({ toast: { id, text, problem } }: { toast: Toast }) {
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(() => dismiss(id), problem === null ? NOTE_MS : PROBLEM_MS);
    return () => clearTimeout(timer);
  }, [held, id, problem]);
  return (
    <div
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      className="panel-in pointer-events-auto flex items-start gap-2 rounded-panel border border-line-strong bg-panel py-2.5 pr-2 pl-3.5"
    >
      <div className="min-w-0 flex-1 break-words">
        <p className={problem === null ? undefined : 'text-critical'}>{text}</p>
        {problem !== null && <p className="font-mono text-ink-2 text-sm">{problem}</p>}
      </div>
      <button
        type="button"
        aria-label="Dismiss"
        onClick={() => dismiss(id)}
        className="inline-flex size-5 shrink-0 items-center justify-center rounded-badge text-ink-3 hover:bg-sunk hover:text-ink"
      >
        <X aria-hidden size={12} />
      </button>
    </div>
  );
}
