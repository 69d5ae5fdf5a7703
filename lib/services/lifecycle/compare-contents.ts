import { findDocuments } from '#db/queries/documents.ts';
import type { Tx } from '#db/transaction.ts';
import { compare } from '#lib/domain/drift/compare.ts';
import type { CompiledSchema } from '#lib/domain/drift/compile-schema.ts';
import { compileSchema } from '#lib/domain/drift/compile-schema.ts';
import { summarise } from '#lib/domain/drift/summarise.ts';
import { CATALOGUE_VERSION } from '#lib/domain/hedgehog/catalogue.ts';
import type { JsonSchema, KubernetesObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { identityKey } from '#lib/domain/hedgehog/kubernetes-object.ts';
import type { ComparisonSummary, Instant, ResourceFacts } from '#lib/domain/lifecycle/facts.ts';
import type { FabricContext } from './fabric-context.ts';

// Compiled once per CRD version and process; a process sees few of them.
const compiled = new Map<string, CompiledSchema>();

function comparisonKey(facts: ResourceFacts, schemaHash: string | null): string | null {
  if (facts.desired === null || facts.actual === null) return null;
  return `${facts.desired.contentHash}:${facts.actual.hash}:${schemaHash ?? '-'}:${CATALOGUE_VERSION}`;
}

/**
 * Compares desired with actual for every resource that has both. What was compared before under the same key
 * (hashes, schema, catalogue) is taken from the row, without reading a document.
 */
export async function compareContents(
  tx: Tx,
  context: FabricContext,
  all: readonly ResourceFacts[],
  objects: ReadonlyMap<string, KubernetesObject>,
  now: Instant,
): Promise<Map<string, ComparisonSummary>> {
  const summaries = new Map<string, ComparisonSummary>();
  const open: { facts: ResourceFacts; key: string; schemaHash: string | null }[] = [];
  for (const facts of all) {
    const schemaHash = context.kind(facts.identity)?.schemaHash ?? null;
    const key = comparisonKey(facts, schemaHash);
    if (key === null) continue;
    if (facts.drift?.key === key) summaries.set(identityKey(facts.identity), facts.drift);
    else open.push({ facts, key, schemaHash });
  }
  const texts = await loadTexts(tx, context, open, objects);
  for (const { facts, key, schemaHash } of open) {
    const desired = objectOf(facts.desired?.contentHash, objects, texts);
    const actual = objectOf(facts.actual?.documentHash, objects, texts);
    // Without its documents a resource is not compared: unknown, never in sync.
    if (desired === null || actual === null) continue;
    const schema = schemaHash === null ? null : (compiled.get(schemaHash) ?? null);
    summaries.set(identityKey(facts.identity), summarise(key, compare({ desired, actual, schema, now })));
  }
  return summaries;
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
  open: readonly { facts: ResourceFacts; schemaHash: string | null }[],
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
