'use client';

import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import type { ReactNode } from 'react';
import { useMemo, useState } from 'react';
import { Rail } from './rail.tsx';
import { ShellContext } from './shell-context.ts';
import type { Theme } from './theme.ts';
import { useHotkeys } from './use-hotkeys.ts';

// Not part of a first load: each comes when it is first opened.
const JumpDialog = dynamic(() => import('./jump-dialog.tsx').then((module) => module.JumpDialog));
const HelpSheet = dynamic(() => import('./help-sheet.tsx').then((module) => module.HelpSheet));
const RailSheet = dynamic(() => import('./rail-sheet.tsx').then((module) => module.RailSheet));

type Overlay = 'jump' | 'help' | 'rail' | null;

/** Rail and page, and what can be opened over every page. */
export function ConsoleShell({ theme, children }: { theme: Theme; children: ReactNode }) {
  const [overlay, setOverlay] = useState<Overlay>(null);
  const router = useRouter();
  const shell = useMemo(
    () => ({ openJump: () => setOverlay('jump'), openRail: () => setOverlay('rail') }),
    [],
  );
  useHotkeys({
    'mod+k': () => setOverlay('jump'),
    '?': () => setOverlay('help'),
    'g o': () => router.push('/'),
  });
  const close = (open: boolean) => {
    if (!open) setOverlay(null);
  };
  return (
    <ShellContext value={shell}>
      <a
        href="#page"
        className="sr-only z-50 rounded-control bg-panel px-3 py-2 focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to the page
      </a>
      <div className="md:grid md:grid-cols-[212px_minmax(0,1fr)]">
        <aside className="hidden border-line border-r bg-sunk md:block">
          <div className="sticky top-0 h-dvh">
            <Rail theme={theme} />
          </div>
        </aside>
        <div className="min-h-dvh min-w-0">{children}</div>
      </div>
      {overlay === 'jump' && <JumpDialog open onOpenChange={close} />}
      {overlay === 'help' && <HelpSheet open onOpenChange={close} />}
      {overlay === 'rail' && <RailSheet open onOpenChange={close} theme={theme} />}
    </ShellContext>
  );
}
