import { findDocuments } from '#db/queries/documents.ts';
import { servedVersionsOf } from '#db/queries/fabrics.ts';
import { findRulesById } from '#db/queries/ignore-rules.ts';
import { findOpinions, type OpinionPair, opinionKey } from '#db/queries/second-opinions.ts';
import type { Tx } from '#db/transaction.ts';
import { compare } from '#lib/domain/drift/compare.ts';
import type { Difference } from '#lib/domain/drift/comparison.ts';
import type { CompiledSchema } from '#lib/domain/drift/compile-schema.ts';
import { compileSchema } from '#lib/domain/drift/compile-schema.ts';
import { desiredObject } from '#lib/domain/drift/desired-object.ts';
import type { IgnoreRule } from '#lib/domain/drift/ignore-rules.ts';
import { rulesFor } from '#lib/domain/drift/ignore-rules.ts';
import { creatorOf } from '#lib/domain/drift/ownership.ts';
import {
  type EndedRule,
  endedRuleIds,
  type RuleEffect,
  ruleEffectOf,
} from '#lib/domain/drift/rule-effect.ts';
import { summarise } from '#lib/domain/drift/summarise.ts';
import { verdictKey } from '#lib/domain/drift/verdict-key.ts';
import { CATALOGUE_VERSION } from '#lib/domain/hedgehog/catalogue.ts';
import type { JsonSchema, KubernetesObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { identityKey } from '#lib/domain/hedgehog/kubernetes-object.ts';
import type { ComparisonSummary, Instant, ResourceFacts } from '#lib/domain/lifecycle/facts.ts';
import { ONE_SIDE } from '#lib/domain/lifecycle/published-drift.ts';
import type { FabricContext } from './fabric-context.ts';

// Compiled once per CRD version and process; a process sees few of them.
const compiled = new Map<string, CompiledSchema>();

/** What comparing came to; the differences only when it was made now, not when it was taken from the row. */
export interface ContentComparison {
  summary: ComparisonSummary;
  differences: readonly Difference[] | null;
  /** What rules that came or ended made of the verdict before, where nothing else moved. */
  ruleEffect: RuleEffect | null;
}

interface Open {
  facts: ResourceFacts;
  key: string;
  schemaHash: string | null;
  rules: readonly IgnoreRule[];
  /** The API server said that applying desired would change nothing; part of the key. */
  applyingIsVain?: boolean;
}

const VAIN = ':unchanged';

function comparisonKey(
  { desired, actual }: ResourceFacts,
  schemaHash: string | null,
  rules: readonly IgnoreRule[],
): string | null {
  // Of an object alone only its maker is to be found; nobody asks who made the fabric's own.
  if (desired === null) return actual === null || actual.systemOwned ? null : `-:${actual.hash}`;
  if (actual === null) return null;
  const [desiredHash, actualHash] = [desired.contentHash, actual.hash];
  const ruleIds = rules.map(({ id }) => id);
  return verdictKey({ desiredHash, actualHash, schemaHash, catalogue: CATALOGUE_VERSION, ruleIds });
}

/**
 * Compares desired with actual for every resource that has both, and finds who made what only the cluster has. What was compared before under the same key
 * (hashes, schema, catalogue, rules, opinion) is taken from the row, without reading a document. Whether the API server
 * was asked is looked up only for what really differs.
 */
export async function compareContents(
  tx: Tx,
  context: FabricContext,
  all: readonly ResourceFacts[],
  objects: ReadonlyMap<string, KubernetesObject>,
  now: Instant,
): Promise<Map<string, ContentComparison>> {
  const found = new Map<string, ContentComparison>();
  const open: Open[] = [];
  const differing: Open[] = [];
  for (const facts of all) {
    const { identity, drift } = facts;
    const schemaHash = context.kind(identity)?.schemaHash ?? null;
    const rules = rulesFor(context.rules, identity.kind, identity.name, now);
    const key = comparisonKey(facts, schemaHash, rules);
    if (key === null) continue;
    const one = { facts, key, schemaHash, rules };
    if (drift?.key === key || drift?.key === `${key}${VAIN}`) {
      found.set(identityKey(identity), { summary: drift, differences: null, ruleEffect: null });
      if (drift.key === key && drift.realCount > 0 && facts.desired !== null) differing.push(one);
    } else open.push(one);
  }
  for (const [one, compared] of await compareOpen(tx, context, open, objects, now)) {
    found.set(identityKey(one.facts.identity), compared);
    if (compared.summary.realCount > 0 && one.facts.desired !== null) differing.push(one);
  }
  const vain = await whereApplyingIsVain(tx, context, differing);
  for (const [one, compared] of await compareOpen(tx, context, vain, objects, now)) {
    found.set(identityKey(one.facts.identity), compared);
  }
  return found;
}

function pairOf({ facts, schemaHash }: Open): OpinionPair {
  const [desiredHash, actualHash] = [facts.desired?.contentHash ?? '', facts.actual?.hash ?? ''];
  return { desiredHash, actualHash, schemaHash: schemaHash ?? '' };
}

async function whereApplyingIsVain(
  tx: Tx,
  context: FabricContext,
  differing: readonly Open[],
): Promise<Open[]> {
  const opinions = await findOpinions(tx, context.fabric.id, differing.map(pairOf));
  return differing
    .filter((one) => opinions.get(opinionKey(pairOf(one)))?.outcome === 'unchanged')
    .map((one) => ({ ...one, key: `${one.key}${VAIN}`, applyingIsVain: true }));
}

async function compareOpen(
  tx: Tx,
  context: FabricContext,
  open: readonly Open[],
  objects: ReadonlyMap<string, KubernetesObject>,
  now: Instant,
): Promise<[Open, ContentComparison][]> {
  if (open.length === 0) return [];
  const texts = await loadTexts(tx, context, open, objects);
  const ended = await loadEndedRules(tx, context, open);
  return open.flatMap((one): [Open, ContentComparison][] => {
    const { facts, key, schemaHash, rules, applyingIsVain } = one;
    const declared = objectOf(facts.desired?.contentHash, objects, texts);
    const actual = objectOf(facts.actual?.documentHash, objects, texts);
    if (facts.desired === null && actual !== null) {
      const writer = creatorOf(actual.metadata.managedFields);
      return [[one, { summary: { ...ONE_SIDE, key, writer }, differences: null, ruleEffect: null }]];
    }
    // Without its documents a resource is not compared: unknown, never in sync.
    if (facts.desired === null || declared === null || actual === null) return [];
    const desired = desiredObject(declared, facts.identity, facts.desired.apiVersion);
    const schema = schemaHash === null ? null : (compiled.get(schemaHash) ?? null);
    const secondOpinion = applyingIsVain ? 'unchanged' : null;
    const servedVersions = servedVersionsOf(context.kind(facts.identity));
    const comparison = compare({ desired, actual, schema, rules, now, secondOpinion, servedVersions });
    const { differences } = comparison;
    const before = facts.drift?.key;
    const gone = endedRuleIds(before, key, rules).flatMap((id) => ended.get(id) ?? []);
    const ruleEffect = ruleEffectOf(before, key, rules, gone, differences);
    return [[one, { summary: summarise(key, comparison), differences, ruleEffect }]];
  });
}

async function loadEndedRules(
  tx: Tx,
  { fabric }: FabricContext,
  open: readonly Open[],
): Promise<Map<string, EndedRule>> {
  const ids = open.flatMap(({ facts, key, rules }) => endedRuleIds(facts.drift?.key, key, rules));
  const found = await findRulesById(tx, fabric.id, [...new Set(ids)]);
  return new Map(found.map((rule) => [rule.id, rule]));
}

function objectOf(
  hash: string | undefined,
  objects: ReadonlyMap<string, KubernetesObject>,
  texts: ReadonlyMap<string, string>,
): KubernetesObject | null {
  if (hash === undefined) return null;
  const text = texts.get(hash);
  return objects.get(hash) ?? (text === undefined ? null : (JSON.parse(text) as KubernetesObject));
}

async function loadTexts(
  tx: Tx,
  context: FabricContext,
  open: readonly Open[],
  objects: ReadonlyMap<string, KubernetesObject>,
): Promise<Map<string, string>> {
  const hashes = open.flatMap(({ facts }) => [facts.desired?.contentHash, facts.actual?.documentHash]);
  const missing = hashes.filter((hash) => hash !== undefined && !objects.has(hash)) as string[];
  const schemas = open.flatMap(({ schemaHash }) =>
    schemaHash === null || compiled.has(schemaHash) ? [] : [schemaHash],
  );
  const texts = await findDocuments(tx, context.fabric.id, [...missing, ...schemas]);
  for (const hash of schemas) {
    const text = texts.get(hash);
    if (text !== undefined) compiled.set(hash, compileSchema(JSON.parse(text) as JsonSchema));
  }
  return texts;
}
