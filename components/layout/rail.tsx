'use client';

import { useQuery } from '@tanstack/react-query';
import { LayoutGrid, Waypoints } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';
import { fabricMark } from '#components/fabric/fabric-mark.ts';
import { StateMark } from '#components/lifecycle/state-mark.tsx';
import { useNow } from '#components/time/clock.tsx';
import { classNames } from '#components/ui/class-names.ts';
import { MiddleText } from '#components/ui/middle-text.tsx';
import { fabricPath } from '#lib/contract/paths.ts';
import { fabricListQuery } from '#lib/contract/queries.ts';
import { LiveIndicator } from './live-indicator.tsx';
import type { Theme } from './theme.ts';
import { ThemeToggle } from './theme-toggle.tsx';
import { ZoneNote } from './zone-note.tsx';

interface Props {
  theme: Theme;
  onNavigate?: () => void;
}

/** The way to every page, and the fabrics with what is worst in each. */
export function Rail({ theme, onNavigate }: Props) {
  const pathname = usePathname();
  const { data: fabrics = [] } = useQuery(fabricListQuery());
  const now = useNow(10);
  return (
    <div className="flex h-full flex-col overflow-y-auto px-2.5 pt-3 pb-4">
      <Link
        href="/"
        {...(onNavigate && { onClick: onNavigate })}
        className="mb-2 flex h-9 items-center gap-2 rounded-control px-2 font-semibold text-lg"
      >
        <Waypoints aria-hidden size={16} strokeWidth={1.75} />
        Fabric lifecycle
      </Link>
      <nav aria-label="Pages">
        <RailLink href="/" current={pathname === '/'} onNavigate={onNavigate}>
          <LayoutGrid aria-hidden size={14} strokeWidth={1.75} />
          Overview
        </RailLink>
        {fabrics.length > 0 && <h2 className="mt-4 mb-1 px-2 text-ink-2 text-sm">Fabrics</h2>}
        {fabrics.map((fabric) => {
          const href = fabricPath(fabric.name);
          const current = pathname === href || pathname.startsWith(`${href}/`);
          return (
            <RailLink key={fabric.id} href={href} current={current} onNavigate={onNavigate}>
              <StateMark state={fabricMark(fabric, now)} word={false} />
              <MiddleText text={fabric.name} />
            </RailLink>
          );
        })}
      </nav>
      <div className="mt-auto flex items-end gap-2 px-2 pt-6">
        <div className="min-w-0 flex-1 space-y-1">
          <LiveIndicator />
          <ZoneNote />
        </div>
        <ThemeToggle initial={theme} />
      </div>
    </div>
  );
}

interface LinkProps {
  href: string;
  current: boolean;
  onNavigate: (() => void) | undefined;
  children: ReactNode;
}

function RailLink({ href, current, onNavigate, children }: LinkProps) {
  return (
    <Link
      href={href}
      {...(onNavigate && { onClick: onNavigate })}
      aria-current={current ? 'page' : undefined}
      className={classNames(
        'flex h-[31px] items-center gap-2.5 rounded-control border px-2 max-md:h-11',
        current ? 'border-line bg-panel text-ink' : 'border-transparent text-ink-2 hover:text-ink',
      )}
    >
      {children}
    </Link>
  );
}
