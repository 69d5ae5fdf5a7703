'use client';

import { Popover } from 'radix-ui';
import type { ChecklistProps } from './checklist.tsx';
import { ChecklistButton } from './checklist-button.tsx';

/** The open part of a checklist; fetched when the first is opened. */
export function ChecklistPopover({ label, options, chosen, onChange }: ChecklistProps) {
  const toggle = (value: string) =>
    onChange(chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value]);
  return (
    <Popover.Root defaultOpen>
      <Popover.Trigger asChild>
        <ChecklistButton label={label} chosen={chosen.length} />
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
