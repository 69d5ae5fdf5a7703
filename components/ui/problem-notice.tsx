import { TriangleAlert } from 'lucide-react';
import { Button } from './button.tsx';

interface Props {
  /** To which thing, in words: "The resources of fra-1". */
  subject: string;
  message: string;
  code?: number | string;
  retry?: () => void;
}

/** What happened, to what, and what now, with the stable code. */
export function ProblemNotice({ subject, message, code, retry }: Props) {
  return (
    <div role="alert" className="flex flex-wrap items-start gap-3 px-3.5 py-4">
      <TriangleAlert aria-hidden size={16} strokeWidth={1.75} className="mt-0.5 shrink-0 text-critical" />
      <div className="min-w-0 flex-1">
        <p className="font-medium">{subject} could not be read</p>
        <p className="break-words text-ink-2">
          {message}
          {code !== undefined && <span className="ml-2 font-mono text-ink-3 text-sm">{code}</span>}
        </p>
      </div>
      {retry && <Button onClick={retry}>Try again</Button>}
    </div>
  );
}
