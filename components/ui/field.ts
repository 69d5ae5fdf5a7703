/** The looks of an input or a select under its label. */
export const FIELD =
  'mt-1 block h-[30px] w-full rounded-control border border-line-strong bg-panel px-2 text-ink max-md:h-11';
