import { classNames } from './class-names.ts';

/** A line of the page's own shape while it is read. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={classNames('skeleton h-3', className)} />;
}
