'use client';

import dynamic from 'next/dynamic';
import { useSearchParams } from 'next/navigation';
import { type ReactNode, useRef, useState } from 'react';
import { SeverityMark } from '#components/drift/severity-mark.tsx';
import { Page } from '#components/layout/page.tsx';
import { useHotkeys } from '#components/layout/use-hotkeys.ts';
import { StateBadge } from '#components/lifecycle/state-badge.tsx';
import { HiddenNote } from '#components/rule/hidden-note.tsx';
import { useNow } from '#components/time/clock.tsx';
import { BreakableText } from '#components/ui/breakable-text.tsx';
import { Chip } from '#components/ui/chip.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { certaintyOf, driftCertainty } from '#lib/contract/certainty.ts';
import type { ResourceDetail, ResourceVerb } from '#lib/contract/resource-detail.ts';
import { isAwaited, shownSeverity } from '#lib/domain/drift/shown-severity.ts';
import { ActionBar, NotNow } from './action-bar.tsx';
import { ApplyingPanel } from './applying-panel.tsx';
import { ComparisonPanel } from './comparison-panel.tsx';
import type { Flushed } from './draft-saver.ts';
import { FindingsPanel } from './findings-panel.tsx';
import { HeldNotice } from './held-notice.tsx';
import { OperationLine } from './operation-line.tsx';
import { pushParam } from './push-param.ts';
import { Verdict } from './verdict.tsx';

const DraftEditor = dynamic(() => import('./draft-editor.tsx').then((module) => module.DraftEditor), {
  loading: () => <Skeleton className="h-80 w-full rounded-panel" />,
});
const VerbSheet = dynamic(() => import('./verb-sheet.tsx').then((module) => module.VerbSheet));

interface Props {
  detail: ResourceDetail;
  timeline: ReactNode;
}

const setEditing = (editing: boolean) => pushParam('edit', editing ? '' : null);

export function ResourceView({ detail, timeline }: Props) {
  const [sheet, setSheet] = useState<ResourceVerb | null>(null);
  const mayEdit = detail.actions.some(({ verb, available }) => verb === 'edit' && available);
  const editing = useSearchParams().has('edit') && mayEdit;
  const flush = useRef<(() => Promise<Flushed>) | null>(null);
  const onVerb = async (verb: ResourceVerb) => {
    if (verb === 'edit') return setEditing(true);
    // What was typed last belongs to what is committed, and must not come back after a discard.
    const flushed = (await flush.current?.()) ?? 'saved';
    // A text that is not taken can still be thrown away; nothing else may go by the text before it.
    if (flushed === 'contested' || (flushed === 'refused' && verb !== 'discard')) return;
    setSheet(verb);
  };
  const onSheetClose = (done: boolean) => {
    setSheet(null);
    if (done && editing) setEditing(false);
  };
  useHotkeys({ e: () => mayEdit && !editing && setEditing(true) });
  const actions = editing ? detail.actions.filter(({ verb }) => verb !== 'edit') : detail.actions;
  const { compared } = useCertainty(detail);
  // It predicts a failure, so it comes before what differs now.
  const refused = detail.opinion?.outcome === 'refused';
  return (
    <Page
      title={<Title detail={detail} />}
      actions={<ActionBar actions={actions} onVerb={(verb) => void onVerb(verb)} />}
    >
      <VerdictLine detail={detail} />
      <HeldNotice detail={detail} compared={compared} />
      <OperationLine operation={detail.operation} />
      {detail.removedAt === null && <NotNow actions={detail.actions} />}
      {editing ? (
        <DraftEditor detail={detail} flushRef={flush} onClose={() => setEditing(false)} />
      ) : (
        <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_340px]">
          <div className="min-w-0 space-y-4">
            <FindingsPanel detail={detail} />
            {refused && <ApplyingPanel detail={detail} />}
            <ComparisonPanel detail={detail} compared={compared} />
            {!refused && <ApplyingPanel detail={detail} />}
          </div>
          {timeline}
        </div>
      )}
      {sheet !== null && <VerbSheet verb={sheet} detail={detail} onClose={onSheetClose} />}
    </Page>
  );
}

function useCertainty({ state, git, cluster, kindReading, desired }: ResourceDetail) {
  const now = useNow(10);
  const evidence = { git, cluster, kind: kindReading, stale: desired?.stale ?? null };
  return { certainty: certaintyOf(state, evidence, now), compared: driftCertainty(evidence, now) };
}

function Title({ detail }: { detail: ResourceDetail }) {
  const { name, namespace, kind, state, drift, desired, actual, removedAt } = detail;
  const { certainty, compared } = useCertainty(detail);
  const severity = compared.level === 'proven' ? drift && shownSeverity(drift) : 'unknown';
  const awaited = compared.level === 'proven' && drift !== null && isAwaited(drift);
  const apiVersion = actual?.apiVersion ?? desired?.apiVersion ?? detail.group;
  return (
    <span className="flex flex-wrap items-center gap-x-2.5 gap-y-1.5 font-normal text-base">
      <span className="wrap-anywhere min-w-0 font-mono font-semibold text-title">
        <BreakableText text={name} />
      </span>
      <CopyButton text={name} what="the name" />
      {removedAt === null ? <StateBadge state={state} certainty={certainty} /> : <Chip>Removed</Chip>}
      {removedAt === null && severity !== null && severity !== 'none' && <SeverityMark severity={severity} />}
      {removedAt === null && awaited && <Chip>Awaited</Chip>}
      {removedAt === null && detail.driftHistory.flapping !== null && <Chip>Flapping</Chip>}
      <Chip>
        {kind} · {apiVersion}
      </Chip>
      {namespace !== '' && namespace !== 'default' && <Chip>namespace {namespace}</Chip>}
    </span>
  );
}

function VerdictLine({ detail }: { detail: ResourceDetail }) {
  const { certainty, compared } = useCertainty(detail);
  return (
    <p aria-live="polite" className="-mt-2 mb-4 max-w-[100ch] break-words text-ink-2">
      <Verdict detail={detail} certainty={certainty} compared={compared} />
      {detail.removedAt === null &&
        compared.level === 'proven' &&
        detail.drift !== null &&
        detail.drift.hidden > 0 && (
          <>
            {' '}
            <HiddenNote fabric={detail.fabric.name} hidden={detail.drift.hidden} />
          </>
        )}
    </p>
  );
}
