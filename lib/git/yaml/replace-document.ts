import { normaliseDirectory } from '../../repository-path.ts';
import type { GitDocument } from '../reading.ts';
import { documentText, singleDocument } from './document-text.ts';
import { splitDocuments } from './split-documents.ts';

/** The file as it shall stand (null: nothing is left, delete it), or why this document cannot be changed in place. */
export type FileEdit = { kind: 'text'; text: string | null } | { kind: 'refused'; reason: string };

/** What of a document its file must be told to change it. */
export type EditedDocument = Pick<GitDocument, 'path' | 'form' | 'startOffset' | 'endOffset'>;

/**
 * The file with one document replaced (null: removed) and every other byte as it was. Line ends follow the file.
 * An item of a list is refused, and so is YAML in a .json file.
 */
export function replaceDocument(
  fileText: string,
  document: EditedDocument,
  newText: string | null,
): FileEdit {
  switch (document.form) {
    case 'list_item':
      return refused(
        `It is an item of a list in ${document.path}. Split the list into documents of their own first.`,
      );
    case 'json':
      return replaceJson(fileText, document, newText);
    case 'yaml':
      return newText === null ? removeYaml(fileText, document) : replaceYaml(fileText, document, newText);
  }
}

/** The file with one more document at its end; an empty file becomes just that document. */
export function appendDocument(fileText: string, newText: string): string {
  const lines = withLineEndsOf(fileText, singleDocument(newText) ?? documentText(newText));
  if (fileText.trim() === '') return lines;
  const lineEnd = lineEndOf(fileText);
  const closed = fileText.endsWith('\n') ? fileText : `${fileText}${lineEnd}`;
  const isOpen = /(?:^|\n)---[ \t]*\r?\n$/.test(closed);
  return isOpen ? `${closed}${lines}` : `${closed}---${lineEnd}${lines}`;
}

/** Where a new resource goes: one folder per kind, one object per file. Throws AppError for an impossible directory. */
export function newFilePath(directory: string, plural: string, name: string): string {
  const base = normaliseDirectory(directory);
  return `${base === '' ? '' : `${base}/`}${plural}/${name}.yaml`;
}

function replaceJson(
  fileText: string,
  { path, startOffset }: EditedDocument,
  newText: string | null,
): FileEdit {
  if (newText === null) return { kind: 'text', text: null };
  if (documentText(fileText.slice(startOffset)) === documentText(newText))
    return { kind: 'text', text: fileText };
  try {
    JSON.parse(newText);
  } catch {
    return refused(`${path} is a JSON file, and the new text is not JSON.`);
  }
  return {
    kind: 'text',
    text: fileText.slice(0, startOffset) + withLineEndsOf(fileText, documentText(newText)),
  };
}

function replaceYaml(
  fileText: string,
  { startOffset, endOffset }: EditedDocument,
  newText: string,
): FileEdit {
  const body = singleDocument(newText);
  if (body === null) return refused('The new text holds several documents; a document is replaced by one.');
  const before = fileText.slice(0, startOffset);
  const old = fileText.slice(startOffset, endOffset);
  const after = fileText.slice(endOffset);
  if (documentText(old) === body) return { kind: 'text', text: fileText };
  const onMarkerLine = /[^\n\uFEFF]$/.test(before) ? lineEndOf(fileText) : '';
  // A file without a last line end stays so, unless blank lines at the end of the text would be lost.
  const isUnclosed = after === '' && !old.endsWith('\n') && !body.endsWith('\n\n');
  const lines = withLineEndsOf(fileText, isUnclosed ? body.slice(0, -1) : body);
  return { kind: 'text', text: before + onMarkerLine + lines + after };
}

function removeYaml(fileText: string, { startOffset }: EditedDocument): FileEdit {
  const parts = splitDocuments(fileText);
  const at = parts.findIndex((part) => part.startOffset === startOffset);
  const previous = parts[at - 1];
  const next = parts[at + 1];
  let rest = fileText.slice(0, startOffset);
  if (next !== undefined) rest += fileText.slice(next.startOffset);
  else if (previous !== undefined) rest = fileText.slice(0, previous.endOffset);
  const isNothing = rest.split('\n').every((line) => /^\uFEFF?\s*(?:---\s*|\.\.\.\s*|%.*)?$/.test(line));
  return { kind: 'text', text: isNothing ? null : rest };
}

function lineEndOf(fileText: string): string {
  return /^[^\n]*\r\n/.test(fileText) ? '\r\n' : '\n';
}

function withLineEndsOf(fileText: string, text: string): string {
  return lineEndOf(fileText) === '\r\n' ? text.replaceAll('\n', '\r\n') : text;
}

function refused(reason: string): FileEdit {
  return { kind: 'refused', reason };
}
