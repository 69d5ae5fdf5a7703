'use client';

import type { ReactNode } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import type { ResourceDetail, ResourceVerb } from '#lib/contract/resource-detail.ts';
import { goneText } from './gone-text.ts';

interface Props {
  verb: ResourceVerb;
  detail: ResourceDetail;
  title: string;
  description: ReactNode;
  wide?: boolean;
  /** It is being performed: what is gone now is gone by this. */
  busy: boolean;
  onClose: (done: boolean) => void;
  children?: ReactNode;
  /** The button carries the verb; cancelling comes first, so that it has the focus. */
  button: ReactNode;
}

/** The frame of what will happen, before it does; what became impossible while it was open says so instead. */
export function PlanSheet(props: Props) {
  const { verb, detail, title, description, wide = false, busy, onClose, children, button } = props;
  const gone = busy ? null : goneText(verb, detail);
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose(false)}
      title={title}
      description={gone === null ? description : <span role="status">{gone}</span>}
      wide={wide && gone === null}
    >
      {gone === null && children}
      <div className="flex flex-wrap justify-end gap-2 p-3.5">
        <Button onClick={() => onClose(false)}>{gone === null ? 'Cancel' : 'Close'}</Button>
        {gone === null && button}
      </div>
    </Dialog>
  );
}
