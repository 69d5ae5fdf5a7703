'use client';

import { useState } from 'react';
import type { ActionResult, Problem } from '#lib/contract/problem.ts';
import { say } from './toast.ts';

const UNREACHABLE: Problem = {
  code: 'unreachable',
  number: 5001,
  message: 'The dashboard does not answer. Nothing was changed as far as is known; try again.',
  details: {},
};

/** Runs a server action: busy while it runs, says what it did, or why it did not. */
export function useAction<Input, Value>(
  action: (input: Input) => Promise<ActionResult<Value>>,
  done: (value: Value) => string | null,
) {
  const [busy, setBusy] = useState(false);
  const run = async (input: Input): Promise<ActionResult<Value>> => {
    setBusy(true);
    const result = await action(input).catch(
      (): ActionResult<Value> => ({ ok: false, problem: UNREACHABLE }),
    );
    setBusy(false);
    if (result.ok) {
      const text = done(result.value);
      if (text !== null) say(text);
    } else {
      say(result.problem.message, `Code ${result.problem.number}`);
    }
    return result;
  };
  return { busy, run };
}
