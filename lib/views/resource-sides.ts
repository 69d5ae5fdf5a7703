import type { ResourceRow } from '#db/queries/resources.ts';
import type { ActualSide, DesiredSide, DraftSide, DriftVerdict } from '#lib/contract/resource-detail.ts';
import type { KubernetesObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { isConflicted, type ResourceFacts } from '#lib/domain/lifecycle/facts.ts';
import { momentOf } from './fabric-reading.ts';
import { liveYaml } from './yaml-text.ts';

type Texts = ReadonlyMap<string, string>;

const textOf = (texts: Texts, hash: string | null) => (hash === null ? null : (texts.get(hash) ?? null));

/** The verdict as it was published; null when nothing was ever compared. */
export function driftVerdict(row: ResourceRow): DriftVerdict | null {
  if (row.driftStatus === null || row.driftCheckedAt === null) return null;
  return {
    status: row.driftStatus,
    score: row.driftScore ?? 0,
    severity: row.severity ?? 'none',
    severityReason: row.severityReason,
    count: row.driftCount,
    hidden: row.driftHidden,
    first: row.driftFirst,
    writer: row.driftWriter,
    onset: momentOf(row.driftOnset),
    checkedAt: row.driftCheckedAt.toISOString(),
  };
}

export function desiredSide(row: ResourceRow, texts: Texts): DesiredSide | null {
  const text = textOf(texts, row.desiredDocumentHash);
  if (row.desiredHash === null || text === null) return null;
  return {
    apiVersion: row.desiredApiVersion ?? '',
    text,
    hash: row.desiredHash,
    commit: row.desiredCommit,
    path: row.desiredPath ?? '',
    documentIndex: row.desiredDocumentIndex ?? 0,
    revision: row.desiredRevision,
    updatedAt: momentOf(row.desiredUpdatedAt),
    stale: row.desiredStale,
  };
}

export function actualSide(row: ResourceRow, actual: KubernetesObject): ActualSide {
  return {
    apiVersion: row.actualApiVersion ?? actual.apiVersion,
    text: liveYaml(actual),
    hash: row.actualHash ?? '',
    uid: row.actualUid ?? '',
    resourceVersion: row.actualResourceVersion ?? '',
    generation: row.actualGeneration ?? 0,
    deleting: row.actualDeleting,
    updatedAt: momentOf(row.actualUpdatedAt),
    readAt: momentOf(row.proofReadAt),
  };
}

export function draftSide(facts: ResourceFacts, texts: Texts): DraftSide | null {
  const { draft } = facts;
  if (draft === null) return null;
  return {
    owner: draft.owner,
    updatedAt: new Date(draft.updatedAt).toISOString(),
    deletes: draft.deletes,
    conflicted: isConflicted(facts),
    commitLost: draft.commitLost,
    parses: draft.deletes || draft.contentHash !== null,
    text: textOf(texts, draft.documentHash),
    baseText: textOf(texts, draft.base.documentHash),
    baseCommit: draft.base.commit,
  };
}
