import type { ReactNode } from 'react';
import { BreakableText } from './breakable-text.tsx';

/** A name, path, hash or value inside a sentence. */
export function Mono({ children }: { children: ReactNode }) {
  return (
    <bdi className="wrap-anywhere font-mono text-[0.94em] text-ink">
      {typeof children === 'string' ? <BreakableText text={children} /> : children}
    </bdi>
  );
}
