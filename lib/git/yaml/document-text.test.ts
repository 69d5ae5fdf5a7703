import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { documentText, singleDocument } from './document-text.ts';
import { readManifests } from './read-manifests.ts';
import { appendDocument, replaceDocument } from './replace-document.ts';

test.each([
  ['', ''],
  ['a', 'a\n'],
  ['a\r\nb\r\n', 'a\nb\n'],
  ['a\n\n', 'a\n\n'],
])('documentText(%j) is %j', (raw, text) => {
  expect(documentText(raw)).toBe(text);
});

describe('singleDocument', () => {
  test.each([
    ['a: 1', 'a: 1\n'],
    ['---\na: 1\n', 'a: 1\n'],
    ['\uFEFF--- # c\r\na: 1\r\n', 'a: 1\n'],
    ['# who\n%YAML 1.1\n---\na: 1\n', '# who\na: 1\n'],
    ['--- {a: 1}\n', '{a: 1}\n'],
    ['a: 1\n...\n', 'a: 1\n'],
    ['a: |\n  ---\n', 'a: |\n  ---\n'],
    ['', ''],
    ['a: 1\n---\nb: 2\n', null],
    ['a: 1\n---\n', null],
  ])('of %j is %j', (typed, text) => {
    expect(singleDocument(typed)).toBe(text);
  });

  test('is what is read back, wherever the text is put', () => {
    const head = fc.constantFrom('', '---\n', '# who\n---\n', '# who\n', '\uFEFF', '%YAML 1.1\n---\n');
    const tail = fc.constantFrom('', '\n', '\n\n', '\n# end', '\n...\n');
    const lineEnd = fc.constantFrom('\n', '\r\n');
    const file = fc.constantFrom(
      'x: 1\n',
      'x: 1\n---\ny: 1\n',
      '---\r\nx: 1\r\n---\r\ny: 1\r\n',
      '# c\nx: 1',
    );
    const body = 'apiVersion: vpc.githedgehog.com/v1beta1\nkind: VPC\nmetadata: {name: vpc-1}';
    fc.assert(
      fc.property(head, tail, lineEnd, file, (before, after, end, fileText) => {
        const typed = (before + body + after).replaceAll('\n', end);
        const added = readManifests(appendDocument(fileText, typed), 'a.yaml').documents;
        expect(added.map(({ text }) => text)).toEqual([singleDocument(typed)]);
        const place = { path: 'a.yaml', form: 'yaml', startOffset: 0, endOffset: fileText.length } as const;
        const replaced = replaceDocument(fileText, place, typed);
        const text = replaced.kind === 'text' ? (replaced.text ?? '') : '';
        expect(readManifests(text, 'a.yaml').documents.map((document) => document.text)).toEqual([
          singleDocument(typed),
        ]);
      }),
    );
  });
});
