'use client';

import { useSearchParams } from 'next/navigation';
import { DiffView } from '#components/diff/diff-view.tsx';
import type { Counts } from '#components/drift/class-looks.ts';
import { DifferenceTable } from '#components/drift/difference-table.tsx';
import { EvidenceLine } from '#components/drift/evidence-line.tsx';
import { Moment } from '#components/time/moment.tsx';
import { ToggleChip } from '#components/ui/chip.tsx';
import { Panel } from '#components/ui/panel.tsx';
import type { Certainty } from '#lib/contract/certainty.ts';
import { rulesPath } from '#lib/contract/paths.ts';
import type { ResourceDetail } from '#lib/contract/resource-detail.ts';
import { isAwaited } from '#lib/domain/drift/shown-severity.ts';
import { type ComparisonView, comparisonViews } from './comparison-views.ts';
import { pushParam } from './push-param.ts';
import { TextView } from './text-view.tsx';

interface Props {
  detail: ResourceDetail;
  /** Whether what differs may be said to differ now. */
  compared: Certainty;
}

/** Git, cluster and draft side by side: by field, as a diff, and each as it stands. */
export function ComparisonPanel({ detail, compared }: Props) {
  const views = comparisonViews(detail);
  const chosen = useSearchParams().get('view');
  const view = views.find(({ id }) => id === chosen) ?? views[0];
  return (
    <Panel
      title="Desired and actual"
      note={detail.removedAt === null && <LastProven compared={compared} />}
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
      foot={<EvidenceLine detail={detail} compared={compared} />}
    >
      {view === undefined ? (
        <p className="px-3.5 py-6 text-ink-2">Neither side has anything to show.</p>
      ) : (
        <Shown view={view} detail={detail} compared={compared} />
      )}
    </Panel>
  );
}

function LastProven({ compared }: Pick<Props, 'compared'>) {
  if (compared.level !== 'unknown') return null;
  return (
    <>
      unknown now
      {compared.provenAt !== null && (
        <>
          , as it was proven <Moment at={compared.provenAt} />
        </>
      )}
    </>
  );
}

/** What a real difference counts as now. */
function weightOf({ drift }: ResourceDetail, compared: Certainty): Counts {
  if (compared.level !== 'proven') return 'unknown';
  return drift !== null && isAwaited(drift) ? 'awaited' : 'drift';
}

function Shown({ view, detail, compared }: Props & { view: ComparisonView }) {
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
          counts={weightOf(detail, compared)}
          draft={detail.draft?.parses === true && !detail.draft.deletes}
        />
      );
    case 'sentence':
      return <p className="px-3.5 py-6 text-ink-2">{view.text}</p>;
    case 'diff':
      return <DiffView left={view.left} right={view.right} loud={view.loud} label={view.label} />;
    case 'text':
      return <TextView text={view.text} label={view.label} />;
    default:
      return view satisfies never;
  }
}
