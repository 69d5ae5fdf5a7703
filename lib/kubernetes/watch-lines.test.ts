import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLineReader } from './watch-lines.ts';

/** The bytes in pieces of these sizes, the last piece taking what is left. */
function cut(bytes: Buffer, sizes: readonly number[]): Buffer[] {
  const pieces: Buffer[] = [];
  let start = 0;
  for (const size of sizes) {
    pieces.push(bytes.subarray(start, start + size));
    start += size;
  }
  return [...pieces, bytes.subarray(start)];
}

describe('createLineReader', () => {
  it('gives the same lines however the bytes are cut, within characters of several bytes too', () => {
    const line = fc
      .string({ unit: 'grapheme', minLength: 1 })
      .filter((text) => text.trim() !== '' && !text.includes('\n'));
    fc.assert(
      fc.property(fc.array(line), fc.array(fc.nat({ max: 7 }), { maxLength: 60 }), (lines, sizes) => {
        const reader = createLineReader();
        const bytes = Buffer.from(lines.map((text) => `${text}\n`).join(''), 'utf8');
        expect(cut(bytes, sizes).flatMap((piece) => reader.push(piece))).toEqual(lines);
        expect(reader.pending).toBe(0);
      }),
      { seed: 20261124, numRuns: 500 },
    );
  });

  it('keeps an unfinished line until it ends, and counts its bytes', () => {
    const reader = createLineReader();
    const [first, second] = cut(Buffer.from('{"ü":1}\n'), [3]);
    expect(reader.push(first ?? Buffer.alloc(0))).toEqual([]);
    expect(reader.pending).toBe(3);
    expect(reader.push(second ?? Buffer.alloc(0))).toEqual(['{"ü":1}']);
    expect(reader.pending).toBe(0);
  });

  it('leaves empty lines out and takes carriage returns as white space', () => {
    expect(createLineReader().push(Buffer.from('\n\r\na\r\n  \nb\n'))).toEqual(['a\r', 'b']);
  });
});
