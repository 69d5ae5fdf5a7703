import type { FabricSummary } from '#lib/contract/fabric-summary.ts';
import { shownDrift } from '#lib/contract/shown-drift.ts';
import { SEVERITIES } from '#lib/domain/lifecycle/states.ts';

const SYNC_RANK: Record<FabricSummary['sync'], number> = {
  error: 0,
  unknown: 1,
  out_of_sync: 2,
  never_synced: 3,
  syncing: 4,
  in_sync: 5,
};

/** True when somebody has to do something about the fabric. */
export function needsSomebody({ sync }: Pick<FabricSummary, 'sync'>): boolean {
  return sync === 'error' || sync === 'unknown' || sync === 'out_of_sync';
}

type Ranked = Pick<FabricSummary, 'sync' | 'git' | 'cluster' | 'kinds' | 'name'>;

/** Most urgent first: proven critical drift before everything, then what cannot be read, then the rest. */
export function byUrgency(now: number): (a: Ranked, b: Ranked) => number {
  const worst = (fabric: Ranked) => {
    const shown = shownDrift(fabric, now).worst;
    return shown === 'unknown' ? -1 : SEVERITIES.indexOf(shown);
  };
  const critical = SEVERITIES.indexOf('critical');
  return (a, b) => {
    const [left, right] = [worst(a), worst(b)];
    const proven = Number(right === critical) - Number(left === critical);
    if (proven !== 0) return proven;
    const sync = SYNC_RANK[a.sync] - SYNC_RANK[b.sync];
    if (sync !== 0) return sync;
    return right - left || (a.name < b.name ? -1 : 1);
  };
}
