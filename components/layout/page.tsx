import type { ReactNode } from 'react';

interface Props {
  title: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

/** The body of a page under the top bar. */
export function Page({ title, actions, children }: Props) {
  return (
    <main id="page" tabIndex={-1} className="mx-auto max-w-[1480px] px-3 pt-5 pb-10 outline-none md:px-5">
      <div className="mb-4 flex flex-wrap items-center gap-x-3 gap-y-2">
        <h1 className="min-w-0 font-semibold text-title">{title}</h1>
        {actions && <div className="ml-auto flex flex-wrap items-center gap-2">{actions}</div>}
      </div>
      {children}
    </main>
  );
}
