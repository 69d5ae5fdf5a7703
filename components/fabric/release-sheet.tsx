'use client';

import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { FIELD } from '#components/ui/field.ts';
import { Mono } from '#components/ui/mono.tsx';
import { useAction } from '#components/ui/use-action.ts';
import { releaseHeldRevision } from '#lib/actions/fabric.ts';
import type { FabricSummary } from '#lib/contract/fabric-summary.ts';
import type { HeldRevision } from '#lib/contract/readings.ts';
import { heldReasonText } from '#lib/domain/lifecycle/breaker.ts';

interface Props {
  fabric: FabricSummary;
  held: HeldRevision;
  onClose: () => void;
}

/** What follows from letting a held revision's documents go, before it does. */
export function ReleaseSheet({ fabric: { id, name, git }, held, onClose }: Props) {
  const [typed, setTyped] = useState('');
  const release = useAction(releaseHeldRevision, () => `Taking on ${held.revision.slice(0, 7)}`);
  const run = async () => {
    const result = await release.run({ fabricId: id, set: held.set });
    if (result.ok) onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Let ${held.removed} documents go`}
      description={
        <>
          Takes on <Mono>{held.revision.slice(0, 7)}</Mono> of {git.branch}, though {heldReasonText(held)}.
          What the cluster still has of them becomes an orphan; what it lacks too is removed. Whatever deploys
          the fabric may delete the objects. Nothing is written to Git or to the cluster by this. To keep
          them, revert the commit instead.
        </>
      }
    >
      <label className="block px-3.5 pt-3 text-ink-2 text-sm">
        Type <span className="break-all font-mono text-ink">{name}</span> to let them go
        <input
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          className={`${FIELD} font-mono`}
        />
      </label>
      <div className="flex flex-wrap justify-end gap-2 p-3.5">
        <Button onClick={onClose}>Cancel</Button>
        <Button emphasis="danger" busy={release.busy} disabled={typed !== name} onClick={() => void run()}>
          Let {held.removed} documents go
        </Button>
      </div>
    </Dialog>
  );
}
