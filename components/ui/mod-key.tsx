'use client';

import { useSyncExternalStore } from 'react';
import { Kbd } from './kbd.tsx';

const never = () => () => {};
const isApple = () => /Mac|iPhone|iPad/.test(navigator.platform);

/** A key with ⌘ where there is one, else with Ctrl. */
export function ModKey({ letter }: { letter: string }) {
  const apple = useSyncExternalStore(never, isApple, () => false);
  return <Kbd>{apple ? `⌘${letter}` : `Ctrl ${letter}`}</Kbd>;
}
