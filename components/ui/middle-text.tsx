import { classNames } from './class-names.ts';
import { splitForMiddle } from './split-for-middle.ts';

interface Props {
  text: string;
  className?: string;
}

/** A name that shortens in the middle when it has no room; the whole of it can be read on hover and copied. */
export function MiddleText({ text, className }: Props) {
  const [head, tail] = splitForMiddle(text);
  const whole = tail === '';
  return (
    <span title={text} className={classNames('relative inline-flex min-w-0 max-w-full', className)}>
      {/* Read out as the one word that it is, and not as its two halves. */}
      {!whole && <span className="sr-only select-none">{text}</span>}
      <span aria-hidden={whole ? undefined : true} className="min-w-0 truncate">
        {head}
      </span>
      {!whole && (
        <span aria-hidden className="shrink-0 whitespace-pre">
          {tail}
        </span>
      )}
    </span>
  );
}
