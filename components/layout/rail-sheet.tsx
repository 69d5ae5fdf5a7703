'use client';

import { Dialog } from '#components/ui/dialog.tsx';
import { Rail } from './rail.tsx';
import type { Theme } from './theme.ts';

interface Props {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  theme: Theme;
}

/** The rail where the window has no room for it. */
export function RailSheet({ open, onOpenChange, theme }: Props) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Menu" place="side">
      <Rail theme={theme} onNavigate={() => onOpenChange(false)} />
    </Dialog>
  );
}
