/** What a cell is of, where a phone shows a row as lines and hides the head of the table. */
export function CellLabel({ children }: { children: string }) {
  return <span className="w-14 shrink-0 font-sans text-ink-3 text-sm md:hidden">{children}</span>;
}
