import { describe, expect, test } from 'vitest';
import { hiddenText, hidesText, previewText, removalText, scopeText } from './rule-words.ts';

const OPEN = { kind: null, namePattern: null, manager: null };

describe('a rule in words', () => {
  test.each([
    [{}, 'of every resource'],
    [{ kind: 'Switch' }, 'of every Switch'],
    [{ kind: 'Switch', namePattern: 'leaf-*' }, 'of every Switch named leaf-*'],
    [{ kind: 'Switch', namePattern: 'leaf-1' }, 'of Switch/leaf-1'],
    [{ namePattern: 'leaf-1' }, 'of every resource named leaf-1'],
    [{ namePattern: 'leaf-?' }, 'of every resource named leaf-?'],
    [{ kind: 'VPC', manager: 'kubectl-edit' }, 'of every VPC, when kubectl-edit wrote it'],
  ])('%j', (scope, text) => {
    expect(scopeText({ ...OPEN, ...scope })).toBe(text);
  });

  test('what it hides, in numbers', () => {
    expect(hidesText({ fields: 0, resources: 0 })).toBeNull();
    expect(hidesText({ fields: 1, resources: 1 })).toBe('1 field in 1 resource');
    expect(hidesText({ fields: 3, resources: 2 })).toBe('3 fields in 2 resources');
    expect(hiddenText(1)).toBe('1 field hidden by rules');
    expect(hiddenText(2)).toBe('2 fields hidden by rules');
  });

  test('what it would hide', () => {
    const of = (fields: number, resources: number, inSync: number) =>
      previewText({ hides: { fields, resources }, inSync });
    expect(of(0, 0, 0)).toBe('Hides nothing now.');
    expect(of(3, 2, 0)).toBe('Hides 3 fields in 2 resources; no resource would be in sync by it alone.');
    expect(of(3, 2, 1)).toBe('Hides 3 fields in 2 resources; 1 resource would have no difference left.');
  });

  test('what removing it does', () => {
    const by = { ...OPEN, id: '7', path: 'spec.**.vlan', kind: 'VPC', reason: 'migrating', author: 'ines' };
    const hides = (fields: number, resources: number) => ({ fields, resources });
    const of = (again: number, ...still: number[]) =>
      removalText({
        countsAgain: hides(again, again),
        stillHidden: still.map((fields) => ({ by, hides: hides(fields, 1) })),
      });
    const named = 'rule 7, spec.**.vlan of every VPC (ines: migrating).';
    expect(of(0)).toBe('It covers no difference now.');
    expect(of(1)).toBe('1 field in 1 resource counts again.');
    expect(of(2, 1)).toBe(
      `2 fields in 2 resources count again. 1 field in 1 resource is still hidden by ${named}`,
    );
    expect(of(0, 3)).toBe(`No field counts again. 3 fields in 1 resource are still hidden by ${named}`);
  });
});
