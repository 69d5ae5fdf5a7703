'use client';

import dynamic from 'next/dynamic';
import { type ReactNode, Suspense, useState } from 'react';
import { ChecklistButton } from './checklist-button.tsx';

export interface ChecklistOption {
  value: string;
  label: ReactNode;
  count?: number;
}

export interface ChecklistProps {
  label: string;
  options: readonly ChecklistOption[];
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
}

const ChecklistPopover = dynamic(() =>
  import('./checklist-popover.tsx').then((module) => module.ChecklistPopover),
);

/** A filter over a handful of values: a button that opens a list of boxes to tick. */
export function Checklist(props: ChecklistProps) {
  const [wanted, setWanted] = useState(false);
  const button = (
    <ChecklistButton
      label={props.label}
      chosen={props.chosen.length}
      aria-haspopup="dialog"
      aria-expanded={false}
      onClick={() => setWanted(true)}
    />
  );
  if (!wanted) return button;
  return (
    <Suspense fallback={button}>
      <ChecklistPopover {...props} />
    </Suspense>
  );
}
