import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { KubernetesObject } from '../../domain/hedgehog/kubernetes-object.ts';
import { readManifests } from './read-manifests.ts';
import { writeManifest } from './write-manifest.ts';

const base: KubernetesObject = {
  kind: 'VPC',
  metadata: { namespace: 'default', name: 'vpc-1' },
  apiVersion: 'vpc.githedgehog.com/v1beta1',
};

/** Texts that some reader of YAML takes for something else. */
const WORDS = [
  'y',
  'NO',
  'on',
  '~',
  '',
  'null',
  '0644',
  '0o17',
  '1_000',
  '.5',
  '1e3',
  '12:30',
  '2026-11-24',
  '<<',
  '=',
  '.inf',
  '- a',
  'a: b',
  '#',
  '*x',
  '&x',
  '!x',
  '|',
  '{',
  '[',
  '@',
  '%',
  '`',
  '---',
  '...',
  ' a',
  'a ',
  'a\n',
  '\na',
  '\t',
  'ü\u2028',
  '\u0085',
  '\u0000',
  '__proto__x',
];

describe('writeManifest', () => {
  test('puts the fields in the order in which people read them', () => {
    expect(writeManifest({ ...base, spec: { b: 1, a: [] } })).toBe(
      'apiVersion: vpc.githedgehog.com/v1beta1\nkind: VPC\nmetadata:\n  name: vpc-1\n  namespace: default\nspec:\n  b: 1\n  a: []\n',
    );
  });

  test('does not fold long texts', () => {
    const description = 'word '.repeat(60).trim();
    expect(writeManifest({ ...base, spec: { description } })).toContain(description);
  });

  test('is read back as the same object, whatever the texts are', () => {
    const text = fc.oneof(fc.constantFrom(...WORDS), fc.string({ unit: 'grapheme' }));
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        text,
        fc.maxSafeInteger(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(text, tie('value'), { maxKeys: 3 }),
      ),
    }));
    fc.assert(
      fc.property(value, (spec) => {
        const object = JSON.parse(JSON.stringify({ ...base, spec }));
        const { documents, findings } = readManifests(writeManifest(object), 'a.yaml');
        expect(findings).toEqual([]);
        expect(documents[0]?.object).toEqual(object);
      }),
      { numRuns: 500 },
    );
  });
});
