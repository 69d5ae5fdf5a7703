import { describe, expect, it } from 'vitest';
import { shelfTarget } from '../testing/resource-types.ts';
import { isTrue, readWriteOptions, writerOf } from './write-request.ts';

const read = (query: string, agent = 'kubectl/v1.34 (linux)') =>
  readWriteOptions(new URLSearchParams(query), agent, 'UpdateOptions');

describe('readWriteOptions', () => {
  it('has defaults', () => {
    expect(read('')).toEqual({
      dryRun: false,
      force: false,
      fieldValidation: 'Warn',
      fieldManager: null,
      userAgent: 'kubectl/v1.34 (linux)',
    });
  });

  it('reads what is asked', () => {
    expect(read('dryRun=All&force=true&fieldValidation=Strict&fieldManager=me')).toMatchObject({
      dryRun: true,
      force: true,
      fieldValidation: 'Strict',
      fieldManager: 'me',
    });
  });

  it.each(['dryRun=Some', 'dryRun=', 'fieldValidation=Loud'])('refuses %s', (query) => {
    expect(() => read(query)).toThrow(/^UpdateOptions\.meta\.k8s\.io "" is invalid: .*Unsupported value/);
  });
});

it.each([
  ['true', true],
  ['1', true],
  ['', true],
  ['false', false],
  ['0', false],
  [null, false],
])('a flag %j is %s', (text, value) => {
  expect(isTrue(text)).toBe(value);
});

describe('writerOf', () => {
  it('names the manager by its parameter, else by the program', () => {
    expect(writerOf(shelfTarget('a'), read('fieldManager=me'), 'Update').manager).toBe('me');
    expect(writerOf(shelfTarget('a'), read(''), 'Update').manager).toBe('kubectl');
    expect(writerOf(shelfTarget('a'), read('', ''), 'Update').manager).toBe('unknown');
    expect(writerOf(shelfTarget('a'), read('', 'x'.repeat(200)), 'Update').manager).toHaveLength(128);
  });

  it('tells versions and subresources apart', () => {
    expect(writerOf(shelfTarget('a', 'status'), read(''), 'Update')).toEqual({
      manager: 'kubectl',
      operation: 'Update',
      apiVersion: 'depot.example.org/v1',
      subresource: 'status',
    });
  });

  it('insists on a named manager for apply', () => {
    expect(() => writerOf(shelfTarget('a'), read(''), 'Apply')).toThrow(
      'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch',
    );
  });
});
