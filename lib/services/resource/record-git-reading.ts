import { and, eq, isNull, sql } from 'drizzle-orm';
import { bulkInsert } from '#db/queries/bulk.ts';
import { fabricLeases, fabrics, findings } from '#db/schema/fabrics.ts';
import { resources } from '#db/schema/resources.ts';
import type { Database } from '#db/transaction.ts';
import type { LiveTopic } from '#lib/contract/live-frame.ts';
import { FABRIC_CHANGED_CHANNEL } from '#lib/contract/live-frame.ts';
import type { KubernetesObject, ResourceIdentity } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { identityKey } from '#lib/domain/hedgehog/kubernetes-object.ts';
import type { Instant } from '#lib/domain/lifecycle/facts.ts';
import type { GitAncestry, GitObservation } from '#lib/domain/lifecycle/observe-git.ts';
import { observeGit } from '#lib/domain/lifecycle/observe-git.ts';
import { AppError } from '#lib/errors.ts';
import { reconcileFabricAlert } from '../fabric/reconcile-fabric-alert.ts';
import type { Fencing } from '../lifecycle/fabric-context.ts';
import { loadFabricContext } from '../lifecycle/fabric-context.ts';
import { notifyFabric } from '../lifecycle/hooks.ts';
import { performInChunks } from '../lifecycle/perform-in-chunks.ts';
import type { Actor, Change } from '../lifecycle/perform-plans.ts';
import { evaluateResources } from './evaluate-resources.ts';
import type { ReadingEffect } from './hold-reading.ts';
import { holdReading, judgeRemoval, NOTHING_HELD } from './hold-reading.ts';

/** A document of the revision, with its hashes. */
export interface ReadDocument {
  identity: ResourceIdentity;
  apiVersion: string;
  object: KubernetesObject;
  text: string;
  contentHash: string;
  documentHash: string;
  path: string;
  documentIndex: number;
  /** The commit that brought this content, as far as known. */
  commit: string;
}

export interface ReadFinding {
  code: string;
  path: string;
  line: number | null;
  documentIndex: number | null;
  message: string;
  identity: string | null;
}

/** One complete reading of one revision of a fabric's directory. */
export interface CompleteGitReading {
  revision: string;
  /** Database time before the fetch began. */
  startedAt: Instant;
  documents: readonly ReadDocument[];
  /** Every Hedgehog kind the directory holds, managed or not, as `group/Kind`. */
  kinds: readonly string[];
  /** Identities that several documents claim. */
  ambiguous: readonly ResourceIdentity[];
  /** Whether this reading proves that a resource is gone; false where a file that could hold it was not readable. */
  provesAbsence: (identity: ResourceIdentity, lastPath: string | null) => boolean;
  findings: readonly ReadFinding[];
  ancestry: GitAncestry;
}

/** What became of a reading: `older` than what is known, or `held` because it would take away too much unasked. */
export type ReadingOutcome = 'recorded' | 'older' | 'held';

const GIT: Actor = { kind: 'system', name: 'git-sync' };

interface Held extends ResourceIdentity {
  desiredHash: string | null;
  desiredDocumentHash: string | null;
  desiredPath: string | null;
  desiredDocumentIndex: number | null;
  desiredStale: string | null;
  watched: boolean;
  /** Without a state, so that what Git has of it was never told. */
  unknown: boolean;
}

/**
 * Records a complete reading: desired facts of every resource whose document changed, came or went, and all that
 * follows. Unchanged documents cost a hash comparison. A reading older than the one known is dropped, and one that takes
 * away too much at once is held whole until somebody confirms it or Git moves on (lifecycle.md §9).
 */
export async function recordGitReading(
  db: Database,
  fabricId: string,
  fencing: Fencing,
  reading: CompleteGitReading,
): Promise<ReadingOutcome> {
  const { fabric, git } = await db.transaction((tx) => loadFabricContext(tx, fabricId, fencing));
  if (fabric.gitReadAt !== null && fabric.gitReadAt.getTime() > reading.startedAt) return 'older';
  const readSide = { ...git, complete: true, revision: reading.revision, readAt: reading.startedAt };
  const held = await heldResources(db, fabricId);
  const removal = await judgeRemoval(db, fabricId, effectOf(reading, held));
  if (removal !== null && removal.set !== fabric.releasedSet) {
    await holdReading(db, fabricId, fencing, reading.revision, removal);
    return 'held';
  }
  const byKey = new Map(reading.documents.map((document) => [identityKey(document.identity), document]));
  await performInChunks(db, fabricId, fencing, changesOf(reading, held), (part) => {
    const documents = part.flatMap(({ identity }) => byKey.get(identityKey(identity)) ?? []);
    return {
      actor: GIT,
      git: readSide,
      documents: new Map(
        documents.flatMap((document) => [
          [document.contentHash, JSON.stringify(document.object)],
          [document.documentHash, document.text],
        ]),
      ),
      objects: new Map(documents.map((document) => [document.contentHash, document.object])),
    };
  });
  await completeReading(db, fabricId, fencing, reading, removal !== null);
  await evaluateResources(db, fabricId, fencing, { kind: 'waiting', andUnread: true }, GIT);
  return 'recorded';
}

/** Records that Git stands where it stood: desired facts are proven current again, and what waited for that is concluded. */
export async function recordUnchangedRevision(
  db: Database,
  fabricId: string,
  fencing: Fencing,
  revision: string,
  startedAt: Instant,
): Promise<void> {
  const notice = JSON.stringify({ fabricId, topics: ['fabric'] satisfies LiveTopic[] });
  // One statement, lease and notice included: this runs every few seconds for every fabric and mostly nothing follows.
  const [moved] = await db.execute(sql`
    with moved as (
      update ${fabrics} set git_read_at = ${new Date(startedAt).toISOString()}::timestamptz, git_rewound_tip = null
      where id = ${fabricId} and git_revision = ${revision}
        and exists (select from ${fabricLeases} l where l.fabric_id = ${fabricId} and l.fencing = ${fencing.fencing})
      returning id)
    select pg_notify(${FABRIC_CHANGED_CHANNEL}, ${notice}) from moved`);
  if (moved === undefined)
    throw new AppError('conflict', 'The fabric is looked after by another worker now.');
  await evaluateResources(db, fabricId, fencing, { kind: 'waiting' }, GIT);
}

async function heldResources(db: Database, fabricId: string): Promise<Map<string, Held>> {
  const rows = await db
    .select({
      group: resources.group,
      kind: resources.kind,
      namespace: resources.namespace,
      name: resources.name,
      desiredHash: resources.desiredHash,
      desiredDocumentHash: resources.desiredDocumentHash,
      desiredPath: resources.desiredPath,
      desiredDocumentIndex: resources.desiredDocumentIndex,
      desiredStale: resources.desiredStale,
      // A commit not yet seen and a draft are judged by history, not by the document alone.
      watched: sql<boolean>`${resources.unseenCommit} is not null or ${resources.draftOwner} is not null`,
      unknown: sql<boolean>`${resources.state} is null`,
    })
    .from(resources)
    .where(and(eq(resources.fabricId, fabricId), isNull(resources.removedAt)));
  return new Map(rows.map((row) => [identityKey(row), row]));
}

function isSame(held: Held, document: ReadDocument): boolean {
  return (
    held.desiredHash === document.contentHash &&
    held.desiredDocumentHash === document.documentHash &&
    held.desiredPath === document.path &&
    held.desiredDocumentIndex === document.documentIndex &&
    held.desiredStale === null
  );
}

function changesOf(reading: CompleteGitReading, held: ReadonlyMap<string, Held>): Change[] {
  const ambiguous = new Set(reading.ambiguous.map(identityKey));
  const seen = new Set<string>();
  const changes: Change[] = [];
  const add = (identity: ResourceIdentity, observation: GitObservation) =>
    changes.push({
      identity,
      observe: (facts, now) => observeGit(facts, observation, reading.ancestry, now),
    });
  for (const document of reading.documents) {
    const key = identityKey(document.identity);
    if (ambiguous.has(key)) continue;
    seen.add(key);
    const row = held.get(key);
    if (row !== undefined && !row.watched && isSame(row, document)) continue;
    const { contentHash, documentHash, apiVersion, path, documentIndex, commit } = document;
    add(document.identity, {
      kind: 'present',
      desired: { contentHash, documentHash, apiVersion, path, documentIndex },
      commit,
    });
  }
  for (const [key, row] of held) {
    const isAbsent = row.desiredHash === null && row.desiredStale === null;
    if (seen.has(key) || (isAbsent && !row.watched && !row.unknown)) continue;
    const { group, kind, namespace, name } = row;
    const identity = { group, kind, namespace, name };
    add(identity, absence(reading, ambiguous.has(key), identity, row.desiredPath));
  }
  return changes;
}

function effectOf(reading: CompleteGitReading, held: ReadonlyMap<string, Held>): ReadingEffect {
  const present = new Set(
    [...reading.documents.map(({ identity }) => identity), ...reading.ambiguous].map(identityKey),
  );
  const desired = [...held].filter(([, row]) => row.desiredHash !== null);
  const vanishing = desired
    .filter(([key, row]) => !present.has(key) && reading.provesAbsence(row, row.desiredPath))
    .map(([, row]) => row);
  return { revision: reading.revision, held: desired.length, vanishing };
}

function absence(
  reading: CompleteGitReading,
  isAmbiguous: boolean,
  identity: ResourceIdentity,
  lastPath: string | null,
): GitObservation {
  if (isAmbiguous) return { kind: 'unreadable', stale: 'ambiguous' };
  if (!reading.provesAbsence(identity, lastPath)) return { kind: 'unreadable', stale: 'unreadable' };
  return { kind: 'absent', commit: reading.revision };
}

async function completeReading(
  db: Database,
  fabricId: string,
  fencing: Fencing,
  reading: CompleteGitReading,
  confirmed: boolean,
): Promise<void> {
  await db.transaction(async (tx) => {
    const { fabric } = await loadFabricContext(tx, fabricId, fencing);
    const held = JSON.parse(fabric.gitKinds) as string[];
    await tx
      .update(fabrics)
      .set({
        gitRevision: reading.revision,
        gitReadAt: new Date(reading.startedAt),
        gitKnownTip: reading.revision,
        gitRewoundTip: null,
        gitKinds: JSON.stringify([...new Set([...held, ...reading.kinds])].sort()),
        gitError: null,
        gitErrorAt: null,
        ...NOTHING_HELD,
      })
      .where(eq(fabrics.id, fabricId));
    if (fabric.heldRevision !== null)
      await reconcileFabricAlert(tx, fabricId, confirmed ? fabric.releasedBy : null);
    await tx.delete(findings).where(eq(findings.fabricId, fabricId));
    const rows = reading.findings.map((finding, ordinal) => ({ ...finding, fabricId, ordinal }));
    await bulkInsert(
      tx,
      findings,
      ['fabricId', 'ordinal', 'code', 'path', 'line', 'documentIndex', 'message', 'identity'],
      rows,
    );
    await notifyFabric(tx, fabricId, fabric.heldRevision === null ? ['fabric'] : ['fabric', 'alerts']);
  });
}
