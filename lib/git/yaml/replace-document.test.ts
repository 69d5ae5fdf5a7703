import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { documentText } from './document-text.ts';
import { readManifests } from './read-manifests.ts';
import { appendDocument, newFilePath, replaceDocument } from './replace-document.ts';
import { splitDocuments } from './split-documents.ts';

/** Replaces (null: removes) a document of a file by its number among the parts. */
function edit(fileText: string, index: number, newText: string | null) {
  const part = splitDocuments(fileText)[index];
  if (part === undefined) throw new Error('no such document');
  return replaceDocument(fileText, { ...part, path: 'a.yaml', form: 'yaml' }, newText);
}

const text = (value: string | null) => ({ kind: 'text', text: value });

describe('replacing a document', () => {
  test.each([
    ['the only one', 'a: 1\n', 0, 'b: 2\n', 'b: 2\n'],
    ['the middle one', 'a\n---\nb\n--- # c\nc\n', 1, 'new\n', 'a\n---\nnew\n--- # c\nc\n'],
    ['the last one', '---\na\n---\nb\n', 1, 'new\n', '---\na\n---\nnew\n'],
    ['without a line end, before a marker', 'a\n---\nb\n', 0, 'new', 'new\n---\nb\n'],
    ['the last one of a file without a last line end', 'a\n---\nb', 1, 'new\n', 'a\n---\nnew'],
    [
      'in a file with Windows line ends',
      'a\r\n---\r\nb\r\n',
      1,
      'x: 1\ny: 2\n',
      'a\r\n---\r\nx: 1\r\ny: 2\r\n',
    ],
    ['after a byte order mark', '\uFEFFa\n', 0, 'b\n', '\uFEFFb\n'],
    [
      'that stood on the line of its marker',
      '--- {a: 1}\n--- {b: 1}\n',
      1,
      'c: 1\n',
      '--- {a: 1}\n--- \nc: 1\n',
    ],
    ['before an end marker', 'a\n...\n', 0, 'b\n', 'b\n...\n'],
    ['by a text that starts with a marker', 'a\n---\nb\n', 1, '---\nnew\n', 'a\n---\nnew\n'],
    [
      'by a text with comments before its marker',
      'a\n---\nb\n',
      1,
      '# why\n---\nnew\n',
      'a\n---\n# why\nnew\n',
    ],
    ['by itself', 'a \r\nb\n\n---\nc\n', 0, 'a \nb\n\n', 'a \r\nb\n\n---\nc\n'],
  ])('%s', (_, fileText, index, newText, expected) => {
    expect(edit(fileText, index, newText)).toEqual(text(expected));
  });

  test('by several documents is refused', () => {
    expect(edit('a\n', 0, 'b\n---\nc\n')).toMatchObject({
      kind: 'refused',
      reason: expect.stringContaining('several'),
    });
  });
});

describe('removing a document', () => {
  test.each([
    ['the only one', 'a: 1\n', 0, null],
    ['the only one, between markers and blank lines', '\uFEFF%YAML 1.1\n---\na\n...\n\n', 0, null],
    ['the first one', 'a\n---\nb\n', 0, 'b\n'],
    ['the first one, after a marker', '---\na\n---\nb\n', 0, '---\nb\n'],
    ['the middle one', 'a\n---\nb\n--- # c\nc\n', 1, 'a\n---\nc\n'],
    ['the last one', 'a\n---\nb\n', 1, 'a\n'],
    ['the last one, Windows line ends', 'a\r\n---\r\nb\r\n', 1, 'a\r\n'],
    ['the only one below a header', '# ours\n---\na\n', 0, '# ours\n---\n'],
    [
      'the only one beside one that is commented out',
      '# a: 1\n# b\n---\nx\n---\n# c\n',
      0,
      '# a: 1\n# b\n---\n# c\n',
    ],
    ['before one on the line of its marker', 'a\n---\nb\n--- {c: 1}\n', 1, 'a\n---\n{c: 1}\n'],
  ])('%s', (_, fileText, index, expected) => {
    expect(edit(fileText, index, null)).toEqual(text(expected));
  });
});

describe('documents that are no YAML documents of their own', () => {
  const list =
    'apiVersion: v1\nkind: List\nitems:\n- apiVersion: vpc.githedgehog.com/v1beta1\n  kind: VPC\n  metadata: {name: v1}\n';

  test('an item of a list is refused, with the way out', () => {
    const [item] = readManifests(list, 'lists/all.yaml').documents;
    if (item === undefined) throw new Error('not read');
    expect(replaceDocument(list, item, 'x')).toEqual({
      kind: 'refused',
      reason: 'It is an item of a list in lists/all.yaml. Split the list into documents of their own first.',
    });
  });

  test('a JSON file takes JSON only, and keeps its mark and line ends', () => {
    const file =
      '\uFEFF{\r\n"apiVersion":"vpc.githedgehog.com/v1beta1","kind":"VPC","metadata":{"name":"v1"}}';
    const [document] = readManifests(file, 'a.json').documents;
    if (document === undefined) throw new Error('not read');
    expect(replaceDocument(file, document, '{\n"a": 1}\n')).toEqual(text('\uFEFF{\r\n"a": 1}\r\n'));
    expect(replaceDocument(file, document, document.text)).toEqual(text(file));
    expect(replaceDocument(file, document, 'a: 1')).toMatchObject({
      kind: 'refused',
      reason: expect.stringContaining('a.json'),
    });
    expect(replaceDocument(file, document, null)).toEqual(text(null));
  });
});

describe('appendDocument', () => {
  test.each([
    ['', 'a: 1', 'a: 1\n'],
    ['\n\n', 'a: 1\n', 'a: 1\n'],
    ['x\n', 'a: 1\n', 'x\n---\na: 1\n'],
    ['x', 'a: 1\n', 'x\n---\na: 1\n'],
    ['x\n---\n', 'a: 1\n', 'x\n---\na: 1\n'],
    ['# only\n', 'a: 1\n', '# only\n---\na: 1\n'],
    ['x\r\n', 'a: 1\nb: 2\n', 'x\r\n---\r\na: 1\r\nb: 2\r\n'],
  ])('%j and %j', (file, added, expected) => {
    expect(appendDocument(file, added)).toBe(expected);
  });
});

describe('newFilePath', () => {
  test.each([
    ['', 'vpcs/vpc-1.yaml'],
    ['.', 'vpcs/vpc-1.yaml'],
    ['fabrics/prod/', 'fabrics/prod/vpcs/vpc-1.yaml'],
  ])('below %j', (directory, path) => {
    expect(newFilePath(directory, 'vpcs', 'vpc-1')).toBe(path);
  });

  test('not outside of the repository', () => {
    expect(() => newFilePath('../x', 'vpcs', 'vpc-1')).toThrow('no directory of a repository');
  });
});

describe('for every file', () => {
  const body = fc.constantFrom(
    'a: 1',
    '# c\na: 1\n',
    '',
    'x: |\n  ---\n  y\n\n',
    '{a: 1}',
    '# only a comment\n',
    'a:\n  - b\n',
  );
  const marker = fc.constantFrom('---', '--- # c', '---  ');
  const file = fc
    .tuple(
      fc.boolean(),
      fc.array(fc.tuple(body, marker), { minLength: 1, maxLength: 5 }),
      fc.boolean(),
      fc.constantFrom('\n', '\r\n'),
    )
    .map(([leading, documents, closed, lineEnd]) => {
      const joined = documents.map(([document, after]) => `${documentText(document)}${after}\n`).join('');
      const whole = `${leading ? '---\n' : ''}${joined.replace(/---[^\n]*\n$/, '')}`;
      return (closed ? whole : whole.replace(/\n$/, '')).replaceAll('\n', lineEnd);
    });

  test('replacing a document by itself changes nothing', () => {
    fc.assert(
      fc.property(file, (fileText) => {
        for (const [index, part] of splitDocuments(fileText).entries()) {
          const own = documentText(fileText.slice(part.startOffset, part.endOffset));
          expect(edit(fileText, index, own)).toEqual(text(fileText));
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('replacing a document changes that document alone, and reads back as written', () => {
    fc.assert(
      fc.property(file, fc.nat(10), (fileText, choice) => {
        const before = splitDocuments(fileText);
        const at = choice % before.length;
        const outcome = edit(fileText, at, 'new: true\n');
        if (outcome.kind === 'refused' || outcome.text === null) throw new Error('refused');
        const after = splitDocuments(outcome.text);
        expect(after).toHaveLength(before.length);
        const own = (source: string, part: (typeof after)[number]) =>
          source.slice(part.startOffset, part.endOffset);
        for (const [index, part] of after.entries()) {
          const old = before[index];
          if (old === undefined) throw new Error('a document more');
          const expected = index === at ? 'new: true\n' : documentText(own(fileText, old));
          expect(documentText(own(outcome.text, part))).toBe(expected);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('removing a document leaves the others as they were', () => {
    fc.assert(
      fc.property(file, fc.nat(10), (fileText, choice) => {
        const before = splitDocuments(fileText);
        const at = choice % before.length;
        const outcome = edit(fileText, at, null);
        if (outcome.kind === 'refused') throw new Error('refused');
        const own = (source: string) =>
          splitDocuments(source).map((part) => documentText(source.slice(part.startOffset, part.endOffset)));
        const left = own(fileText).filter((_, index) => index !== at);
        const says = (texts: string[]) => texts.filter((document) => /^[^#\s]/m.test(document));
        expect(says(own(outcome.text ?? ''))).toEqual(says(left));
        if (outcome.text === null) expect(left.join('').trim()).toBe('');
      }),
      { numRuns: 1000 },
    );
  });
});
