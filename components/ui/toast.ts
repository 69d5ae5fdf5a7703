'use client';

/** Says what was done or why not; the part that shows it is fetched with the first word. */
export function say(text: string, problem?: string): void {
  void import('sonner').then(({ toast }) => {
    if (problem === undefined) toast(text);
    else toast.error(text, { description: problem, duration: 12_000 });
  });
}
