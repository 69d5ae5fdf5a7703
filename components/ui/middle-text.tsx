import { classNames } from './class-names.ts';
import { splitForMiddle } from './split-for-middle.ts';

interface Props {
  text: string;
  className?: string;
}

/** A name that shortens in the middle when it has no room; the whole of it can be read on hover and copied. */
export function MiddleText({ text, className }: Props) {
  const [head, tail] = splitForMiddle(text);
  return (
    <span title={text} className={classNames('inline-flex min-w-0 max-w-full', className)}>
      <span className="min-w-0 truncate">{head}</span>
      {tail !== '' && <span className="shrink-0 whitespace-pre">{tail}</span>}
    </span>
  );
}
