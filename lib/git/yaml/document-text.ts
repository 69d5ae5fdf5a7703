import { splitDocuments } from './split-documents.ts';

/** A document as it is kept, shown and hashed: line ends as LF, one at the end. Blank lines stay, a `|+` may mean them. */
export function documentText(raw: string): string {
  const text = raw.replaceAll('\r\n', '\n');
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}

/**
 * The one document that a text is, exactly as it will be read back from a file: without a byte order mark, and without
 * `---` and directives before it (comments there stay). Null when it is several documents.
 */
export function singleDocument(typed: string): string | null {
  const text = documentText(typed).replace(/^\uFEFF/, '');
  const [part, ...others] = splitDocuments(text);
  if (part === undefined) return text;
  if (others.length > 0) return null;
  const preamble = text.slice(0, part.startOffset).replace(/^(?:---|%).*\n?/gm, '');
  return preamble + text.slice(part.startOffset, part.endOffset);
}
