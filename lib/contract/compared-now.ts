import { driftCertainty } from './certainty.ts';
import type { KeptClass } from './drift-filter.ts';
import type { ComparedKind } from './fabric-drift.ts';
import type { FabricSummary } from './fabric-summary.ts';

export interface ComparedNow {
  total: number;
  equal: number;
  /** They wait for one more reading of both sides. */
  suspected: number;
  uncompared: number;
  /** The differences of what could be compared. */
  counts: Record<KeptClass, number>;
  /** The oldest proof behind `equal`; null when nothing is proven. */
  provenAt: string | null;
}

/** What comparing came to and may be said now: of a kind that is not proven current, none could be compared. */
export function comparedNow(
  kinds: readonly ComparedKind[],
  fabric: Pick<FabricSummary, 'git' | 'cluster' | 'kinds'>,
  now: number,
): ComparedNow {
  const sum = { total: 0, equal: 0, suspected: 0, uncompared: 0 };
  const counts = { real: 0, dropped: 0, ignored: 0 };
  const proofs: string[] = [];
  for (const of of kinds) {
    const found = fabric.kinds.find((one) => one.group === of.group && one.kind === of.kind);
    const evidence = { git: fabric.git, cluster: fabric.cluster, kind: found?.reading ?? null };
    const certainty = driftCertainty(evidence, now);
    sum.total += of.total;
    if (certainty.level !== 'proven') {
      sum.uncompared += of.total;
      continue;
    }
    sum.equal += of.equal;
    sum.suspected += of.suspected;
    sum.uncompared += of.uncompared;
    counts.real += of.counts.real;
    counts.dropped += of.counts.dropped;
    counts.ignored += of.counts.ignored;
    if (of.equal > 0 && certainty.provenAt !== null) proofs.push(certainty.provenAt);
  }
  return { ...sum, counts, provenAt: proofs.sort()[0] ?? null };
}
