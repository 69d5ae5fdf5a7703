import type { ComponentProps, ReactNode } from 'react';
import { classNames } from './class-names.ts';

const CHIP = 'inline-flex h-6 items-center gap-1.5 whitespace-nowrap rounded-control border px-2 text-sm';

/** A small fact beside a title. */
export function Chip({ className, ...rest }: ComponentProps<'span'>) {
  return <span {...rest} className={classNames(CHIP, 'border-line-strong bg-panel text-ink-2', className)} />;
}

interface ToggleProps extends ComponentProps<'button'> {
  pressed: boolean;
  count?: ReactNode;
}

/** A filter or a view that is on or off. */
export function ToggleChip({ pressed, count, className, children, ...rest }: ToggleProps) {
  return (
    <button
      type="button"
      aria-pressed={pressed}
      {...rest}
      className={classNames(
        CHIP,
        'max-md:h-9 max-md:px-3',
        pressed
          ? 'border-line-strong bg-sunk text-ink'
          : 'border-line bg-panel text-ink-2 hover:border-line-strong hover:text-ink',
        className,
      )}
    >
      {children}
      {count !== undefined && <span className="font-semibold text-ink">{count}</span>}
    </button>
  );
}
