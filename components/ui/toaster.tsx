'use client';

import dynamic from 'next/dynamic';

const Sonner = dynamic(() => import('sonner').then((module) => module.Toaster), { ssr: false });

/** Where short messages appear. */
export function Toaster() {
  return (
    <Sonner
      position="bottom-right"
      visibleToasts={4}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            'flex w-[min(356px,calc(100vw-24px))] items-start gap-2.5 rounded-panel border border-line-strong bg-panel px-3.5 py-3 font-sans text-base text-ink',
          description: 'font-mono text-ink-3 text-sm',
          icon: 'mt-px text-ink-2',
        },
      }}
    />
  );
}
