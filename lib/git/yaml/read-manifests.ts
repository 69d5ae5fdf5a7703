import { contentHash } from '../../content-hash.ts';
import type { Json, ResourceIdentity } from '../../domain/hedgehog/kubernetes-object.ts';
import type {
  DocumentPlace,
  Finding,
  FindingCode,
  GitDocument,
  GitFile,
  UnreadablePart,
} from '../reading.ts';
import { FINDING_SEVERITIES } from '../reading.ts';
import { documentText } from './document-text.ts';
import { listItems, type ObjectReading, readObject } from './kubernetes-values.ts';
import { lineAt } from './line-at.ts';
import { readYaml, type YamlReading } from './read-yaml.ts';
import { type DocumentPart, splitDocuments } from './split-documents.ts';
import { writeManifest } from './write-manifest.ts';
import { YamlProblem } from './yaml-problem.ts';

/** How deep lists may hold lists; deeper ones are no list that anybody wrote by hand. */
const MAX_LIST_DEPTH = 5;

interface Context {
  file: GitFile;
  part: DocumentPart;
  raw: string;
  place: DocumentPlace;
  isJson: boolean;
}

/**
 * Reads the text of one file as kubectl, Argo CD and Flux read it. Documents that can be read are given even when others
 * in the file cannot; what is wrong stands in `findings`, and what it may hide in `unreadable`. Throws nothing.
 */
export function readManifests(text: string, path: string, blob = ''): GitFile {
  const file: GitFile = { path, blob, documents: [], findings: [], ignored: [], unreadable: [] };
  const isJson = path.endsWith('.json');
  const parts = isJson ? [wholeText(text)] : splitDocuments(text);
  for (const part of parts) {
    const raw = text.slice(part.startOffset, part.endOffset);
    const { index: documentIndex, startLine, endLine } = part;
    readPart({ file, part, raw, isJson, place: { path, documentIndex, startLine, endLine } });
  }
  return file;
}

function wholeText(text: string): DocumentPart {
  const startOffset = text.startsWith('\uFEFF') ? 1 : 0;
  const endLine = lineAt(text, Math.max(0, text.length - 1));
  return { index: 0, startOffset, endOffset: text.length, startLine: 1, endLine, refused: null };
}

function readPart(context: Context): void {
  const { part, raw } = context;
  if (part.refused !== null) {
    refuse(context, 'syntax_error', part.refused.reason, part.refused.offset - part.startOffset, null);
    return;
  }
  let reading: YamlReading;
  try {
    reading = parsePart(context);
  } catch (error) {
    if (!(error instanceof YamlProblem)) throw error;
    if (looksLikeTemplate(raw)) refuseTemplate(context);
    else refuse(context, error.code, `Not readable as YAML: ${error.message}.`, error.offset, null);
    return;
  }
  const { duplicate, inexactOffset } = reading;
  if (duplicate !== null) {
    refuseDuplicateKey(context, reading.value, duplicate);
    return;
  }
  const found = context.file.documents.length;
  takeValue(context, reading.value, false, 0);
  if (inexactOffset !== null && context.file.documents.length > found) {
    const message =
      'An integer here is too large to be held exactly, so a change in its last digits would go unseen.';
    report(context, { code: 'inexact_number', message, offset: inexactOffset });
  }
}

function parsePart({ raw, isJson }: Context): YamlReading {
  if (isJson) parseJson(raw);
  try {
    return readYaml(raw);
  } catch (error) {
    // Kubernetes tools try JSON first where a text looks like it; it knows escapes that go-yaml refuses.
    if (!(error instanceof YamlProblem) || !/^\s*[{[]/.test(raw)) throw error;
    const value = tryJson(raw);
    if (value === undefined) throw error;
    return { value, duplicate: null, inexactOffset: null };
  }
}

function parseJson(raw: string): Json {
  try {
    return JSON.parse(raw);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new YamlProblem('syntax_error', `a .json file must be one JSON value (${reason})`, 0);
  }
}

function tryJson(raw: string): Json | undefined {
  try {
    return JSON.parse(raw);
  } catch {
    return undefined;
  }
}

function takeValue(context: Context, value: Json, isItem: boolean, depth: number): void {
  const items = depth < MAX_LIST_DEPTH ? listItems(value) : null;
  if (items !== null) {
    for (const item of items) takeValue(context, item, true, depth + 1);
    return;
  }
  const read = readObject(value);
  switch (read.kind) {
    case 'nothing':
      return;
    case 'object':
      context.file.documents.push(makeDocument(context, read, isItem));
      return;
    case 'foreign': {
      const { apiVersion, objectKind: kind, name } = read;
      context.file.ignored.push({ ...context.place, apiVersion, kind, name });
      return;
    }
    case 'broken':
      if (looksLikeTemplate(context.raw)) refuseTemplate(context);
      else refuse(context, read.code, read.message, firstContent(context.raw), null);
  }
}

function makeDocument(
  { file, part, raw, place, isJson }: Context,
  read: Extract<ObjectReading, { kind: 'object' }>,
  isItem: boolean,
): GitDocument {
  const { object } = read;
  const text = isItem ? writeManifest(object) : documentText(raw);
  return {
    ...place,
    identity: identityOf(read),
    apiVersion: object.apiVersion,
    object,
    form: isItem ? 'list_item' : isJson ? 'json' : 'yaml',
    text,
    textHash: contentHash(text),
    startOffset: part.startOffset,
    endOffset: part.endOffset,
    blob: file.blob,
  };
}

function identityOf({
  group,
  namespace,
  object,
}: Extract<ObjectReading, { kind: 'object' }>): ResourceIdentity {
  return { group, kind: object.kind, namespace, name: object.metadata.name };
}

function refuseDuplicateKey(context: Context, value: Json, duplicate: { key: string; offset: number }): void {
  const read = readObject(value);
  const identity = read.kind === 'object' ? identityOf(read) : null;
  const message = `The key "${duplicate.key}" stands twice in one mapping; remove one, since tools disagree which holds.`;
  refuse(context, 'duplicate_key', message, duplicate.offset, identity);
}

function refuseTemplate(context: Context): void {
  const message =
    'Looks like a template ("{{ }}"), which only its own tool can turn into manifests; it was left out.';
  refuse(context, 'template_skipped', message, Math.max(0, context.raw.indexOf('{{')), null);
}

function refuse(
  context: Context,
  code: FindingCode,
  message: string,
  offset: number,
  identity: ResourceIdentity | null,
): void {
  const { file, raw, place } = context;
  report(context, { code, message, offset, identity });
  const { path, documentIndex } = place;
  const last = file.unreadable.at(-1);
  if (last?.documentIndex === documentIndex) return;
  const part: UnreadablePart = { path, blob: file.blob, documentIndex, identity, text: raw };
  file.unreadable.push(part);
}

function report(
  { file, raw, place }: Context,
  found: { code: FindingCode; message: string; offset: number; identity?: ResourceIdentity | null },
): void {
  const { path, documentIndex, startLine } = place;
  const { code, message, offset, identity = null } = found;
  const line = startLine - 1 + lineAt(raw, offset);
  const finding: Finding = {
    code,
    severity: FINDING_SEVERITIES[code],
    path,
    documentIndex,
    line,
    message,
    identity,
  };
  file.findings.push(finding);
}

function looksLikeTemplate(raw: string): boolean {
  return raw.includes('{{') && raw.includes('}}');
}

/** Where a document says its first word, past comments and blank lines. */
function firstContent(raw: string): number {
  return Math.max(0, raw.search(/^(?!\s*(?:#|$))/m));
}
