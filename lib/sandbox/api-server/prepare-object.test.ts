import { describe, expect, it } from 'vitest';
import type { JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { shelf } from '../testing/contract-objects.ts';
import { SHELF, shelfTarget } from '../testing/resource-types.ts';
import {
  isSameObject,
  metadataOf,
  place,
  prepareCreate,
  prepareUpdate,
  requireSameName,
  restrict,
  withGeneratedName,
} from './prepare-object.ts';
import { CUSTOM_RESOURCE_DEFINITIONS, NAMESPACES } from './resource-type.ts';

const live: JsonObject = {
  ...shelf('a', { level: 1 }, { uid: 'u', generation: 3, resourceVersion: '9', creationTimestamp: 't' }),
  status: { full: true },
};

describe('place and requireSameName', () => {
  it('put an object where its request goes', () => {
    expect(place(shelf('a', {}), shelfTarget('a')).metadata).toEqual({ name: 'a', namespace: 'default' });
    const cluster = { type: CUSTOM_RESOURCE_DEFINITIONS, namespace: null, name: 'a', subresource: null };
    expect(place(shelf('a', {}, { namespace: 'x' }), cluster).metadata).toEqual({ name: 'a' });
    expect(() => place(shelf('a', {}, { namespace: 'x' }), shelfTarget('a'))).toThrow(
      /does not match the namespace/,
    );
  });

  it('insist on the name of the URL', () => {
    expect(() => requireSameName(shelf('b', {}), shelfTarget('a'))).toThrow(
      '(b) does not match the name on the URL (a)',
    );
    expect(() => requireSameName(shelf('', {}), shelfTarget('a'))).toThrow('name must be provided');
  });
});

describe('withGeneratedName', () => {
  it('adds five letters', () => {
    const { metadata } = withGeneratedName({ metadata: { generateName: 'x-' } });
    expect(metadata).toMatchObject({ name: expect.stringMatching(/^x-[a-z0-9]{5}$/) });
    expect(withGeneratedName(shelf('a', {}, { generateName: 'x-' })).metadata).toMatchObject({ name: 'a' });
  });
});

describe('prepareCreate', () => {
  it('sets what is the server’s, whatever was sent', () => {
    const created = prepareCreate(live, SHELF, 'now');
    expect(created.metadata).toMatchObject({ generation: 1, creationTimestamp: 'now' });
    expect(created.metadata).not.toMatchObject({ uid: 'u' });
    expect(created.metadata).not.toHaveProperty('resourceVersion');
    expect(created).not.toHaveProperty('status');
  });

  it('makes namespaces active', () => {
    expect(prepareCreate({ metadata: { name: 'fab' } }, NAMESPACES, 'now')).toMatchObject({
      status: { phase: 'Active' },
    });
  });
});

describe('restrict', () => {
  it('keeps the live status from a write of the spec', () => {
    expect(restrict(live, { ...shelf('a', {}), status: { full: false } }, shelfTarget('a')).status).toEqual({
      full: true,
    });
    const { status: _, ...fresh } = live;
    expect(restrict(fresh, live, shelfTarget('a'))).not.toHaveProperty('status');
  });

  it('keeps everything else from a write of the status', () => {
    const next = {
      ...shelf('a', { level: 9 }, { labels: { x: 'y' }, managedFields: [] }),
      status: { full: false },
    };
    expect(restrict(live, next, shelfTarget('a', 'status'))).toEqual({
      ...live,
      metadata: { ...metadataOf(live), managedFields: [] },
      status: { full: false },
    });
  });
});

describe('prepareUpdate', () => {
  it.each([
    ['the spec', { ...live, spec: { level: 2 } }, 4],
    ['labels', { ...live, metadata: { ...metadataOf(live), labels: { a: 'b' } } }, 3],
    ['the status', { ...live, status: {} }, 3],
  ])('after a change of %s', (_, next, generation) => {
    expect(prepareUpdate(live, next, shelfTarget('a')).metadata).toMatchObject({ generation, uid: 'u' });
  });

  it('fills identity that was not sent', () => {
    expect(prepareUpdate(live, shelf('a', { level: 1 }), shelfTarget('a')).metadata).toEqual({
      name: 'a',
      uid: 'u',
      generation: 3,
      resourceVersion: '9',
      creationTimestamp: 't',
    });
  });
});

describe('isSameObject', () => {
  it('does not care for the times of managers', () => {
    const owned = (time: string, manager = 'm') => shelf('a', {}, { managedFields: [{ manager, time }] });
    expect(isSameObject(owned('1'), owned('2'))).toBe(true);
    expect(isSameObject(owned('1'), owned('1', 'n'))).toBe(false);
  });
});
