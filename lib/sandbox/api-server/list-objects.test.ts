import { describe, expect, it } from 'vitest';
import { objectAt, stringAt } from '../json-value.ts';
import { shelf } from '../testing/contract-objects.ts';
import { SHELF } from '../testing/resource-types.ts';
import { listObjects } from './list-objects.ts';
import { ObjectStore } from './object-store.ts';
import { collectionOf } from './resource-type.ts';

function filled(...keys: string[]): ObjectStore {
  const store = new ObjectStore({ revision: 0, compacted: 0, objects: [] });
  for (const key of keys) store.put(collectionOf(SHELF), key, shelf(key.split('/')[1] ?? '', {}));
  return store;
}

function list(store: ObjectStore, query: string, namespace: string | null = 'default') {
  const target = { type: SHELF, namespace, name: null, subresource: null };
  const body = listObjects(store, target, new URLSearchParams(query));
  const items = Array.isArray(body.items) ? body.items : [];
  const metadata = objectAt(body, 'metadata') ?? {};
  return { names: items.map((item) => stringAt(item, 'metadata', 'name')), metadata };
}

describe('listObjects', () => {
  it('keeps to the namespace', () => {
    const store = filled('default/a', 'default/b', 'defaults/c', 'fab/d');
    expect(list(store, '').names).toEqual(['a', 'b']);
    expect(list(store, '', null).names).toEqual(['a', 'b', 'c', 'd']);
    expect(list(store, '').metadata).toEqual({ continue: '', resourceVersion: '4' });
  });

  it('continues where it stopped, in the past it started in', () => {
    const store = filled('default/a', 'default/b', 'default/c', 'default/d', 'default/e');
    const first = list(store, 'limit=2');
    expect(first.names).toEqual(['a', 'b']);
    expect(first.metadata).toMatchObject({ remainingItemCount: 3, resourceVersion: '5' });
    store.delete(collectionOf(SHELF), 'default/c');
    store.put(collectionOf(SHELF), 'default/bb', shelf('bb', {}));
    const second = list(store, `limit=2&continue=${first.metadata.continue}`);
    expect(second.names).toEqual(['c', 'd']);
    const third = list(store, `limit=2&continue=${second.metadata.continue}`);
    expect(third.names).toEqual(['e']);
    expect(third.metadata).toEqual({ continue: '', resourceVersion: '5' });
  });

  it('ends a continued list whose past is forgotten with 410', () => {
    const store = filled('default/a', 'default/b');
    const { metadata } = list(store, 'limit=1');
    store.put(collectionOf(SHELF), 'default/c', shelf('c', {}));
    store.compact();
    expect(() => list(store, `limit=1&continue=${metadata.continue}`)).toThrow(
      expect.objectContaining({ code: 410, body: expect.objectContaining({ reason: 'Expired' }) }),
    );
  });

  it('shows an exact past version while it is known', () => {
    const store = filled('default/a', 'default/b');
    expect(list(store, 'resourceVersion=1&resourceVersionMatch=Exact').names).toEqual(['a']);
    expect(list(store, 'resourceVersion=1').names).toEqual(['a', 'b']);
    store.compact();
    expect(() => list(store, 'resourceVersion=1&resourceVersionMatch=Exact')).toThrow(
      expect.objectContaining({ code: 410 }),
    );
  });

  it.each([
    ['limit=x', 400],
    ['resourceVersion=x', 400],
    ['resourceVersion=99', 504],
    ['continue=e30', 400],
    ['continue=%25', 400],
    ['labelSelector=a b', 400],
    ['fieldSelector=spec.a=b', 400],
  ])('refuses %s with %i', (query, code) => {
    expect(() => list(filled('default/a'), query)).toThrow(expect.objectContaining({ code }));
  });

  it('takes no limit for all', () => {
    expect(list(filled('default/a', 'default/b'), 'limit=0').names).toEqual(['a', 'b']);
    expect(list(filled('default/a', 'default/b'), 'limit=-1').names).toEqual(['a', 'b']);
  });

  it('does not count what remains when it selects', () => {
    const { metadata } = list(filled('default/a', 'default/b'), 'limit=1&labelSelector=!x');
    expect(metadata.remainingItemCount).toBeUndefined();
    expect(metadata.continue).not.toBe('');
  });
});
