'use client';

import { createContext, useContext } from 'react';

interface Shell {
  openJump: () => void;
  openRail: () => void;
}

export const ShellContext = createContext<Shell>({ openJump: () => {}, openRail: () => {} });

/** What every page can open: the jump dialog, and the rail where it is folded away. */
export const useShell = () => useContext(ShellContext);
