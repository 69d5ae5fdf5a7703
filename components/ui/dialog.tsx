'use client';

import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { IconButton } from './icon-button.tsx';

interface Props {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description?: ReactNode;
  /** `side` is a sheet at the left edge; `center` a panel over the page. */
  place?: 'center' | 'side';
  wide?: boolean;
  children: ReactNode;
}

const PLACES = {
  center:
    'inset-x-3 top-[12vh] mx-auto max-h-[76vh] max-w-[520px] rounded-panel border border-line-strong data-[wide=true]:max-w-[860px]',
  side: 'inset-y-0 left-0 w-[272px] border-line-strong border-r',
};

/** A panel over the page that traps focus and gives it back. */
export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  place = 'center',
  wide = false,
  children,
}: Props) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-[rgb(0_0_0/0.32)]" />
        <Radix.Content
          data-wide={wide}
          {...(description === undefined && { 'aria-describedby': undefined })}
          className={classNames('panel-in fixed z-50 flex flex-col overflow-hidden bg-panel', PLACES[place])}
        >
          <div className="flex shrink-0 items-center gap-3 border-line border-b py-2 pr-2 pl-3.5">
            <Radix.Title className="font-semibold">{title}</Radix.Title>
            <Radix.Close asChild>
              <IconButton icon={X} label="Close" className="ml-auto" />
            </Radix.Close>
          </div>
          <div className="min-h-0 overflow-y-auto">
            {description !== undefined && (
              <Radix.Description asChild>
                <div className="px-3.5 pt-3 text-ink-2">{description}</div>
              </Radix.Description>
            )}
            {children}
          </div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
