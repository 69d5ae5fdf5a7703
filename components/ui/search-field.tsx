'use client';

import { Search, X } from 'lucide-react';
import type { Ref } from 'react';
import { classNames } from './class-names.ts';
import { Kbd } from './kbd.tsx';

interface Props {
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** The key that jumps here. */
  shortcut?: string;
  className?: string;
  ref?: Ref<HTMLInputElement>;
}

export function SearchField({ label, value, onChange, shortcut, className, ref }: Props) {
  return (
    <div
      className={classNames(
        'flex h-[30px] items-center gap-2 rounded-control border border-line bg-panel px-2 focus-within:outline-2 focus-within:outline-accent max-md:h-11',
        className,
      )}
    >
      <Search aria-hidden size={13} className="shrink-0 text-ink-3" />
      <input
        ref={ref}
        type="search"
        aria-label={label}
        placeholder={label}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          if (value === '') event.currentTarget.blur();
          else onChange('');
        }}
        className="min-w-0 flex-1 bg-transparent outline-none placeholder:text-ink-3 [&::-webkit-search-cancel-button]:hidden"
      />
      {value !== '' ? (
        <button
          type="button"
          aria-label="Clear"
          onClick={() => onChange('')}
          className="rounded-badge text-ink-3"
        >
          <X aria-hidden size={13} />
        </button>
      ) : (
        shortcut && <Kbd>{shortcut}</Kbd>
      )}
    </div>
  );
}
