import { isDeepStrictEqual } from 'node:util';
import { isDocument, parseDocument } from 'yaml';
import type { Json, JsonObject, KubernetesObject } from '../../domain/hedgehog/kubernetes-object.ts';
import { collectEdits, NotInPlace, type TextEdit } from './collect-edits.ts';
import { documentText } from './document-text.ts';
import { readYaml } from './read-yaml.ts';
import { writeManifest } from './write-manifest.ts';
import { YamlProblem } from './yaml-problem.ts';

/**
 * A document that says what `wanted` says, with the comments and the formatting of everything that it said before. What
 * of metadata `wanted` does not name (finalizers …) stays. Where that cannot be done in place, it is written anew.
 */
export function rewriteDocument(text: string, wanted: KubernetesObject): string {
  const old = tryRead(text);
  if (!isMapping(old)) return writeManifest(wanted);
  // As JSON has it: no undefined, no prototypes.
  const target: JsonObject = JSON.parse(JSON.stringify(merged(old, wanted)));
  if (isDeepStrictEqual(old, target)) return documentText(text);
  if (isJsonText(text)) return `${JSON.stringify(target, null, 2)}\n`;
  const rewritten = editInPlace(documentText(text), old, target);
  return rewritten !== null && isDeepStrictEqual(tryRead(rewritten), target)
    ? rewritten
    : writeManifest(wanted);
}

function merged(old: JsonObject, wanted: KubernetesObject): object {
  const { apiVersion, kind, spec } = wanted;
  const { name, namespace, labels, annotations } = wanted.metadata;
  const before = isMapping(old.metadata) ? old.metadata : {};
  const metadata = { ...before, name, namespace: namespace ?? before.namespace, labels, annotations };
  return { ...old, apiVersion, kind, metadata, spec };
}

function editInPlace(text: string, old: JsonObject, target: JsonObject): string | null {
  const document = parseDocument(text, { uniqueKeys: false, strict: false });
  const root = isDocument(document) ? document.contents : null;
  if (root === null) return null;
  try {
    return applyEdits(text, collectEdits(text, root, old, target));
  } catch (error) {
    if (error instanceof NotInPlace) return null;
    throw error;
  }
}

// From the end to the start. Of two at one place the inner one was collected first and must stand first.
function applyEdits(text: string, edits: TextEdit[]): string {
  const ordered = edits.toReversed().toSorted((a, b) => b.start - a.start || b.end - a.end);
  return ordered.reduce(
    (result, { start, end, text: put }) => result.slice(0, start) + put + result.slice(end),
    text,
  );
}

function tryRead(text: string): Json {
  try {
    const { value, duplicate } = readYaml(text);
    return duplicate === null ? value : null;
  } catch (error) {
    if (error instanceof YamlProblem) return null;
    throw error;
  }
}

function isJsonText(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function isMapping(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
