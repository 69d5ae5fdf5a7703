import { certaintyOf } from './certainty.ts';
import type { ComparedKind } from './fabric-drift.ts';
import type { FabricSummary } from './fabric-summary.ts';

export interface ComparedNow {
  total: number;
  equal: number;
  /** They wait for one more reading of both sides. */
  suspected: number;
  uncompared: number;
  /** The oldest proof behind `equal`; null when nothing is proven. */
  provenAt: string | null;
}

/** How many resources may be said to be equal now: of a kind that is not proven current, none could be compared. */
export function comparedNow(
  kinds: readonly ComparedKind[],
  fabric: Pick<FabricSummary, 'git' | 'cluster' | 'kinds'>,
  now: number,
): ComparedNow {
  const sum: ComparedNow = { total: 0, equal: 0, suspected: 0, uncompared: 0, provenAt: null };
  const proofs: string[] = [];
  for (const { group, kind, total, equal, suspected, uncompared } of kinds) {
    const found = fabric.kinds.find((one) => one.group === group && one.kind === kind);
    const evidence = { git: fabric.git, cluster: fabric.cluster, kind: found?.reading ?? null };
    const certainty = certaintyOf('SYNCED', evidence, now);
    const proven = certainty.level === 'proven';
    sum.total += total;
    sum.equal += proven ? equal : 0;
    sum.suspected += proven ? suspected : 0;
    sum.uncompared += proven ? uncompared : total;
    if (certainty.level === 'proven' && equal > 0 && certainty.provenAt !== null)
      proofs.push(certainty.provenAt);
  }
  return { ...sum, provenAt: proofs.sort()[0] ?? null };
}
