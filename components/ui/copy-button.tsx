'use client';

import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { classNames } from './class-names.ts';

interface Props {
  text: string;
  /** What is copied: "the commit". */
  what: string;
  className?: string;
}

/** Copies a text and says so. */
export function CopyButton({ text, what, className }: Props) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1500);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => {
    await navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  };
  const Icon = copied ? Check : Copy;
  return (
    <button
      type="button"
      onClick={() => void copy()}
      title={copied ? 'Copied' : `Copy ${what}`}
      aria-label={copied ? `Copied ${what}` : `Copy ${what}`}
      className={classNames(
        'inline-flex size-5 shrink-0 items-center justify-center rounded-badge text-ink-3 hover:bg-sunk hover:text-ink',
        className,
      )}
    >
      <Icon aria-hidden size={12} />
    </button>
  );
}
