import type { LucideIcon } from 'lucide-react';
import type { ComponentProps } from 'react';
import { classNames } from './class-names.ts';

type Emphasis = 'primary' | 'plain' | 'quiet' | 'danger';

const EMPHASIS: Record<Emphasis, string> = {
  primary: 'border-accent bg-accent text-on-accent hover:opacity-90',
  plain: 'border-line-strong bg-panel text-ink hover:bg-sunk',
  quiet: 'border-transparent bg-transparent text-ink-2 hover:bg-sunk hover:text-ink',
  danger: 'border-line-strong bg-panel text-critical hover:bg-sunk',
};

/** The looks of a button, for links that act like one. */
export function buttonClass(emphasis: Emphasis = 'plain', className?: string): string {
  return classNames(
    'inline-flex h-[30px] shrink-0 items-center justify-center gap-1.5 whitespace-nowrap rounded-control border px-3 font-medium',
    'transition-colors duration-100 disabled:cursor-default disabled:opacity-55 max-md:h-11 max-md:px-4',
    EMPHASIS[emphasis],
    className,
  );
}

interface Props extends ComponentProps<'button'> {
  emphasis?: Emphasis;
  icon?: LucideIcon;
  busy?: boolean;
}

export function Button({
  emphasis = 'plain',
  icon: Icon,
  busy = false,
  className,
  children,
  disabled,
  ...rest
}: Props) {
  return (
    <button
      type="button"
      {...rest}
      disabled={disabled || busy}
      aria-busy={busy || undefined}
      className={buttonClass(emphasis, className)}
    >
      {Icon && (
        <Icon aria-hidden size={14} strokeWidth={1.75} className={busy ? 'animate-spin' : undefined} />
      )}
      {children}
    </button>
  );
}
