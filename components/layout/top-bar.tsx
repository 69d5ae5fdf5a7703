import Link from 'next/link';
import type { ReactNode } from 'react';
import { classNames } from '#components/ui/class-names.ts';
import { MiddleText } from '#components/ui/middle-text.tsx';
import { JumpButton, RailButton } from './shell-buttons.tsx';

export interface Crumb {
  label: string;
  href?: string;
  mono?: boolean;
}

interface Props {
  crumbs: readonly Crumb[];
  /** How fresh what the page shows is. */
  freshness?: ReactNode;
}

/** Where this is, how fresh it is, and the way to everywhere else. */
export function TopBar({ crumbs, freshness }: Props) {
  return (
    <header className="sticky top-0 z-30 flex h-[46px] items-center gap-2 border-line border-b bg-panel px-3 md:px-5">
      <RailButton />
      <nav aria-label="Where you are" className="min-w-0 flex-1">
        <ol className="flex min-w-0 items-center gap-1.5">
          {crumbs.map(({ label, href, mono }, index) => {
            const last = index === crumbs.length - 1;
            return (
              <li
                key={`${href ?? ''}${label}`}
                className={classNames(
                  'flex items-center gap-1.5',
                  last ? 'min-w-0 font-semibold' : 'text-ink-2 max-md:hidden',
                  mono && 'font-mono',
                )}
              >
                {href === undefined ? (
                  <MiddleText text={label} />
                ) : (
                  <Link href={href} className="whitespace-nowrap hover:text-ink hover:underline">
                    {label}
                  </Link>
                )}
                {!last && (
                  <span aria-hidden className="text-ink-3">
                    /
                  </span>
                )}
              </li>
            );
          })}
        </ol>
      </nav>
      {freshness && <div className="flex min-w-0 items-center gap-3 max-sm:hidden">{freshness}</div>}
      <JumpButton />
    </header>
  );
}
