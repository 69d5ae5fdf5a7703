import Link from 'next/link';
import { rulesPath } from '#lib/contract/paths.ts';
import { hiddenText } from './rule-words.ts';

/** Beside a verdict: how much of what differs it does not count. */
export function HiddenNote({ fabric, hidden }: { fabric: string; hidden: number }) {
  if (hidden === 0) return null;
  return (
    <Link
      href={rulesPath(fabric)}
      prefetch={false}
      className="underline decoration-line-strong underline-offset-2 hover:text-ink"
    >
      {hiddenText(hidden)}
    </Link>
  );
}
