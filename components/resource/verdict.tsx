'use client';

import type { ReactNode } from 'react';
import { DifferenceText } from '#components/drift/difference-text.tsx';
import { STATE_LOOKS } from '#components/lifecycle/state-looks.ts';
import { ageText, ageWords } from '#components/time/age-text.ts';
import { useNow } from '#components/time/clock.tsx';
import { Moment } from '#components/time/moment.tsx';
import { Mono } from '#components/ui/mono.tsx';
import type { Certainty } from '#lib/contract/certainty.ts';
import type { ResourceDetail } from '#lib/contract/resource-detail.ts';

interface Props {
  detail: ResourceDetail;
  certainty: Certainty;
  /** Whether how it differs may be said now. */
  compared: Certainty;
}

/** One sentence: which state, since when, by whom, what; or that it cannot be known now, and why. */
export function Verdict({ detail, certainty, compared }: Props) {
  if (detail.removedAt !== null) {
    return (
      <>
        Removed <Moment at={detail.removedAt} />: gone from Git and from the cluster. Its history stays
        readable.
      </>
    );
  }
  if (certainty.level === 'unread') return <>Not read yet: {certainty.reason}.</>;
  if (certainty.level === 'unknown') {
    return (
      <>
        Unknown: {certainty.reason}. Last proven{' '}
        {detail.state === null ? '' : STATE_LOOKS[detail.state].word.toLowerCase()}
        {certainty.provenAt !== null && (
          <>
            {' '}
            at <Moment at={certainty.provenAt} />
          </>
        )}
        .
      </>
    );
  }
  return (
    <>
      {detail.state === 'DRAFT' ? (
        <DraftVerdict detail={detail} compared={compared} />
      ) : (
        <>
          <For detail={detail} />
          {what(detail)}
        </>
      )}
      <Flapping of={detail.driftHistory.flapping} />
    </>
  );
}

/** "It flaps: drifted 5 times in 3 h, last 14:02; calm again if it stays quiet until 15:02." */
function Flapping({ of }: { of: ResourceDetail['driftHistory']['flapping'] }) {
  if (of === null) return null;
  const { times, first, last, until } = of;
  return (
    <>
      {' '}
      It flaps: drifted {times} times in {ageText((Date.parse(last) - Date.parse(first)) / 1000)}, last{' '}
      <Moment at={last} show="time" />; calm again if it stays quiet until <Moment at={until} show="time" />.
    </>
  );
}

/** "Drifted for 9 minutes, since 14:02:11: " */
function For({ detail: { state, since } }: { detail: ResourceDetail }) {
  const now = useNow(10);
  if (state === null) return null;
  const { word } = STATE_LOOKS[state];
  if (since === null) return <>{word}: </>;
  return (
    <>
      {word} for {ageWords((now - Date.parse(since)) / 1000)}, since <Moment at={since} show="time" seconds />
      :{' '}
    </>
  );
}

const waiting = (drift: ResourceDetail['drift']) =>
  drift?.status === 'creation_pending' ? 'in Git, not in the cluster yet.' : 'in Git, not deployed yet.';

function what(detail: ResourceDetail): ReactNode {
  const { state, drift, reason, deployment } = detail;
  switch (state) {
    case 'DRIFTED':
      return <Drift drift={drift} />;
    case 'ORPHANED':
      if (drift?.status === 'deletion_pending') return <>Git dropped it; its deletion is expected.</>;
      return drift?.writer == null ? (
        <>in the cluster, not in Git.</>
      ) : (
        <>
          in the cluster, not in Git; made by <Mono>{drift.writer}</Mono>.
        </>
      );
    case 'PENDING':
      return deployment?.outcome === 'failed' ? (
        <>its deployment failed: {deployment.message ?? 'the cluster refused it'}.</>
      ) : (
        waiting(drift)
      );
    case 'COMMITTED':
      return <>in the repository; the next Git sync takes it on.</>;
    case 'SYNCED':
      // The sentence ends with the link to what rules hide, which follows it.
      return <>the cluster has what Git says{drift !== null && drift.hidden > 0 ? ', but for' : '.'}</>;
    default:
      return reason === null ? null : <>{reason}.</>;
  }
}

function Drift({ drift }: Pick<ResourceDetail, 'drift'>) {
  if (drift === null || drift.first === null) return <>it differs from Git.</>;
  const more = drift.count - 1;
  return (
    <>
      {drift.status === 'desired_only' ? (
        'deleted in the cluster, still in Git'
      ) : (
        <Mono>
          <DifferenceText wraps text={drift.first} />
        </Mono>
      )}
      {drift.writer !== null && (
        <>
          , changed by <Mono>{drift.writer}</Mono>
        </>
      )}
      {more > 0 && ` and ${more} more ${more === 1 ? 'field' : 'fields'}`}.
    </>
  );
}

function DraftVerdict({ detail, compared }: Omit<Props, 'certainty'>) {
  const { draft, drift, stateBeforeDraft, since } = detail;
  if (draft === null) return <>A draft without a text. Discarding it returns to what is known.</>;
  const agrees = drift?.status === 'in_sync';
  const before = stateBeforeDraft === null ? null : STATE_LOOKS[stateBeforeDraft].word;
  return (
    <>
      {draft.deletes ? 'Drafted deletion' : 'Draft'} by {draft.owner}
      {since !== null && (
        <>
          {' '}
          since <Moment at={since} show="time" />
        </>
      )}
      {draft.baseCommit === null ? (
        ', new in Git. '
      ) : (
        <>
          , on top of <Mono>{draft.baseCommit.slice(0, 7)}</Mono>.{' '}
        </>
      )}
      {drift !== null && drift.status !== 'creation_pending' && (
        <>
          {compared.level !== 'proven' ? (
            `How Git and cluster differ is unknown now: ${compared.reason}`
          ) : agrees ? (
            'Git and cluster agree with each other'
          ) : (
            <>
              Git and cluster differ:{' '}
              <Mono>
                <DifferenceText wraps text={drift.first ?? 'somewhere'} />
              </Mono>
            </>
          )}
          {before === null ? '.' : `; discarding returns to ${before}.`}
        </>
      )}
    </>
  );
}
