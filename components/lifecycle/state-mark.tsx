import { classNames } from '#components/ui/class-names.ts';
import type { ShownState } from '#lib/contract/shown-counts.ts';
import { STATE_LOOKS } from './state-looks.ts';

interface Props {
  state: ShownState;
  /** The word beside the glyph; without it the glyph carries it as its name. */
  word?: boolean;
  className?: string;
}

/** A state as glyph and word, never as colour alone. */
export function StateMark({ state, word = true, className }: Props) {
  const { icon: Icon, word: label, text } = STATE_LOOKS[state];
  return (
    <span className={classNames('inline-flex items-center gap-1.5 font-medium text-sm', text, className)}>
      <Icon
        size={14}
        strokeWidth={1.75}
        {...(word ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
      />
      {word && label}
    </span>
  );
}
