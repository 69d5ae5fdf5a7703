import { classNames } from '#components/ui/class-names.ts';
import type { FabricSummary } from '#lib/contract/fabric-summary.ts';

type Sync = FabricSummary['sync'];

const LOOKS: Record<Sync, { word: string; text: string }> = {
  in_sync: { word: 'In sync', text: 'text-synced' },
  out_of_sync: { word: 'Out of sync', text: 'text-drifted' },
  syncing: { word: 'Deploying', text: 'text-pending' },
  error: { word: 'Sync failed', text: 'text-critical' },
  never_synced: { word: 'Never synced', text: 'text-unknown' },
  unknown: { word: 'Unknown', text: 'text-unknown' },
};

export function SyncBadge({ sync }: { sync: Sync }) {
  const { word, text } = LOOKS[sync];
  return (
    <span
      className={classNames(
        'tint inline-flex h-5 items-center whitespace-nowrap rounded-badge px-1.5 font-medium text-sm',
        text,
      )}
    >
      {word}
    </span>
  );
}
