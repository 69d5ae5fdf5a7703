import { describe, expect, it } from 'vitest';
import type { JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { checkMetadata, checkMetadataUpdate } from './metadata-rules.ts';

const fieldsOf = (metadata: JsonObject, isNamespace = false): string[] =>
  checkMetadata({ metadata }, isNamespace).map(({ field }) => field);

describe('checkMetadata', () => {
  it.each(['a', 'vpc-1', 'a.b-c.0', 'x'.repeat(253)])('accepts the name %s', (name) => {
    expect(fieldsOf({ name })).toEqual([]);
  });

  it.each(['A', '-a', 'a-', 'a..b', 'a_b', 'a/b', 'ä', 'x'.repeat(254)])('refuses the name %s', (name) => {
    expect(fieldsOf({ name })).toEqual(['metadata.name']);
  });

  it('requires a name', () => {
    expect(checkMetadata({ metadata: {} }, false)).toEqual([
      {
        reason: 'FieldValueRequired',
        field: 'metadata.name',
        message: 'Required value: name or generateName is required',
      },
    ]);
  });

  it('is stricter with namespaces', () => {
    expect(fieldsOf({ name: 'a.b' }, true)).toEqual(['metadata.name']);
    expect(fieldsOf({ name: 'x'.repeat(64) }, true)).toEqual(['metadata.name']);
    expect(fieldsOf({ name: 'fab' }, true)).toEqual([]);
  });

  it.each<[JsonObject, number]>([
    [{ a: 'b', 'x.y/z': '', 'A_b.c': '1-2' }, 0],
    [{ 'a b': 'c' }, 1],
    [{ '/a': 'c' }, 1],
    [{ 'x.y/': 'c' }, 2],
    [{ ['k'.repeat(64)]: 'c' }, 1],
    [{ a: 'b c' }, 1],
    [{ a: 'v'.repeat(64) }, 1],
    [{ a: '-b' }, 1],
  ])('checks labels %j', (labels, problems) => {
    expect(fieldsOf({ name: 'a', labels })).toHaveLength(problems);
  });

  it('checks annotations by key and by their whole size', () => {
    expect(fieldsOf({ name: 'a', annotations: { 'X.y/Z': 'any thing' } })).toEqual([]);
    expect(fieldsOf({ name: 'a', annotations: { 'a b': '' } })).toEqual(['metadata.annotations']);
    expect(fieldsOf({ name: 'a', annotations: { a: 'x'.repeat(256 * 1024) } })).toEqual([
      'metadata.annotations',
    ]);
  });
});

describe('checkMetadataUpdate', () => {
  const live = { metadata: { uid: 'u', creationTimestamp: 't', finalizers: ['a/b'] } };

  it('accepts the same identity', () => {
    expect(
      checkMetadataUpdate(live, { metadata: { ...live.metadata, labels: { a: 'b' }, finalizers: ['c/d'] } }),
    ).toEqual([]);
  });

  it('refuses another uid or time of creation', () => {
    const problems = checkMetadataUpdate(live, { metadata: { uid: 'v', creationTimestamp: 'now' } });
    expect(problems.map(({ field }) => field)).toEqual(['metadata.uid', 'metadata.creationTimestamp']);
  });

  it('refuses new finalizers while an object is being deleted', () => {
    const dying = { metadata: { ...live.metadata, deletionTimestamp: 'd' } };
    const more = { metadata: { ...dying.metadata, finalizers: ['a/b', 'c/d'] } };
    expect(checkMetadataUpdate(dying, more)[0]?.message).toBe(
      'Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"c/d"}',
    );
    expect(checkMetadataUpdate(dying, { metadata: { ...dying.metadata, finalizers: [] } })).toEqual([]);
  });
});
