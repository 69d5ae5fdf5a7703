'use client';

import { ChevronDown } from 'lucide-react';
import { Popover } from 'radix-ui';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

export interface ChecklistOption {
  value: string;
  label: ReactNode;
  count?: number;
}

interface Props {
  label: string;
  options: readonly ChecklistOption[];
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
}

/** A filter over a handful of values: a button that opens a list of boxes to tick. */
export function Checklist({ label, options, chosen, onChange }: Props) {
  const toggle = (value: string) =>
    onChange(chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value]);
  return (
    <Popover.Root>
      <Popover.Trigger
        className={classNames(
          'inline-flex h-6 items-center gap-1 whitespace-nowrap rounded-control border px-2 text-sm max-md:h-9 max-md:px-3',
          chosen.length > 0
            ? 'border-line-strong bg-sunk text-ink'
            : 'border-line bg-panel text-ink-2 hover:border-line-strong hover:text-ink',
        )}
      >
        {label}
        {chosen.length > 0 && <span className="font-semibold">{chosen.length}</span>}
        <ChevronDown aria-hidden size={12} className="text-ink-3" />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="start"
          sideOffset={4}
          aria-label={`Filter by ${label.toLowerCase()}`}
          className="panel-in z-50 max-h-[min(380px,70vh)] w-60 overflow-y-auto rounded-panel border border-line-strong bg-panel p-1"
        >
          {options.map((option) => (
            <label
              key={option.value}
              className="flex h-[30px] cursor-pointer items-center gap-2 rounded-control px-2 hover:bg-sunk max-md:h-11"
            >
              <input
                type="checkbox"
                checked={chosen.includes(option.value)}
                onChange={() => toggle(option.value)}
                className="size-3.5 shrink-0 accent-(--accent)"
              />
              <span className="min-w-0 flex-1 truncate">{option.label}</span>
              {option.count !== undefined && <span className="text-ink-3">{option.count}</span>}
            </label>
          ))}
          {options.length === 0 && <p className="px-2 py-1.5 text-ink-2">Nothing to choose from.</p>}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
