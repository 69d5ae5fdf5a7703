'use client';

import { useEffect } from 'react';
import { useZone } from '#components/time/clock.tsx';

const A_YEAR = 31_536_000;

/** Says in which zone times are shown, and tells the server for the next page. */
export function ZoneNote() {
  const zone = useZone();
  useEffect(() => {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser yet
    document.cookie = `zone=${encodeURIComponent(zone)}; path=/; max-age=${A_YEAR}; samesite=lax`;
  }, [zone]);
  return <p className="truncate text-ink-3 text-xs">Times in {zone.replaceAll('_', ' ')}</p>;
}
