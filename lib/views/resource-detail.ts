import { and, desc, eq, inArray, sql } from 'drizzle-orm';
import { databaseNow } from '#db/queries/clock.ts';
import { findDocuments } from '#db/queries/documents.ts';
import { type FabricKindRow, findFabric } from '#db/queries/fabrics.ts';
import { findStandingRules } from '#db/queries/ignore-rules.ts';
import { factsFromRow } from '#db/queries/resource-row.ts';
import type { ResourceRow } from '#db/queries/resources.ts';
import { alerts } from '#db/schema/alerts.ts';
import { findings } from '#db/schema/fabrics.ts';
import { operations } from '#db/schema/operations.ts';
import { resources } from '#db/schema/resources.ts';
import type { Tx } from '#db/transaction.ts';
import type { ResourcePath } from '#lib/contract/paths.ts';
import type { OperationRow, ResourceDetail } from '#lib/contract/resource-detail.ts';
import { desiredObject } from '#lib/domain/drift/desired-object.ts';
import { groupOf, identityKey, type KubernetesObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { standingDocument } from '#lib/domain/lifecycle/facts.ts';
import { AppError } from '#lib/errors.ts';
import { LOCAL_PERSON } from '#lib/local-person.ts';
import { actionOffers } from './action-offers.ts';
import { adoptionText, compareSides, differenceRow } from './compare-sides.ts';
import { comparedTexts } from './compared-texts.ts';
import { driftHistory } from './drift-history.ts';
import { clusterReadingOf, gitReadingOf, kindReadingOf, momentOf } from './fabric-reading.ts';
import { leafChanges } from './leaf-changes.ts';
import { opinionOf } from './opinion-of.ts';
import { actualSide, desiredSide, draftSide, driftVerdict } from './resource-sides.ts';
import { situationOf } from './situation-of.ts';

/** Everything that the page of one resource shows but its history. The record of one that is gone is still found. @throws AppError not_found */
export async function resourceDetail(tx: Tx, fabricId: string, path: ResourcePath): Promise<ResourceDetail> {
  const now = await databaseNow(tx);
  const record = await findFabric(tx, fabricId);
  const row = await findRecord(tx, fabricId, path);
  if (record === null || row === null) {
    const where = record === null ? 'any fabric' : `fabric ${record.fabric.name}`;
    throw new AppError('not_found', `There is no ${path.kind}/${path.name} in ${where}, and there was none.`);
  }
  const { fabric, repository, kinds } = record;
  const kind = kinds.find((one) => one.group === row.group && one.kind === row.kind) ?? null;
  const texts = await findDocuments(tx, fabricId, documentHashes(row, kind));
  const desired = declaredOf(row, objectOf(texts, row.desiredHash));
  const actual = objectOf(texts, row.actualDocumentHash);
  const draft = row.draftDeletes ? null : declaredOf(row, objectOf(texts, row.draftContentHash), true);
  const rules = await findStandingRules(tx, fabricId);
  const opinion = await opinionOf(tx, fabricId, row.desiredHash, row.actualHash, kind?.schemaHash ?? null);
  const comparison =
    desired === null || actual === null
      ? null
      : compareSides(desired, actual, { kind, texts, rules, now, secondOpinion: opinion?.outcome ?? null });
  const facts = factsFromRow(row);
  const situation = situationOf(facts, record, kind, comparison, now);
  return {
    fabric: { id: fabric.id, name: fabric.name, status: fabric.status, sandbox: fabric.sandbox },
    id: row.id,
    version: row.version,
    group: row.group,
    kind: row.kind,
    namespace: row.namespace,
    name: row.name,
    state: row.state,
    stateBeforeDraft: row.stateBeforeDraft,
    since: momentOf(row.lastStateChange),
    reason: row.stateChangeReason,
    removedAt: momentOf(row.removedAt),
    drift: driftVerdict(row),
    driftHistory: await driftHistory(tx, fabricId, path, facts.drift?.recentOnsets ?? [], now),
    differences: (comparison?.differences ?? []).map((difference) => differenceRow(difference, draft, rules)),
    draftChanges: draft === null ? [] : leafChanges(desired ?? {}, draft),
    opinion,
    desired: desiredSide(row, texts),
    actual: actual === null ? null : actualSide(row, actual),
    draft: draftSide(facts, texts),
    standsOn: standingDocument(facts),
    compared:
      desired === null || actual === null
        ? null
        : comparedTexts(desired, actual, comparison?.differences ?? []),
    adoption:
      actual === null || desired !== null ? null : adoptionText(actual, kind?.schemaHash ?? null, texts),
    deployment:
      facts.deployment === null
        ? null
        : { ...facts.deployment, at: new Date(facts.deployment.at).toISOString() },
    git: gitReadingOf(fabric, repository),
    cluster: clusterReadingOf(
      fabric,
      kinds.map((one) => kindReadingOf(fabric, one)),
    ),
    kindReading: kind === null ? null : kindReadingOf(fabric, kind),
    actions: row.removedAt === null ? actionOffers(situation, fabric, LOCAL_PERSON) : [],
    alerts: await openAlerts(tx, row),
    findings: await findingsOf(tx, fabricId, identityKey(path)),
    operation: await lastOperation(tx, row),
    asOf: new Date(now).toISOString(),
  };
}

/** Whether there is such a resource in the fabric, or was one. */
export async function resourceExists(tx: Tx, fabricId: string, path: ResourcePath): Promise<boolean> {
  return (await findRecord(tx, fabricId, path)) !== null;
}

/** The live record, else the last that was removed. */
async function findRecord(tx: Tx, fabricId: string, path: ResourcePath): Promise<ResourceRow | null> {
  const [row] = await tx
    .select()
    .from(resources)
    .where(
      and(
        eq(resources.fabricId, fabricId),
        eq(resources.group, path.group),
        eq(resources.kind, path.kind),
        eq(resources.namespace, path.namespace),
        eq(resources.name, path.name),
      ),
    )
    .orderBy(sql`${resources.removedAt} desc nulls first`)
    .limit(1);
  return row ?? null;
}

function documentHashes(row: ResourceRow, kind: FabricKindRow | null): string[] {
  return [
    row.desiredHash,
    row.desiredDocumentHash,
    row.actualDocumentHash,
    row.draftDocumentHash,
    row.draftContentHash,
    row.draftBaseDocumentHash,
    kind?.schemaHash ?? null,
  ].filter((hash) => hash !== null);
}

/** What Git or a draft declares for this resource; a draft may name another version of its kind. */
function declaredOf(row: ResourceRow, stored: KubernetesObject | null, draft = false) {
  if (stored === null) return null;
  const own = row.desiredApiVersion ?? row.actualApiVersion ?? stored.apiVersion;
  const names = draft && stored.kind === row.kind && groupOf(stored.apiVersion) === row.group;
  return desiredObject(stored, row, names ? stored.apiVersion : own);
}

function objectOf(texts: ReadonlyMap<string, string>, hash: string | null): KubernetesObject | null {
  const text = hash === null ? undefined : texts.get(hash);
  return text === undefined ? null : (JSON.parse(text) as KubernetesObject);
}

async function openAlerts(tx: Tx, row: ResourceRow): Promise<ResourceDetail['alerts']> {
  const open = await tx
    .select()
    .from(alerts)
    .where(
      and(
        eq(alerts.fabricId, row.fabricId),
        eq(alerts.resourceId, row.id),
        inArray(alerts.status, ['active', 'acknowledged', 'suppressed']),
      ),
    )
    .orderBy(alerts.openedAt);
  return open.map(({ id, type, severity, status, message, openedAt }) => ({
    id,
    type,
    severity,
    status,
    message,
    openedAt: openedAt.toISOString(),
  }));
}

function findingsOf(tx: Tx, fabricId: string, identity: string): Promise<ResourceDetail['findings']> {
  return tx
    .select({ code: findings.code, message: findings.message, path: findings.path, line: findings.line })
    .from(findings)
    .where(and(eq(findings.fabricId, fabricId), eq(findings.identity, identity)))
    .orderBy(findings.ordinal);
}

async function lastOperation(tx: Tx, { fabricId, id }: ResourceRow): Promise<OperationRow | null> {
  const [row] = await tx
    .select()
    .from(operations)
    .where(and(eq(operations.fabricId, fabricId), eq(operations.resourceId, id)))
    .orderBy(desc(operations.createdAt))
    .limit(1);
  if (row === undefined) return null;
  const result: { message?: unknown } = row.result === null ? {} : JSON.parse(row.result);
  return {
    id: row.id,
    kind: row.kind,
    status: row.status,
    actor: row.actor,
    createdAt: row.createdAt.toISOString(),
    finishedAt: momentOf(row.finishedAt),
    message: typeof result.message === 'string' ? result.message : null,
  };
}
