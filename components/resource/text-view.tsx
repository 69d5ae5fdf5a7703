'use client';

import { CopyButton } from '#components/ui/copy-button.tsx';

/** A document as it stands, with the numbers of its lines. It alone may scroll sideways. */
export function TextView({ text, label }: { text: string; label: string }) {
  const lines = (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n');
  return (
    <div className="relative">
      <CopyButton text={text} what={label} className="absolute top-2 right-2" />
      <section aria-label={label} className="flex overflow-x-auto py-2 font-mono text-sm leading-5">
        <pre aria-hidden className="select-none px-3.5 text-right text-ink-3">
          {lines.map((_, index) => index + 1).join('\n')}
        </pre>
        <pre className="pr-10">{text}</pre>
      </section>
    </div>
  );
}
