'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { FIELD } from '#components/ui/field.ts';
import { useAction } from '#components/ui/use-action.ts';
import { saveDraftText } from '#lib/actions/draft.ts';
import type { FabricSummary } from '#lib/contract/fabric-summary.ts';
import { resourcePath } from '#lib/contract/paths.ts';
import { creatableKinds, skeletonOf } from './skeleton-of.ts';

interface Props {
  fabric: FabricSummary;
  onClose: () => void;
}

/** Begins a resource as a draft of a few lines, and goes to its editor. */
export function NewResourceSheet({ fabric, onClose }: Props) {
  const router = useRouter();
  const kinds = creatableKinds(fabric);
  const [chosen, choose] = useState(0);
  const [namespace, setNamespace] = useState('default');
  const [name, setName] = useState('');
  const create = useAction(saveDraftText, () => null);
  const kind = kinds[chosen];
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (kind === undefined) return;
    const identity = { group: kind.group, kind: kind.kind, namespace, name };
    const text = skeletonOf(kind, namespace, name);
    const result = await create.run({ fabricId: fabric.id, ...identity, text, create: true, standsOn: null });
    if (result.ok) router.push(`${resourcePath(fabric.name, identity)}?edit`);
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`New resource in ${fabric.name}`}
      description="It begins as a draft. Nothing is in Git before the draft is committed."
    >
      <form onSubmit={(event) => void submit(event)} className="space-y-3 p-3.5">
        <label className="block text-ink-2 text-sm">
          Kind
          <select value={chosen} onChange={(event) => choose(Number(event.target.value))} className={FIELD}>
            {kinds.map(({ group, kind: word }, index) => (
              <option key={`${group}/${word}`} value={index}>
                {word} · {group}
              </option>
            ))}
          </select>
        </label>
        <NameField label="Namespace" value={namespace} onChange={setNamespace} />
        <NameField label="Name" value={name} onChange={setName} />
        <div className="flex justify-end gap-2 pt-1">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" emphasis="primary" busy={create.busy} disabled={kind === undefined}>
            Create the draft
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

interface NameProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
}

function NameField({ label, value, onChange }: NameProps) {
  return (
    <label className="block text-ink-2 text-sm">
      {label}
      <input
        required
        value={value}
        onChange={(event) => onChange(event.target.value)}
        pattern="[a-z0-9]([\-a-z0-9.]*[a-z0-9])?"
        maxLength={253}
        title="Lower-case letters, digits, dashes and dots; a letter or digit at both ends"
        autoComplete="off"
        spellCheck={false}
        className={`${FIELD} font-mono`}
      />
    </label>
  );
}
