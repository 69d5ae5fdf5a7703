import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

interface Props {
  title?: string;
  note?: ReactNode;
  actions?: ReactNode;
  foot?: ReactNode;
  /** On a phone the foot comes before what it stands under. */
  footLeads?: boolean;
  className?: string;
  children: ReactNode;
}

/** A hairline around one subject; never inside another. */
export function Panel({ title, note, actions, foot, footLeads = false, className, children }: Props) {
  return (
    <section
      aria-label={title}
      className={classNames('flex min-w-0 flex-col rounded-panel border border-line bg-panel', className)}
    >
      {title !== undefined && (
        <header className="flex min-h-[42px] flex-wrap items-center gap-x-3 gap-y-1 border-line border-b px-3.5 py-1.5">
          <h2 className="font-semibold">{title}</h2>
          {note && <div className="text-ink-2 text-sm">{note}</div>}
          {actions && <div className="ml-auto flex flex-wrap items-center gap-2">{actions}</div>}
        </header>
      )}
      <div className={footLeads ? 'min-w-0 max-md:order-last' : 'min-w-0'}>{children}</div>
      {foot && (
        <footer
          className={classNames(
            'border-line border-t px-3.5 py-2 text-ink-2 text-sm',
            footLeads && 'max-md:border-t-0 max-md:border-b',
          )}
        >
          {foot}
        </footer>
      )}
    </section>
  );
}
