'use client';

import { Plus, RefreshCw, ScanSearch } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { useAction } from '#components/ui/use-action.ts';
import { checkDrift, syncNow } from '#lib/actions/fabric.ts';
import type { FabricSummary } from '#lib/contract/fabric-summary.ts';

const NewResourceSheet = dynamic(() =>
  import('#components/resource/new-resource-sheet.tsx').then((module) => module.NewResourceSheet),
);

/** What can be asked of a whole fabric. */
export function FabricActions({ fabric }: { fabric: FabricSummary }) {
  const sync = useAction(syncNow, () => `Reading Git and the cluster of ${fabric.name}`);
  const check = useAction(checkDrift, () => `Comparing every resource of ${fabric.name}`);
  const [creating, setCreating] = useState(false);
  if (fabric.status === 'decommissioned') return null;
  return (
    <>
      <Button icon={RefreshCw} busy={sync.busy} onClick={() => sync.run({ fabricId: fabric.id })}>
        Sync now
      </Button>
      <Button icon={ScanSearch} busy={check.busy} onClick={() => check.run({ fabricId: fabric.id })}>
        Check drift
      </Button>
      {fabric.sandbox && (
        <Button icon={Plus} onClick={() => setCreating(true)}>
          New resource…
        </Button>
      )}
      {creating && <NewResourceSheet fabric={fabric} onClose={() => setCreating(false)} />}
    </>
  );
}
