'use client';

import { ProblemError } from '#lib/contract/get-json.ts';
import { ProblemNotice } from './problem-notice.tsx';

interface Props {
  subject: string;
  error: Error;
  retry: () => Promise<unknown>;
}

/** A question that could not be answered, with its code and a way to ask again. */
export function QueryProblem({ subject, error, retry }: Props) {
  const code = error instanceof ProblemError ? error.problem.number : undefined;
  return (
    <ProblemNotice
      subject={subject}
      message={error.message}
      retry={() => void retry()}
      {...(code !== undefined && { code })}
    />
  );
}
