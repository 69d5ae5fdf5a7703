const NEWLINE = 0x0a;

/** Cuts a byte stream into lines, whatever its chunks: a character of several bytes may be split between two. */
export interface LineReader {
  /** The lines that this chunk completes, without their line breaks; empty ones left out. */
  push(chunk: Buffer): string[];
  /** Bytes of the unfinished line. */
  readonly pending: number;
}

/** A reader with nothing pending. */
export function createLineReader(): LineReader {
  let parts: Buffer[] = [];
  let pending = 0;
  return {
    get pending() {
      return pending;
    },
    push(chunk) {
      const lines: string[] = [];
      let start = 0;
      for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
        const rest = chunk.subarray(start, end);
        const line = (parts.length === 0 ? rest : Buffer.concat([...parts, rest])).toString('utf8');
        if (line.trim() !== '') lines.push(line);
        parts = [];
        pending = 0;
        start = end + 1;
      }
      if (start < chunk.length) {
        parts.push(chunk.subarray(start));
        pending += chunk.length - start;
      }
      return lines;
    },
  };
}
