import type { FabricSummary } from '#lib/contract/fabric-summary.ts';
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

const severity = ({ drift }: Pick<FabricSummary, 'drift'>) => SEVERITIES.indexOf(drift.worst);

type Ranked = Pick<FabricSummary, 'sync' | 'drift' | 'name'>;

/** Most urgent first: proven critical drift before everything, then what cannot be read, then the rest. */
export function byUrgency(a: Ranked, b: Ranked): number {
  const critical = Number(b.drift.worst === 'critical') - Number(a.drift.worst === 'critical');
  if (critical !== 0) return critical;
  const sync = SYNC_RANK[a.sync] - SYNC_RANK[b.sync];
  if (sync !== 0) return sync;
  return severity(b) - severity(a) || (a.name < b.name ? -1 : 1);
}
