import { SEVERITIES, type Severity } from '../domain/lifecycle/states.ts';
import { driftCertainty } from './certainty.ts';
import type { FabricSummary } from './fabric-summary.ts';

/** What may be said now of how a fabric differs. */
export interface ShownDrift {
  differences: number;
  /** The resources that have them. */
  resources: number;
  /** Fields that ignore rules hide. */
  hidden: number;
  /** Of what is proven; `unknown` where nothing proven is bad and not everything is proven. */
  worst: Severity | 'unknown';
  /** Resources of which nothing can be said now, out of how many. */
  unknown: number;
  total: number;
}

/** Sums what is proven now; of a kind that is not, every resource is unknown, however it was last. */
export function shownDrift(
  { git, cluster, kinds }: Pick<FabricSummary, 'git' | 'cluster' | 'kinds'>,
  now: number,
): ShownDrift {
  const sum = { differences: 0, resources: 0, hidden: 0, unknown: 0, total: 0 };
  let worst = 0;
  for (const { reading, counts, drift } of kinds) {
    const total = Object.values(counts).reduce((all, count) => all + count, 0);
    const proven = driftCertainty({ git, cluster, kind: reading }, now).level === 'proven';
    sum.total += total;
    sum.unknown += proven ? drift.uncompared : total;
    if (!proven) continue;
    sum.differences += drift.differences;
    sum.resources += drift.resources;
    sum.hidden += drift.hidden;
    worst = Math.max(worst, SEVERITIES.indexOf(drift.worst));
  }
  return { ...sum, worst: worst === 0 && sum.unknown > 0 ? 'unknown' : (SEVERITIES[worst] ?? 'none') };
}
