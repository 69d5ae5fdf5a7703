'use client';

import { useState } from 'react';

interface Options {
  count: number;
  onOpen: (index: number) => void;
  /** Brings the row into sight, where rows are not all in the page. */
  onMove?: (index: number) => void;
}

/** `j`, `k` and `↵` for a list: which row is current, and the hotkeys that move and open it. */
export function useRowKeys({ count, onOpen, onMove }: Options) {
  const [current, setCurrent] = useState<number | null>(null);
  const move = (step: number) => {
    if (count === 0) return;
    const next =
      current === null ? (step > 0 ? 0 : count - 1) : Math.min(count - 1, Math.max(0, current + step));
    setCurrent(next);
    onMove?.(next);
  };
  const open = () => {
    if (current !== null && current < count) onOpen(current);
  };
  const hotkeys = { j: () => move(1), k: () => move(-1), Enter: open };
  return { current: current !== null && current < count ? current : null, setCurrent, hotkeys };
}
