import { Fragment } from 'react';
import { breakPoints } from './break-points.ts';

/** A path, name or value that wraps behind its separators; what is copied holds nothing more. */
export function BreakableText({ text }: { text: string }) {
  return breakPoints(text).map((piece, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no identity but their place
    <Fragment key={index}>
      {index > 0 && <wbr />}
      {piece}
    </Fragment>
  ));
}
