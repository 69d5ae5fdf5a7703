'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { useEffect, useMemo, useRef, useState } from 'react';
import {
  formatResourceFilter,
  parseResourceFilter,
  type ResourceFilter,
} from '#lib/contract/resource-filter.ts';

const TYPING_MS = 150;

/** The text of the field: there at once, in the URL a moment later. */
export interface TypedText {
  value: string;
  type: (text: string) => void;
}

// Not what was last drawn: a click and the end of typing come within one drawing.
const inUrl = () => parseResourceFilter(new URLSearchParams(window.location.search));

/** The filter that the URL holds. A change is a step that *back* undoes, and takes along what is being typed; typing is no step. */
export function useResourceFilter() {
  const search = useSearchParams().toString();
  const pathname = usePathname();
  const filter = useMemo(() => parseResourceFilter(new URLSearchParams(search)), [search]);
  const [typed, setTyped] = useState(filter.text);
  const [isTyping, setIsTyping] = useState(false);
  const [known, setKnown] = useState(filter.text);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  if (filter.text !== known) {
    setKnown(filter.text);
    if (!isTyping) setTyped(filter.text);
  }
  useEffect(() => () => clearTimeout(timer.current), []);

  const write = (next: ResourceFilter, step: 'pushState' | 'replaceState') => {
    clearTimeout(timer.current);
    setIsTyping(false);
    const query = formatResourceFilter(next);
    window.history[step](null, '', query === '' ? pathname : `${pathname}?${query}`);
  };
  const change = (part: Partial<ResourceFilter>) => {
    const next = { ...inUrl(), ...(isTyping && { text: typed.trim() }), ...part };
    setTyped(next.text);
    write(next, 'pushState');
  };
  const type = (text: string) => {
    setTyped(text);
    setIsTyping(true);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => write({ ...inUrl(), text: text.trim() }, 'replaceState'), TYPING_MS);
  };
  return { filter, change, text: { value: typed, type } satisfies TypedText };
}
