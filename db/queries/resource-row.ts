import type { CommittedHere, DriftFacts, Instant, ResourceFacts } from '../../lib/domain/lifecycle/facts.ts';
import type { NewResourceRow, ResourceRow } from './resources.ts';

const toInstant = (date: Date | null): Instant | null => date?.getTime() ?? null;
const toDate = (instant: Instant | null): Date | null => (instant === null ? null : new Date(instant));

function desiredFacts(row: ResourceRow): ResourceFacts['desired'] {
  if (row.desiredHash === null || row.desiredDocumentHash === null) return null;
  return {
    contentHash: row.desiredHash,
    documentHash: row.desiredDocumentHash,
    apiVersion: row.desiredApiVersion ?? '',
    path: row.desiredPath ?? '',
    documentIndex: row.desiredDocumentIndex ?? 0,
    stale: row.desiredStale,
  };
}

function actualFacts(row: ResourceRow): ResourceFacts['actual'] {
  if (row.actualHash === null || row.actualDocumentHash === null) return null;
  return {
    hash: row.actualHash,
    documentHash: row.actualDocumentHash,
    uid: row.actualUid ?? '',
    apiVersion: row.actualApiVersion ?? '',
    epoch: row.actualEpoch ?? 0,
    resourceVersion: row.actualResourceVersion ?? '',
    generation: row.actualGeneration ?? 0,
    deleting: row.actualDeleting,
    systemOwned: row.actualSystemOwned,
  };
}

function draftFacts(row: ResourceRow): ResourceFacts['draft'] {
  if (row.draftOwner === null) return null;
  return {
    deletes: row.draftDeletes,
    documentHash: row.draftDocumentHash,
    contentHash: row.draftContentHash,
    owner: row.draftOwner,
    updatedAt: row.draftUpdatedAt?.getTime() ?? 0,
    base: {
      documentHash: row.draftBaseDocumentHash,
      revision: row.draftBaseRevision ?? 0,
      commit: row.draftBaseCommit,
    },
    baseLost: row.draftBaseLost,
    commitLost: row.draftCommitLost,
  };
}

function deploymentFacts(row: ResourceRow): ResourceFacts['deployment'] {
  if (row.deploymentRevision === null || row.deploymentAt === null || row.deploymentOutcome === null)
    return null;
  return {
    revision: row.deploymentRevision,
    at: row.deploymentAt.getTime(),
    outcome: row.deploymentOutcome,
    message: row.deploymentMessage,
  };
}

function driftFacts(row: ResourceRow): DriftFacts | null {
  if (row.driftStatus === null) return null;
  return {
    key: row.driftKey ?? '',
    realCount: row.driftCount,
    hidden: row.driftHidden,
    score: row.driftScore ?? 0,
    severity: row.severity ?? 'none',
    severityReason: row.severityReason,
    first: row.driftFirst,
    writer: row.driftWriter,
    status: row.driftStatus,
    checkedAt: row.driftCheckedAt?.getTime() ?? 0,
    onset: toInstant(row.driftOnset),
    recentOnsets: row.driftOnsets === '[]' ? [] : (JSON.parse(row.driftOnsets) as Instant[]),
  };
}

/** The facts as a stored row holds them. */
export function factsFromRow(row: ResourceRow): ResourceFacts {
  return {
    identity: { group: row.group, kind: row.kind, namespace: row.namespace, name: row.name },
    state: row.state,
    stateBeforeDraft: row.stateBeforeDraft,
    reason: row.stateChangeReason,
    lastStateChange: toInstant(row.lastStateChange),
    desired: desiredFacts(row),
    desiredRevision: row.desiredRevision,
    desiredUpdatedAt: toInstant(row.desiredUpdatedAt),
    desiredCommit: row.desiredCommit,
    unseenCommit: row.unseenCommit === null ? null : (JSON.parse(row.unseenCommit) as CommittedHere),
    adopted: row.adopted,
    gitDoubt: row.desiredHash === null ? row.desiredStale : null,
    gitDropped:
      row.gitDroppedAt === null ? null : { at: row.gitDroppedAt.getTime(), commit: row.gitDroppedCommit },
    lostCommit: null,
    settledRevision: row.settledRevision,
    actual: actualFacts(row),
    actualUpdatedAt: toInstant(row.actualUpdatedAt),
    proofReadAt: toInstant(row.proofReadAt),
    draft: draftFacts(row),
    deployment: deploymentFacts(row),
    deletionRequestedAt: toInstant(row.deletionRequestedAt),
    drift: driftFacts(row),
    suspectSince: toInstant(row.suspectSince),
  };
}

/** Everything of a row that facts decide; keys, version and removal are the write path's own. */
export type FactColumns = Omit<NewResourceRow, 'fabricId' | 'id' | 'version' | 'previousId' | 'removedAt'>;

/** The columns that hold these facts. */
export function rowFromFacts(
  facts: ResourceFacts,
  proofWanted: 'cluster' | 'both' | null,
  nextCheckAt: Instant | null,
): FactColumns {
  const { identity, desired, actual, draft, deployment, drift } = facts;
  return {
    ...identity,
    state: facts.state,
    stateBeforeDraft: facts.stateBeforeDraft,
    stateChangeReason: facts.reason,
    lastStateChange: toDate(facts.lastStateChange),
    desiredHash: desired?.contentHash ?? null,
    desiredDocumentHash: desired?.documentHash ?? null,
    desiredApiVersion: desired?.apiVersion ?? null,
    desiredPath: desired?.path ?? null,
    desiredDocumentIndex: desired?.documentIndex ?? null,
    desiredStale: desired === null ? facts.gitDoubt : desired.stale,
    desiredRevision: facts.desiredRevision,
    desiredUpdatedAt: toDate(facts.desiredUpdatedAt),
    desiredCommit: facts.desiredCommit,
    unseenCommit: facts.unseenCommit === null ? null : JSON.stringify(facts.unseenCommit),
    adopted: facts.adopted,
    gitDroppedAt: toDate(facts.gitDropped?.at ?? null),
    gitDroppedCommit: facts.gitDropped?.commit ?? null,
    settledRevision: facts.settledRevision,
    actualHash: actual?.hash ?? null,
    actualDocumentHash: actual?.documentHash ?? null,
    actualUid: actual?.uid ?? null,
    actualApiVersion: actual?.apiVersion ?? null,
    actualEpoch: actual?.epoch ?? null,
    actualResourceVersion: actual?.resourceVersion ?? null,
    actualGeneration: actual?.generation ?? null,
    actualDeleting: actual?.deleting ?? false,
    actualSystemOwned: actual?.systemOwned ?? false,
    actualUpdatedAt: toDate(facts.actualUpdatedAt),
    proofReadAt: toDate(facts.proofReadAt),
    draftDeletes: draft?.deletes ?? false,
    draftDocumentHash: draft?.documentHash ?? null,
    draftContentHash: draft?.contentHash ?? null,
    draftOwner: draft?.owner ?? null,
    draftUpdatedAt: toDate(draft?.updatedAt ?? null),
    draftBaseDocumentHash: draft?.base.documentHash ?? null,
    draftBaseRevision: draft?.base.revision ?? null,
    draftBaseCommit: draft?.base.commit ?? null,
    draftBaseLost: draft?.baseLost ?? false,
    draftCommitLost: draft?.commitLost ?? false,
    deploymentRevision: deployment?.revision ?? null,
    deploymentAt: toDate(deployment?.at ?? null),
    deploymentOutcome: deployment?.outcome ?? null,
    deploymentMessage: deployment?.message ?? null,
    deletionRequestedAt: toDate(facts.deletionRequestedAt),
    driftStatus: drift?.status ?? null,
    driftScore: drift?.score ?? null,
    severity: drift?.severity ?? null,
    severityReason: drift?.severityReason ?? null,
    driftKey: drift?.key ?? null,
    driftCount: drift?.realCount ?? 0,
    driftFirst: drift?.first ?? null,
    driftWriter: drift?.writer ?? null,
    driftCheckedAt: toDate(drift?.checkedAt ?? null),
    driftOnset: toDate(drift?.onset ?? null),
    driftHidden: drift?.hidden ?? 0,
    driftOnsets: JSON.stringify(drift?.recentOnsets ?? []),
    suspectSince: toDate(facts.suspectSince),
    proofWanted,
    nextCheckAt: toDate(nextCheckAt),
  };
}
