'use client';

import { useEffect, useEffectEvent, useRef } from 'react';

interface Props {
  /** How much is left, in words. */
  left: string;
  onMore: () => void;
}

/** Asks for more when it comes near the window, or by hand. */
export function MoreSentinel({ left, onMore }: Props) {
  const button = useRef<HTMLButtonElement>(null);
  const more = useEffectEvent(onMore);
  useEffect(() => {
    if (button.current === null) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) more();
      },
      { rootMargin: '600px' },
    );
    observer.observe(button.current);
    return () => observer.disconnect();
  }, []);
  return (
    <button
      ref={button}
      type="button"
      onClick={onMore}
      className="px-3.5 py-2 text-ink-2 text-sm hover:text-ink"
    >
      {left}
    </button>
  );
}
