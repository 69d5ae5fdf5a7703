import { hiddenText } from '#components/rule/rule-words.ts';
import { STALE_REASONS } from '#lib/contract/certainty.ts';
import type { ResourceRow } from '#lib/contract/resource-row.ts';
import { isAwaited } from '#lib/domain/drift/shown-severity.ts';

type Facts = Pick<
  ResourceRow,
  'state' | 'differs' | 'hidden' | 'draftOwner' | 'desiredStale' | 'driftStatus' | 'driftOnset'
>;

function driftText({ differs, driftStatus, driftOnset }: Facts): string | null {
  if (differs === null) return null;
  const text = differs.more > 0 ? `${differs.first} and ${differs.more} more` : differs.first;
  // What waits for its creation or deletion says so itself.
  const waits = driftStatus === 'spec_drift' && isAwaited({ status: driftStatus, onset: driftOnset });
  return waits ? `awaited: ${text}` : text;
}

/** What is to be said of a resource in one line, and how much of what differs does not count; null when nothing is. */
export function differsText(row: Facts): string | null {
  const text = stateText(row);
  if (row.hidden === 0 || row.state === null) return text;
  return text === null ? hiddenText(row.hidden) : `${hiddenText(row.hidden)}; ${text}`;
}

function stateText(row: Facts): string | null {
  if (row.desiredStale !== null) return STALE_REASONS[row.desiredStale];
  const drift = driftText(row);
  switch (row.state) {
    case null:
      return 'not read yet';
    case 'DRAFT': {
      const draft = row.draftOwner === null ? 'draft' : `draft by ${row.draftOwner}`;
      return drift === null || row.driftStatus === 'creation_pending' ? draft : `${draft}; ${drift}`;
    }
    case 'COMMITTED':
      return 'waits for the next Git sync';
    case 'PENDING':
      return drift ?? 'to be deployed';
    case 'ORPHANED':
      return drift ?? 'in the cluster, not in Git';
    case 'DRIFTED':
      return drift ?? 'differs from Git';
    case 'SYNCED':
      return null;
    default:
      return row.state satisfies never;
  }
}
