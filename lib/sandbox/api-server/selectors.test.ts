import { describe, expect, it } from 'vitest';
import { readFieldSelector, readLabelSelector } from './selectors.ts';

const labelled = (labels: Record<string, string>) => ({
  metadata: { name: 'a', namespace: 'default', labels },
});

describe('readLabelSelector', () => {
  const object = labelled({ tier: 'web', 'example.org/team': 'net', empty: '' });

  it.each<[string | null, boolean]>([
    [null, true],
    ['', true],
    ['tier=web', true],
    ['tier==web', true],
    ['tier = web', true],
    ['tier=db', false],
    ['tier!=db', true],
    ['tier!=web', false],
    ['absent!=web', true],
    ['absent=', false],
    ['empty=', true],
    ['tier in (web, db)', true],
    ['tier in (db)', false],
    ['tier notin (db)', true],
    ['absent notin (db)', true],
    ['tier', true],
    ['!tier', false],
    ['!absent', true],
    ['toString', false],
    ['example.org/team=net,tier in (a,web),!x', true],
    ['example.org/team=net,tier in (a,b)', false],
  ])('%j: %s', (selector, selected) => {
    expect(readLabelSelector(selector)(object)).toBe(selected);
  });

  it.each(['a b', 'a=b=c', 'a in b', '=x', ',', 'a in (b', '!'])('refuses %j', (selector) => {
    expect(() => readLabelSelector(selector)).toThrow(expect.objectContaining({ code: 400 }));
  });

  it('takes an object without labels for one with none', () => {
    expect(readLabelSelector('!tier')({ metadata: { name: 'a' } })).toBe(true);
  });
});

describe('readFieldSelector', () => {
  it.each<[string | null, boolean]>([
    [null, true],
    ['metadata.name=a', true],
    ['metadata.name==a', true],
    ['metadata.name!=a', false],
    ['metadata.name=b', false],
    ['metadata.name=a,metadata.namespace=default', true],
    ['metadata.namespace!=default', false],
  ])('%j: %s', (selector, selected) => {
    expect(readFieldSelector(selector)(labelled({}))).toBe(selected);
  });

  it.each(['spec.x=1', 'status.phase!=x'])('refuses %j, as a custom resource does', (selector) => {
    expect(() => readFieldSelector(selector)).toThrow(/^field label not supported: /);
  });

  it('refuses what is no selector', () => {
    expect(() => readFieldSelector('metadata.name')).toThrow(expect.objectContaining({ code: 400 }));
  });
});
