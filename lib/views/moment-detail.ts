import { and, eq } from 'drizzle-orm';
import { findDocuments } from '#db/queries/documents.ts';
import { findRulesAt } from '#db/queries/ignore-rules.ts';
import { driftSpells } from '#db/schema/drift-spells.ts';
import { fabricKinds } from '#db/schema/fabrics.ts';
import { resources } from '#db/schema/resources.ts';
import { transitions } from '#db/schema/transitions.ts';
import type { Tx } from '#db/transaction.ts';
import { contentHash } from '#lib/content-hash.ts';
import type { MomentDetail } from '#lib/contract/timeline.ts';
import { canonicalActualContent } from '#lib/domain/drift/canonical-content.ts';
import { desiredObject } from '#lib/domain/drift/desired-object.ts';
import { groupOf, identityOf, type KubernetesObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { AppError } from '#lib/errors.ts';
import { compareSides, differenceRow } from './compare-sides.ts';
import { comparedTexts } from './compared-texts.ts';
import { opinionOf } from './opinion-of.ts';

/**
 * What differed at the moment of a transition, compared anew from the documents that history points to, by the rules that stood then.
 * @throws AppError not_found
 */
export async function momentDetail(tx: Tx, fabricId: string, at: string, id: string): Promise<MomentDetail> {
  const time = new Date(at);
  const known =
    Number.isNaN(time.getTime()) || !/^\d{1,15}$/.test(id) ? [] : await find(tx, fabricId, time, id);
  const [entry] = known;
  if (entry === undefined) throw new AppError('not_found', 'There is no such entry in the history.');
  return compareStored(tx, fabricId, entry, time);
}

/**
 * What differed while a resource drifted, from both sides as they last were then.
 * @throws AppError not_found
 */
export async function spellDetail(tx: Tx, fabricId: string, id: string): Promise<MomentDetail> {
  const known = /^\d{1,15}$/.test(id) ? await findSpell(tx, fabricId, Number(id)) : [];
  const [spell] = known;
  if (spell === undefined) throw new AppError('not_found', 'There is no such drift in the history.');
  return compareStored(tx, fabricId, spell, spell.onset);
}

interface StoredSides {
  desiredHash: string | null;
  actualHash: string | null;
  schemaHash: string | null;
  servedVersions: string | null;
}

async function compareStored(
  tx: Tx,
  fabricId: string,
  sides: StoredSides,
  time: Date,
): Promise<MomentDetail> {
  const { desiredHash, actualHash, schemaHash } = sides;
  if (desiredHash === null || actualHash === null) {
    throw new AppError(
      'not_found',
      'One side did not exist at that moment, so there was nothing to compare.',
    );
  }
  const hashes = [desiredHash, actualHash, ...(schemaHash === null ? [] : [schemaHash])];
  const texts = await findDocuments(tx, fabricId, hashes);
  const desired = texts.get(desiredHash);
  const actual = texts.get(actualHash);
  if (desired === undefined || actual === undefined) {
    throw new AppError('not_found', 'The documents of that moment are not kept any more.');
  }
  const right = JSON.parse(actual) as KubernetesObject;
  const stored = JSON.parse(desired) as KubernetesObject;
  // History does not say which version Git named then.
  const ofSameGroup = groupOf(stored.apiVersion) === groupOf(right.apiVersion);
  const left = desiredObject(stored, identityOf(right), ofSameGroup ? stored.apiVersion : right.apiVersion);
  const rules = await findRulesAt(tx, fabricId, time);
  // The opinion that a verdict rested on is forgotten with what it was about.
  const liveHash = contentHash(canonicalActualContent(right));
  const opinion = await opinionOf(tx, fabricId, desiredHash, liveHash, schemaHash);
  const { differences } = compareSides(left, right, {
    kind: sides,
    texts,
    rules,
    now: time.getTime(),
    secondOpinion: opinion?.outcome ?? null,
  });
  return {
    differences: differences.map((difference) => differenceRow(difference, null, rules)),
    compared: comparedTexts(left, right, differences),
  };
}

function find(tx: Tx, fabricId: string, at: Date, id: string) {
  return tx
    .select({
      desiredHash: transitions.desiredHash,
      actualHash: transitions.actualHash,
      schemaHash: fabricKinds.schemaHash,
      servedVersions: fabricKinds.servedVersions,
    })
    .from(transitions)
    .leftJoin(
      fabricKinds,
      and(
        eq(fabricKinds.fabricId, transitions.fabricId),
        eq(fabricKinds.group, transitions.group),
        eq(fabricKinds.kind, transitions.kind),
      ),
    )
    .where(and(eq(transitions.fabricId, fabricId), eq(transitions.at, at), eq(transitions.id, Number(id))));
}

function findSpell(tx: Tx, fabricId: string, id: number) {
  return tx
    .select({
      onset: driftSpells.onset,
      desiredHash: driftSpells.desiredHash,
      actualHash: driftSpells.actualHash,
      schemaHash: fabricKinds.schemaHash,
      servedVersions: fabricKinds.servedVersions,
    })
    .from(driftSpells)
    .innerJoin(
      resources,
      and(eq(resources.fabricId, driftSpells.fabricId), eq(resources.id, driftSpells.resourceId)),
    )
    .leftJoin(
      fabricKinds,
      and(
        eq(fabricKinds.fabricId, resources.fabricId),
        eq(fabricKinds.group, resources.group),
        eq(fabricKinds.kind, resources.kind),
      ),
    )
    .where(and(eq(driftSpells.fabricId, fabricId), eq(driftSpells.id, id)));
}
