'use client';

import { useSearchParams } from 'next/navigation';
import { DiffView } from '#components/diff/diff-view.tsx';
import { DifferenceTable } from '#components/drift/difference-table.tsx';
import { EvidenceLine } from '#components/drift/evidence-line.tsx';
import { ToggleChip } from '#components/ui/chip.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { rulesPath } from '#lib/contract/paths.ts';
import type { ResourceDetail } from '#lib/contract/resource-detail.ts';
import { type ComparisonView, comparisonViews } from './comparison-views.ts';
import { pushParam } from './push-param.ts';
import { TextView } from './text-view.tsx';

/** Git, cluster and draft side by side: by field, as a diff, and each as it stands. */
export function ComparisonPanel({ detail }: { detail: ResourceDetail }) {
  const views = comparisonViews(detail);
  const chosen = useSearchParams().get('view');
  const view = views.find(({ id }) => id === chosen) ?? views[0];
  return (
    <Panel
      title="Desired and actual"
      actions={
        <fieldset aria-label="View" className="flex flex-wrap gap-1.5">
          {views.map(({ id, word }) => (
            <ToggleChip
              key={id}
              pressed={id === view?.id}
              onClick={() => pushParam('view', id === 'fields' ? null : id)}
            >
              {word}
            </ToggleChip>
          ))}
        </fieldset>
      }
      footLeads
      foot={<EvidenceLine detail={detail} />}
    >
      {view === undefined ? (
        <p className="px-3.5 py-6 text-ink-2">Neither side has anything to show.</p>
      ) : (
        <Shown view={view} detail={detail} />
      )}
    </Panel>
  );
}

function Shown({ view, detail }: { view: ComparisonView; detail: ResourceDetail }) {
  const mayIgnore = detail.removedAt === null && detail.fabric.status !== 'decommissioned';
  switch (view.kind) {
    case 'fields':
      return (
        <DifferenceTable
          differences={detail.differences}
          draftChanges={detail.draftChanges}
          draftOwner={detail.draft?.owner ?? null}
          {...(mayIgnore && {
            ignoreHref: (row) =>
              rulesPath(detail.fabric.name, {
                kind: detail.kind,
                namePattern: detail.name,
                path: row.path,
                manager: row.writer?.manager ?? null,
              }),
          })}
          draft={detail.draft?.parses === true && !detail.draft.deletes}
        />
      );
    case 'sentence':
      return <p className="px-3.5 py-6 text-ink-2">{view.text}</p>;
    case 'diff':
      return <DiffView left={view.left} right={view.right} label={view.label} />;
    case 'text':
      return <TextView text={view.text} label={view.label} />;
    default:
      return view satisfies never;
  }
}
