import { describe, expect, it } from 'vitest';
import { ObjectStore, type StoreEvent, type StoreRecord } from './object-store.ts';

const empty = { revision: 0, compacted: 0, objects: [] };
const object = (name: string, spec: string) => ({ metadata: { name }, spec });
const specs = (store: ObjectStore, revision?: number) =>
  store.list('things', revision).map(([key, { spec }]) => `${key}=${spec}`);

describe('ObjectStore', () => {
  it('numbers every change, over all collections', () => {
    const store = new ObjectStore(empty);
    expect(store.put('things', 'a', object('a', '1'))).toMatchObject({ metadata: { resourceVersion: '1' } });
    store.put('others', 'a', object('a', '1'));
    expect(store.put('things', 'a', object('a', '2'))).toMatchObject({ metadata: { resourceVersion: '3' } });
    expect(store.delete('things', 'a')).toMatchObject({ metadata: { resourceVersion: '4' }, spec: '2' });
    expect(store.delete('things', 'a')).toBeNull();
    expect(store.revision).toBe(4);
  });

  it('lists by the order of keys, now and in the past', () => {
    const store = new ObjectStore(empty);
    for (const key of ['b', 'a', 'B']) store.put('things', key, object(key, '1'));
    store.put('things', 'a', object('a', '2'));
    store.delete('things', 'b');
    store.put('things', 'c', object('c', '1'));
    expect(specs(store)).toEqual(['B=1', 'a=2', 'c=1']);
    expect(specs(store, 3)).toEqual(['B=1', 'a=1', 'b=1']);
    expect(specs(store, 1)).toEqual(['b=1']);
    expect(specs(store, 0)).toEqual([]);
  });

  it('tells listeners and repeats events after a revision', () => {
    const store = new ObjectStore(empty);
    const heard: StoreEvent[] = [];
    const stop = store.subscribe((event) => heard.push(event));
    store.put('things', 'a', object('a', '1'));
    store.put('things', 'a', object('a', '2'));
    store.delete('things', 'a');
    stop();
    store.put('things', 'b', object('b', '1'));
    expect(heard.map(({ type, revision }) => `${type} ${revision}`)).toEqual([
      'ADDED 1',
      'MODIFIED 2',
      'DELETED 3',
    ]);
    expect(store.eventsAfter('things', 1)?.map(({ revision }) => revision)).toEqual([2, 3, 4]);
    expect(store.eventsAfter('others', 0)).toEqual([]);
  });

  it('forgets the past when compacted', () => {
    const store = new ObjectStore(empty);
    for (const spec of ['1', '2', '3']) store.put('things', 'a', object('a', spec));
    store.compact(2);
    expect(store.compacted).toBe(2);
    expect(store.eventsAfter('things', 1)).toBeNull();
    expect(store.eventsAfter('things', 2)).toHaveLength(1);
    store.compact(1);
    expect(store.compacted).toBe(2);
  });

  it('hands every change to be kept before anybody hears of it', () => {
    const order: string[] = [];
    const records: StoreRecord[] = [];
    const store = new ObjectStore(empty, (record) => {
      order.push('kept');
      records.push(record);
    });
    store.subscribe(() => order.push('heard'));
    store.put('things', 'a', object('a', '1'));
    store.delete('things', 'a');
    expect(order).toEqual(['kept', 'heard', 'kept', 'heard']);
    expect(records[1]).toEqual({ revision: 2, collection: 'things', key: 'a', object: null });
  });

  it('changes nothing when a change cannot be kept', () => {
    const store = new ObjectStore(empty, () => {
      throw new Error('disk full');
    });
    expect(() => store.put('things', 'a', object('a', '1'))).toThrow('disk full');
    expect(store.revision).toBe(0);
    expect(specs(store)).toEqual([]);
  });

  it('starts again from its state, with a past that is compacted', () => {
    const store = new ObjectStore(empty);
    store.put('things', 'a', object('a', '1'));
    store.put('things', 'b', object('b', '1'));
    store.delete('things', 'a');
    const again = new ObjectStore(store.state());
    expect(specs(again)).toEqual(['b=1']);
    expect(again.put('things', 'c', object('c', '1'))).toMatchObject({ metadata: { resourceVersion: '4' } });
    expect(again.eventsAfter('things', 2)).toBeNull();
    expect(again.eventsAfter('things', 3)).toHaveLength(1);
  });

  it('shares the parts that a change leaves alone', () => {
    const store = new ObjectStore(empty);
    const first = store.put('things', 'a', { metadata: {}, spec: { big: 'part' }, status: '1' });
    const second = store.put('things', 'a', { metadata: {}, spec: { big: 'part' }, status: '2' });
    expect(second.spec).toBe(first.spec);
    expect(second.status).toBe('2');
  });
});
