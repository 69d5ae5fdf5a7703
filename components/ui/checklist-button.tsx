import { ChevronDown } from 'lucide-react';
import type { ComponentProps } from 'react';
import { classNames } from './class-names.ts';

interface Props extends ComponentProps<'button'> {
  label: string;
  chosen: number;
}

/** What opens a checklist, with how many are ticked. */
export function ChecklistButton({ label, chosen, ...rest }: Props) {
  return (
    <button
      type="button"
      {...rest}
      className={classNames(
        'inline-flex h-6 items-center gap-1 whitespace-nowrap rounded-control border px-2 text-sm max-md:h-9 max-md:px-3',
        chosen > 0
          ? 'border-line-strong bg-sunk text-ink'
          : 'border-line bg-panel text-ink-2 hover:border-line-strong hover:text-ink',
      )}
    >
      {label}
      {chosen > 0 && <span className="font-semibold">{chosen}</span>}
      <ChevronDown aria-hidden size={12} className="text-ink-3" />
    </button>
  );
}
