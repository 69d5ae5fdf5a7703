'use client';

import { RefreshCw, ScanSearch } from 'lucide-react';
import { Button } from '#components/ui/button.tsx';
import { useAction } from '#components/ui/use-action.ts';
import { checkDrift, syncNow } from '#lib/actions/fabric.ts';
import type { FabricSummary } from '#lib/contract/fabric-summary.ts';

/** What can be asked of a whole fabric. Both only read the world. */
export function FabricActions({ fabric }: { fabric: FabricSummary }) {
  const sync = useAction(syncNow, () => `Reading Git and the cluster of ${fabric.name}`);
  const check = useAction(checkDrift, () => `Comparing every resource of ${fabric.name}`);
  if (fabric.status === 'decommissioned') return null;
  return (
    <>
      <Button icon={RefreshCw} busy={sync.busy} onClick={() => sync.run({ fabricId: fabric.id })}>
        Sync now
      </Button>
      <Button icon={ScanSearch} busy={check.busy} onClick={() => check.run({ fabricId: fabric.id })}>
        Check drift
      </Button>
    </>
  );
}
