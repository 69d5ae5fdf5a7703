'use client';

import { ArrowDown, ArrowUp } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from '#components/ui/class-names.ts';
import type { ResourceFilter, ResourceSort } from '#lib/contract/resource-filter.ts';
import { nextSort } from './next-sort.ts';

interface Props {
  sort: ResourceSort;
  filter: ResourceFilter;
  onSort: (part: Pick<ResourceFilter, 'sort' | 'descending'>) => void;
  className?: string;
  children: ReactNode;
}

export function SortHeader({ sort, filter, onSort, className, children }: Props) {
  const active = filter.sort === sort;
  const Icon = filter.descending ? ArrowDown : ArrowUp;
  return (
    <th
      scope="col"
      aria-sort={active ? (filter.descending ? 'descending' : 'ascending') : 'none'}
      className={classNames('px-2.5 text-left font-normal text-ink-2 text-sm', className)}
    >
      <button
        type="button"
        onClick={() => onSort(nextSort(filter, sort))}
        className={classNames(
          '-mx-1 inline-flex items-center gap-1 rounded-badge px-1 hover:text-ink',
          active && 'text-ink',
        )}
      >
        {children}
        {active && <Icon aria-hidden size={12} />}
      </button>
    </th>
  );
}
