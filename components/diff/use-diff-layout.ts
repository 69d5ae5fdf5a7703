import { useSyncExternalStore } from 'react';

export type DiffLayout = 'unified' | 'sides';

const KEY = 'diff-layout';

function subscribe(listener: () => void) {
  window.addEventListener(KEY, listener);
  return () => window.removeEventListener(KEY, listener);
}

// A browser may forbid storage; then the choice is good for nothing but now.
let chosen: DiffLayout | null = null;

function current(): DiffLayout {
  try {
    chosen ??= localStorage.getItem(KEY) === 'sides' ? 'sides' : 'unified';
  } catch {
    chosen = 'unified';
  }
  return chosen;
}

function choose(layout: DiffLayout): void {
  chosen = layout;
  try {
    localStorage.setItem(KEY, layout);
  } catch {
    // It is forgotten with the page.
  }
  window.dispatchEvent(new Event(KEY));
}

/** How this person reads diffs, remembered by the browser; all diffs of a page follow. */
export function useDiffLayout(): [DiffLayout, (layout: DiffLayout) => void] {
  return [useSyncExternalStore(subscribe, current, () => 'unified' as const), choose];
}
