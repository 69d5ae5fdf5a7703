import fc from 'fast-check';
import { load } from 'js-yaml';
import { expect, test } from 'vitest';
import type { Path } from '#lib/domain/drift/comparison.ts';
import type { Json } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { toYaml } from './to-yaml.ts';
import { yamlLines } from './yaml-lines.ts';

const value: Json = {
  spec: { asn: 65101, notes: 'one\ntwo\n', links: [{ a: 1, b: [2, 3] }, 'x', {}], map: {} },
  last: true,
};

test.each<[Path, string[]]>([
  [['spec', 'asn'], ['  asn: 65101']],
  [
    ['spec', 'notes'],
    ['  notes: |', '    one', '    two'],
  ],
  [
    ['spec', 'links', 0],
    ['    - a: 1', '      b:', '        - 2', '        - 3'],
  ],
  [['spec', 'links', 0, 'b', 1], ['        - 3']],
  [['spec', 'links', 1], ['    - x']],
  [['spec', 'map'], ['  map: {}']],
  [['last'], ['last: true']],
])('%j', (path, lines) => {
  const text = toYaml(value);
  const [from, to] = yamlLines(value, text)(path) ?? [0, 0];
  expect(text.split('\n').slice(from - 1, to)).toEqual(lines);
});

test('has no lines for what is not there, or where the text is another one', () => {
  expect(yamlLines(value, toYaml(value))(['spec', 'nothing'])).toBeNull();
  expect(yamlLines(value, 'a: 1\n')(['spec'])).toBeNull();
});

function leaves(of: Json, path: Path = []): [Path, Json][] {
  if (typeof of !== 'object' || of === null || Object.keys(of).length === 0) return [[path, of]];
  return Object.entries(of).flatMap(([key, child]) =>
    leaves(child, [...path, Array.isArray(of) ? Number(key) : key]),
  );
}

test('finds every leaf of any value: its lines hold its value, and no other leaf has them', () => {
  const text = fc.oneof(fc.string(), fc.constantFrom('a\nb', '\n', 'a\n\nb\n', '  x\ny', 'null', '- a'));
  const { any } = fc.letrec<{ any: Json }>((tie) => ({
    any: fc.oneof(
      { maxDepth: 4 },
      text,
      fc.integer(),
      fc.array(tie('any'), { maxLength: 4 }),
      fc.dictionary(fc.stringMatching(/^[a-z]{1,4}$/), tie('any'), { maxKeys: 4 }),
    ),
  }));
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom('a', 'b', 'c'), any, { minKeys: 1 }), (root) => {
      const yaml = toYaml(root);
      const linesOf = yamlLines(root, yaml);
      let before = 0;
      for (const [path, leaf] of leaves(root)) {
        const lines = linesOf(path);
        expect(lines).not.toBeNull();
        const [from, to] = lines ?? [0, 0];
        expect(from).toBeGreaterThan(before);
        before = to;
        const last = path.at(-1);
        const shown = yaml.split('\n').slice(from - 1, to);
        if (typeof last === 'string' && shown.length === 1 && typeof leaf !== 'object')
          expect([load(shown[0] ?? '')].flat(9)).toEqual([{ [last]: leaf }]);
      }
      expect(before).toBe(yaml.split('\n').length - 1);
    }),
  );
});
