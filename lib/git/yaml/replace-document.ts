import type { GitDocument } from '../reading.ts';

/** The file as it shall stand (null: nothing is left, delete it), or why this document cannot be changed in place. */
export type FileEdit = { kind: 'text'; text: string | null } | { kind: 'refused'; reason: string };

/** The file with one document replaced (null: removed) and every other byte as it was. */
export function replaceDocument(
  _fileText: string,
  _document: Pick<GitDocument, 'path' | 'form' | 'startOffset' | 'endOffset' | 'startLine'>,
  _newText: string | null,
): FileEdit {
  throw new Error('not built yet');
}

/** The file with one more document at its end. */
export function appendDocument(_fileText: string, _newText: string): string {
  throw new Error('not built yet');
}

/** Where a new resource goes: one folder per kind, one object per file. */
export function newFilePath(_directory: string, _plural: string, _name: string): string {
  throw new Error('not built yet');
}
