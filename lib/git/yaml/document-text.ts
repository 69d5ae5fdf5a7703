/** A document as it is kept, shown and hashed: line ends as LF, one at the end. Blank lines stay, a `|+` may mean them. */
export function documentText(raw: string): string {
  const text = raw.replaceAll('\r\n', '\n');
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}
