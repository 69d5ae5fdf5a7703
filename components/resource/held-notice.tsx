import { TriangleAlert } from 'lucide-react';
import Link from 'next/link';
import { Mono } from '#components/ui/mono.tsx';
import type { Certainty } from '#lib/contract/certainty.ts';
import { fabricPath } from '#lib/contract/paths.ts';
import type { ResourceDetail } from '#lib/contract/resource-detail.ts';

interface Props {
  detail: ResourceDetail;
  /** Whether how it differs may be said now. */
  compared: Certainty;
}

/** That what Git wants of the resource is of a revision before, because a newer one waits for somebody; and what that makes unknown. */
export function HeldNotice({ detail: { git, fabric, removedAt }, compared }: Props) {
  const { held, revision } = git;
  if (held === null || removedAt !== null) return null;
  return (
    <p className="-mt-2 mb-4 flex items-start gap-2 text-ink-2">
      <TriangleAlert aria-hidden size={14} className="mt-0.5 shrink-0 text-pending" />
      <span className="min-w-0">
        Kept from <Mono>{revision?.slice(0, 7) ?? 'before'}</Mono>; <Mono>{held.revision.slice(0, 7)}</Mono>{' '}
        is held, because it {held.reason} of the fabric.{' '}
        {compared.level !== 'proven' &&
          'What Git wants now is in a revision that nobody has taken on, so whether it differs, and how badly, stays unknown until that revision is let go or Git moves on. '}
        <Link href={fabricPath(fabric.name)} className="underline underline-offset-2">
          See the fabric
        </Link>
      </span>
    </p>
  );
}
