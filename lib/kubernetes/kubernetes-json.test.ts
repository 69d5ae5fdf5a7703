import { describe, expect, it } from 'vitest';
import { asKubernetesObject, asListPage } from './kubernetes-json.ts';
import { objectOf, SERVER } from './testing/test-kinds.ts';

describe('asKubernetesObject', () => {
  it('gives the very object back, and fills in what a list leaves out', () => {
    const object = objectOf(SERVER, 'one');
    expect(asKubernetesObject(object, SERVER)).toBe(object);
    expect(asKubernetesObject({ metadata: { name: 'one' } }, SERVER)).toEqual({
      apiVersion: 'wiring.githedgehog.com/v1beta1',
      kind: 'Server',
      metadata: { name: 'one' },
    });
  });

  it.each([
    null,
    'text',
    [],
    {},
    { metadata: {} },
    { metadata: { name: 5 } },
    { metadata: { name: 'a', namespace: 5 } },
    { metadata: { name: 'a', resourceVersion: 5 } },
    { metadata: { name: 'a', uid: {} } },
  ])('is null for %j', (value) => {
    expect(asKubernetesObject(value, SERVER)).toBeNull();
  });
});

describe('asListPage', () => {
  const metadata = { resourceVersion: '5', continue: 'next' };

  it('reads a page with a next one, and the last one', () => {
    const objects = [objectOf(SERVER, 'one')];
    expect(asListPage({ metadata, items: objects }, SERVER)).toEqual({
      objects,
      resourceVersion: '5',
      next: 'next',
    });
    expect(asListPage({ metadata: { resourceVersion: '5', continue: '' }, items: null }, SERVER)).toEqual({
      objects: [],
      resourceVersion: '5',
      next: null,
    });
  });

  it.each([
    null,
    { items: [] },
    { metadata: {}, items: [] },
    { metadata, items: {} },
    { metadata, items: [{ metadata: {} }] },
  ])('is null for %j: half a page would prove absence', (value) => {
    expect(asListPage(value, SERVER)).toBeNull();
  });
});
