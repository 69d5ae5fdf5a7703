import { classNames } from '#components/ui/class-names.ts';
import type { Certainty } from '#lib/contract/certainty.ts';
import type { ResourceState } from '#lib/domain/lifecycle/states.ts';
import { STATE_LOOKS } from './state-looks.ts';

interface Props {
  state: ResourceState | null;
  certainty: Certainty;
}

/** The state if it is proven now; else *unknown*, with why and what was proven last in its title. */
export function StateBadge({ state, certainty }: Props) {
  const proven = certainty.level === 'proven' && state !== null;
  const { icon: Icon, word, text } = STATE_LOOKS[proven ? state : 'UNKNOWN'];
  const last = state === null ? 'Not read yet' : `Last proven: ${STATE_LOOKS[state].word}`;
  return (
    <span
      title={certainty.level === 'proven' ? undefined : `${last}. ${certainty.reason}`}
      className={classNames(
        'tint inline-flex h-5 items-center gap-1.5 whitespace-nowrap rounded-badge px-1.5 font-medium text-sm',
        text,
      )}
    >
      <Icon aria-hidden size={13} strokeWidth={1.75} />
      {word}
      {certainty.level !== 'proven' && <span className="sr-only">. {last}.</span>}
    </span>
  );
}
