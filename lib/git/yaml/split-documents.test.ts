import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { splitDocuments } from './split-documents.ts';

/** The documents' own texts, with the lines that they stand on. */
function parts(text: string): [string, number, number][] {
  return splitDocuments(text).map(({ startOffset, endOffset, startLine, endLine }) => [
    text.slice(startOffset, endOffset),
    startLine,
    endLine,
  ]);
}

describe('splitDocuments', () => {
  test.each<[string, string, [string, number, number][]]>([
    ['one document', 'a: 1\nb: 2\n', [['a: 1\nb: 2\n', 1, 2]]],
    ['nothing', '', [['', 1, 1]]],
    [
      'two',
      'a\n---\nb\n',
      [
        ['a\n', 1, 1],
        ['b\n', 3, 3],
      ],
    ],
    [
      'a marker at the start',
      '---\na\n---\nb',
      [
        ['a\n', 2, 2],
        ['b', 4, 4],
      ],
    ],
    ['a header of comments before the first marker', '# who\n\n---\na\n', [['a\n', 4, 4]]],
    [
      'a comment without a marker belongs to its document',
      '# who\na\n---\n# b\nb\n',
      [
        ['# who\na\n', 1, 2],
        ['# b\nb\n', 4, 5],
      ],
    ],
    [
      'documents of comments only',
      '# a\n---\n# b\n---\nc\n',
      [
        ['# b\n', 3, 3],
        ['c\n', 5, 5],
      ],
    ],
    [
      'a marker with a comment',
      'a\n--- # next\nb\n',
      [
        ['a\n', 1, 1],
        ['b\n', 3, 3],
      ],
    ],
    [
      'a marker with content',
      '--- {a: 1}\n--- [b]\n',
      [
        ['{a: 1}\n', 1, 1],
        ['[b]\n', 2, 2],
      ],
    ],
    [
      'a marker at the end',
      'a\n---\n',
      [
        ['a\n', 1, 1],
        ['', 3, 3],
      ],
    ],
    [
      'a marker without a line end',
      'a\n---',
      [
        ['a\n', 1, 1],
        ['', 2, 2],
      ],
    ],
    [
      'Windows line ends',
      'a\r\n---\r\nb\r\n',
      [
        ['a\r\n', 1, 1],
        ['b\r\n', 3, 3],
      ],
    ],
    ['a byte order mark', '\uFEFF---\na\n', [['a\n', 2, 2]]],
    ['a byte order mark without a marker', '\uFEFFa\n', [['a\n', 1, 1]]],
    ['directives', '%YAML 1.1\n---\na\n', [['a\n', 3, 3]]],
    [
      'an end marker',
      'a\n...\n---\nb\n',
      [
        ['a\n', 1, 1],
        ['b\n', 4, 4],
      ],
    ],
    [
      'an end marker and directives',
      'a\n...\n# c\n%YAML 1.1\n---\nb\n',
      [
        ['a\n', 1, 1],
        ['b\n', 6, 6],
      ],
    ],
    ['dashes that are no marker', '----\n---a\n --- \n- - -\n', [['----\n---a\n --- \n- - -\n', 1, 4]]],
    ['a marker inside a block of text', 'a: |\n  ---\n  x\n', [['a: |\n  ---\n  x\n', 1, 3]]],
    [
      'empty documents between',
      '---\n---\na\n',
      [
        ['', 2, 2],
        ['a\n', 3, 3],
      ],
    ],
  ])('%s', (_, text, expected) => {
    expect(parts(text)).toEqual(expected);
  });

  test('counts documents from 0, those of comments too', () => {
    expect(splitDocuments('a\n---\n# b\n---\nc\n').map(({ index }) => index)).toEqual([0, 1, 2]);
  });

  test.each([
    ['a\n...\nb: 1\n', 'a\n...\n'.length, 'drop what stands after'],
    ['a\n... b\n', 'a\n... '.length, 'drop what stands after'],
    ['--- {a: 1}\n', '--- '.length, 'on the next line'],
    ['# c\n%YAML 1.1\n---\na\n', '# c\n%YAML 1.1\n---\n'.length, 'directives'],
  ])('%j is what Kubernetes tools refuse', (text, offset, reason) => {
    expect(splitDocuments(text)[0]?.refused).toEqual({ offset, reason: expect.stringContaining(reason) });
  });

  test.each(['a\n...\n# c\n', '# c\n---\na\n', '--- # c\na\n', '---\n# 100%\na\n'])('%j is not', (text) => {
    expect(splitDocuments(text)[0]?.refused).toBeNull();
  });

  test('the parts and what lies between them are the whole file, in order', () => {
    const line = fc.constantFrom(
      'a: 1',
      '---',
      '--- # c',
      '--- {a: 1}',
      '...',
      '# c',
      '',
      '  b',
      '%YAML 1.1',
      '- x',
      '----',
    );
    const file = fc.tuple(
      fc.array(line, { maxLength: 12 }),
      fc.constantFrom('\n', '\r\n'),
      fc.boolean(),
      fc.boolean(),
    );
    fc.assert(
      fc.property(file, ([lines, lineEnd, hasMark, isClosed]) => {
        const text = (hasMark ? '\uFEFF' : '') + lines.join(lineEnd) + (isClosed ? lineEnd : '');
        let position = 0;
        let rebuilt = '';
        for (const { startOffset, endOffset, startLine } of splitDocuments(text)) {
          expect(startOffset).toBeGreaterThanOrEqual(position);
          expect(endOffset).toBeGreaterThanOrEqual(startOffset);
          expect(startLine).toBe(text.slice(0, startOffset).split('\n').length);
          rebuilt += text.slice(position, startOffset) + text.slice(startOffset, endOffset);
          position = endOffset;
        }
        expect(rebuilt + text.slice(position)).toBe(text);
      }),
      { numRuns: 1000 },
    );
  });
});
