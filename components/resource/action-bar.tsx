'use client';

import { Button } from '#components/ui/button.tsx';
import type { ActionOffer, ResourceVerb } from '#lib/contract/resource-detail.ts';
import { VERB_LOOKS, VERB_ORDER } from './verb-looks.ts';

interface Props {
  actions: readonly ActionOffer[];
  onVerb: (verb: ResourceVerb) => void;
}

const inOrder = (actions: readonly ActionOffer[]) =>
  VERB_ORDER.flatMap((verb) => actions.find((action) => action.verb === verb) ?? []);

/** What can be done now. */
export function ActionBar({ actions, onVerb }: Props) {
  const available = inOrder(actions).filter((action) => action.available);
  const [first] = available;
  const leads = first?.verb === 'commit' || first?.verb === 'import';
  return available.map(({ verb }) => {
    const { word, icon } = VERB_LOOKS[verb];
    const emphasis = verb === 'delete' ? 'danger' : leads && verb === first?.verb ? 'primary' : 'plain';
    return (
      <Button key={verb} icon={icon} emphasis={emphasis} onClick={() => onVerb(verb)}>
        {word}
      </Button>
    );
  });
}

const words = (text: string) => text.replaceAll('_', ' ');

/** What cannot be done now, why, and the way there. */
export function NotNow({ actions }: Pick<Props, 'actions'>) {
  const refused = inOrder(actions).filter((action) => !action.available);
  if (refused.length === 0) return null;
  const reasons = [...new Set(refused.map(({ reason }) => reason))];
  return (
    <div className="mb-4 flex flex-wrap items-baseline gap-x-5 gap-y-1.5 text-ink-2 text-sm">
      <h2 className="font-medium">Not now</h2>
      <dl className="contents">
        {reasons.map((reason) => {
          const same = refused.filter((action) => action.reason === reason);
          return (
            <div key={reason} className="flex min-w-0 flex-wrap items-baseline gap-x-2 gap-y-1">
              <dt className="flex gap-1.5">
                {same.map(({ verb }) => (
                  <span
                    key={verb}
                    className="whitespace-nowrap rounded-control border border-line-strong border-dashed px-1.5"
                  >
                    {VERB_LOOKS[verb].word.replace('…', '')}
                  </span>
                ))}
              </dt>
              <dd className="min-w-0 break-words">
                {reason}
                <Way path={same[0]?.path ?? []} />
              </dd>
            </div>
          );
        })}
      </dl>
    </div>
  );
}

function Way({ path }: Pick<ActionOffer, 'path'>) {
  if (path.length === 0) return null;
  return <>. The way there: {path.map(({ trigger }) => words(trigger)).join(', then ')}</>;
}
