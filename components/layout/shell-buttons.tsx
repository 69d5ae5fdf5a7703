'use client';

import { Menu, Search } from 'lucide-react';
import { IconButton } from '#components/ui/icon-button.tsx';
import { ModKey } from '#components/ui/mod-key.tsx';
import { useShell } from './shell-context.ts';

/** Opens the rail where it is folded away. */
export function RailButton() {
  const { openRail } = useShell();
  return <IconButton icon={Menu} label="Open the menu" onClick={openRail} className="-ml-2 md:hidden" />;
}

export function JumpButton() {
  const { openJump } = useShell();
  return (
    <>
      <button
        type="button"
        onClick={openJump}
        aria-keyshortcuts="Meta+K Control+K"
        className="hidden h-[30px] w-[230px] items-center gap-2 rounded-control border border-line bg-bg px-2 text-ink-2 hover:border-line-strong md:flex"
      >
        <Search aria-hidden size={13} />
        <span className="flex-1 text-left">Jump to…</span>
        <ModKey letter="K" />
      </button>
      <IconButton icon={Search} label="Jump to…" onClick={openJump} className="-mr-2 md:hidden" />
    </>
  );
}
