'use client';

import { type RefObject, useEffect, useRef, useState } from 'react';
import { BreakableText } from './breakable-text.tsx';
import { classNames } from './class-names.ts';

/** So short a text takes few lines in the narrowest column. */
const SHORT = 60;
/** More than six lines of any column; the rest is not in the page before somebody asks. */
const CLAMPED = 1_200;

interface Props {
  text: string;
  className?: string;
}

/** A value of any length: its first lines, and all of them on request. It keeps its own direction. */
export function ClampedText({ text, className }: Props) {
  if (text.length > SHORT) return <Clamped text={text} {...(className !== undefined && { className })} />;
  return (
    <bdi className={className}>
      <BreakableText text={text} />
    </bdi>
  );
}

function Clamped({ text, className }: Props) {
  const [open, setOpen] = useState(false);
  const ref = useRef<HTMLElement>(null);
  const overflows = useOverflows(ref);
  return (
    <span className="block min-w-0">
      <bdi ref={ref} className={classNames('wrap-anywhere', open ? 'block' : 'line-clamp-6', className)}>
        <BreakableText text={open ? text : text.slice(0, CLAMPED)} />
      </bdi>
      {(open || overflows) && (
        <button
          type="button"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className="mt-0.5 rounded-badge text-left font-sans text-ink-2 text-sm underline decoration-line-strong underline-offset-2 hover:text-ink max-md:py-2"
        >
          {open ? 'Show less' : `Show all ${text.length} characters`}
        </button>
      )}
    </span>
  );
}

/** Whether more stands in a box than it shows; a box that shows all of it was opened. */
function useOverflows(ref: RefObject<HTMLElement | null>): boolean {
  const [overflows, setOverflows] = useState(false);
  useEffect(() => {
    const box = ref.current;
    if (box === null) return;
    const observer = new ResizeObserver(() => setOverflows(box.scrollHeight > box.clientHeight + 1));
    observer.observe(box);
    return () => observer.disconnect();
  }, [ref]);
  return overflows;
}
