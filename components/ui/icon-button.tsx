import type { LucideIcon } from 'lucide-react';
import type { ComponentProps } from 'react';
import { classNames } from './class-names.ts';

interface Props extends ComponentProps<'button'> {
  icon: LucideIcon;
  label: string;
}

/** A button of one glyph; `label` is its name for everybody who does not see it. */
export function IconButton({ icon: Icon, label, className, ...rest }: Props) {
  return (
    <button
      type="button"
      title={label}
      aria-label={label}
      {...rest}
      className={classNames(
        'inline-flex size-[30px] shrink-0 items-center justify-center rounded-control text-ink-2 hover:bg-sunk hover:text-ink max-md:size-11',
        className,
      )}
    >
      <Icon aria-hidden size={16} strokeWidth={1.75} />
    </button>
  );
}
