'use client';

import { StateBar, StateLegend } from '#components/lifecycle/state-bar.tsx';
import { MatchingCount } from '#components/resource/matching-count.tsx';
import { ResourceFilters } from '#components/resource/resource-filters.tsx';
import { ResourceTable } from '#components/resource/resource-table.tsx';
import { useResourceFilter } from '#components/resource/use-resource-filter.ts';
import { HiddenNote } from '#components/rule/hidden-note.tsx';
import { useNow } from '#components/time/clock.tsx';
import { Moment } from '#components/time/moment.tsx';
import type { FabricSummary } from '#lib/contract/fabric-summary.ts';
import { fabricPath } from '#lib/contract/paths.ts';
import { type ShownCounts, shownCounts } from '#lib/contract/shown-counts.ts';
import { type ShownDrift, shownDrift } from '#lib/contract/shown-drift.ts';
import { FabricFrame } from './fabric-frame.tsx';

/** One fabric: what its resources come to, and all of them in a table. */
export function FabricPage({ fabricId, name }: { fabricId: string; name: string }) {
  return (
    <FabricFrame fabricId={fabricId} name={name} tab="resources">
      {(fabric) => <Resources fabric={fabric} />}
    </FabricFrame>
  );
}

function Resources({ fabric }: { fabric: FabricSummary }) {
  const { filter, change, text } = useResourceFilter();
  const now = useNow(10);
  const shown = shownCounts(fabric, now);
  return (
    <>
      <StateBar counts={shown.counts} total={shown.total} />
      <div className="mt-1.5 mb-5 flex flex-wrap items-center gap-x-6 gap-y-1">
        <StateLegend
          counts={shown.counts}
          current={filter.states}
          href={(state) => fabricPath(fabric.name, { states: [state] })}
        />
        <p className="ml-auto text-ink-2 text-sm">
          <FactsLine fabric={fabric.name} shown={shown} drift={shownDrift(fabric, now)} />
        </p>
      </div>
      <div className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-2">
        <ResourceFilters fabric={fabric} filter={filter} onFilter={change} text={text} />
        <MatchingCount fabricId={fabric.id} filter={filter} total={shown.total} />
      </div>
      <div className="rounded-panel border border-line bg-panel">
        <ResourceTable fabric={fabric} filter={filter} onFilter={change} />
      </div>
    </>
  );
}

interface FactsProps {
  fabric: string;
  shown: ShownCounts;
  drift: ShownDrift;
}

/** What the resources come to; where some are unknown, when they were last proven instead of what they were. */
function FactsLine({ fabric, shown, drift }: FactsProps) {
  const { total, counts, lastProvenAt } = shown;
  const resources = `${total} ${total === 1 ? 'resource' : 'resources'}`;
  if (counts.UNKNOWN === total && total > 0) {
    return (
      <>
        {resources}
        {lastProvenAt === null ? (
          ', none proven yet'
        ) : (
          <>
            , last proven <Moment at={lastProvenAt} />
          </>
        )}
      </>
    );
  }
  const hidden = drift.hidden > 0 && (
    <>
      {' '}
      · <HiddenNote fabric={fabric} hidden={drift.hidden} />
    </>
  );
  const more = drift.unknown > 0 && `, ${drift.unknown} unknown`;
  if (drift.differences === 0) {
    return (
      <>
        {resources} · no difference{drift.unknown > 0 && ' known'}
        {more}
        {hidden}
      </>
    );
  }
  return (
    <>
      {resources} · {drift.differences} {drift.differences === 1 ? 'difference' : 'differences'} in{' '}
      {drift.resources}
      {more}
      {hidden}
    </>
  );
}
