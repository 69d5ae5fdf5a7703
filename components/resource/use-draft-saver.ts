'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { saveDraftText } from '#lib/actions/draft.ts';
import { queryKeys } from '#lib/contract/query-keys.ts';
import type { ResourceDetail } from '#lib/contract/resource-detail.ts';
import { DraftSaver, type SaveState } from './draft-saver.ts';
import { resourceInputOf } from './resource-input-of.ts';

const REST_MS = 900;
const UNREACHABLE = {
  ok: false as const,
  problem: { code: 'unreachable', number: 5001, message: 'the dashboard does not answer', details: {} },
};

function wait(then: () => void): () => void {
  const timer = setTimeout(then, REST_MS);
  return () => clearTimeout(timer);
}

/** Saves what is typed into the draft of a resource, and what is left when the editor closes. */
export function useDraftSaver(detail: ResourceDetail) {
  const [state, setState] = useState<SaveState>({ kind: 'clean' });
  const queries = useQueryClient();
  const input = resourceInputOf(detail);
  const saver = useRef<DraftSaver>(null);
  saver.current ??= new DraftSaver({
    save: async (text, standsOn) => {
      const result = await saveDraftText({ ...input, text, standsOn }).catch(() => UNREACHABLE);
      if (!result.ok && result.problem.code === 'conflict') {
        // What is shown as theirs must be what is there now.
        void queries.invalidateQueries({ queryKey: queryKeys.resource(input.fabricId, input) });
      }
      return result;
    },
    onState: setState,
    wait,
    now: Date.now,
  });
  useEffect(() => {
    const current = saver.current;
    const warn = (event: BeforeUnloadEvent) => {
      if (current?.pending === true) event.preventDefault();
    };
    window.addEventListener('beforeunload', warn);
    current?.enter();
    return () => {
      window.removeEventListener('beforeunload', warn);
      current?.leave();
    };
  }, []);
  return {
    state,
    type: (text: string, shown: string | null) => saver.current?.type(text, shown),
    flush: async () => (await saver.current?.flush()) ?? 'saved',
    keep: (theirs: string | null) => void saver.current?.keep(theirs),
    drop: () => saver.current?.drop(),
    standing: (shown: string | null) => saver.current?.standing(shown) ?? null,
    moved: (standsOn: string | null) => saver.current?.moved(standsOn),
  };
}
