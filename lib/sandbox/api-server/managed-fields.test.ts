import { describe, expect, it } from 'vitest';
import type { JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { objectAt } from '../json-value.ts';
import { ownersOf } from '../testing/contract-objects.ts';
import { SORTS } from '../testing/schemas.ts';
import { applyConfiguration, type OwnedWrite, recordUpdate, type Writer } from './managed-fields.ts';
import type { ApiError } from './status.ts';
import { readSchema, type StructuralSchema } from './structural-schema.ts';

const ROOT: StructuralSchema = {
  ...readSchema({
    type: 'object',
    properties: {
      apiVersion: { type: 'string' },
      kind: { type: 'string' },
      metadata: {
        type: 'object',
        properties: {
          name: { type: 'string' },
          labels: { type: 'object', additionalProperties: { type: 'string' } },
          managedFields: { type: 'array', 'x-kubernetes-preserve-unknown-fields': true },
        },
      },
      status: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
    },
  }),
};
ROOT.properties.set('spec', SORTS);

const NOW = '2026-11-24T08:00:00Z';

function write(
  live: JsonObject | null,
  manager: string,
  change: Partial<Writer> = {},
  now = NOW,
): OwnedWrite {
  const writer: Writer = { manager, operation: 'Update', apiVersion: 'v1', subresource: null, ...change };
  return { live, schema: ROOT, writer, hasStatusSubresource: true, now };
}

function object(spec: JsonObject, more: JsonObject = {}): JsonObject {
  return { apiVersion: 'v1', kind: 'Thing', metadata: { name: 'a' }, spec, ...more };
}

function apply(
  live: JsonObject | null,
  manager: string,
  config: JsonObject,
  force = false,
  now = NOW,
): JsonObject {
  const options = { force, prepare: (merged: JsonObject) => merged };
  return applyConfiguration(write(live, manager, { operation: 'Apply' }, now), config, options);
}

function timesOf(live: JsonObject): Record<string, unknown> {
  const entries = objectAt(live, 'metadata')?.managedFields;
  const list = Array.isArray(entries) ? entries : [];
  return Object.fromEntries(
    list.map((entry) => [objectAt({ entry }, 'entry')?.manager, objectAt({ entry }, 'entry')?.time]),
  );
}

describe('recordUpdate', () => {
  it('forgets all owners for one empty entry, and for nothing else', () => {
    const made = recordUpdate(write(null, 'maker'), object({ section: { a: '1' } }));
    const sent = (managedFields: JsonObject[]) => ({ ...made, metadata: { name: 'a', managedFields } });
    expect(ownersOf(recordUpdate(write(made, 'other'), sent([{}])))).toEqual({});
    for (const kept of [[], [{}, {}]])
      expect(Object.keys(ownersOf(recordUpdate(write(made, 'other'), sent(kept))))).toEqual(['maker/Update']);
  });

  it('gives the creator every leaf and level, and nothing that the server sets', () => {
    const made = recordUpdate(write(null, 'maker'), object({ section: { a: '1' }, list: ['x'] }));
    expect(ownersOf(made)).toEqual({
      'maker/Update': { 'f:spec': { '.': {}, 'f:list': {}, 'f:section': { '.': {}, 'f:a': {} } } },
    });
  });

  it('gives a changed leaf to who changed it, and takes it from all others', () => {
    const made = recordUpdate(write(null, 'maker'), object({ text: 'x', count: 1 }));
    const changed = recordUpdate(write(made, 'editor'), { ...made, spec: { text: 'y', count: 1 } });
    expect(ownersOf(changed)).toEqual({
      'maker/Update': { 'f:spec': { '.': {}, 'f:count': {} } },
      'editor/Update': { 'f:spec': { 'f:text': {} } },
    });
  });

  it('names nobody for a removed leaf', () => {
    const made = recordUpdate(write(null, 'maker'), object({ text: 'x' }));
    const changed = recordUpdate(write(made, 'editor'), { ...made, spec: {} });
    expect(ownersOf(changed)).toEqual({ 'maker/Update': { 'f:spec': {} } });
  });

  it('moves the time only of who took something', () => {
    const made = recordUpdate(write(null, 'maker'), object({ text: 'x', count: 1 }));
    const later = '2026-11-24T09:00:00Z';
    const changed = recordUpdate(write(made, 'editor', {}, later), { ...made, spec: { text: 'y' } });
    expect(timesOf(changed)).toEqual({ maker: NOW, editor: later });
  });

  it('keeps status and spec apart', () => {
    const made = recordUpdate(write(null, 'maker'), object({ text: 'x' }, { status: { up: true } }));
    expect(ownersOf(made)).toEqual({ 'maker/Update': { 'f:spec': { '.': {}, 'f:text': {} } } });
    const reported = recordUpdate(write(made, 'agent', { subresource: 'status' }), {
      ...made,
      spec: { text: 'z' },
      status: { up: false },
    });
    expect(ownersOf(reported)).toMatchObject({ 'agent/Update/status': { 'f:status': { 'f:up': {} } } });
    expect(ownersOf(reported)['maker/Update']).toEqual({ 'f:spec': { '.': {}, 'f:text': {} } });
  });

  it('does not track an object whose owners were reset', () => {
    const bare = object({ text: 'x' });
    expect(ownersOf(recordUpdate(write(bare, 'editor'), { ...bare, spec: { text: 'y' } }))).toEqual({});
  });
});

describe('applyConfiguration', () => {
  it('claims exactly what it says', () => {
    const made = apply(null, 'flux', object({ section: { a: '1' }, named: { p: {} } }));
    expect(ownersOf(made)).toEqual({
      'flux/Apply': { 'f:spec': { 'f:named': { 'f:p': {} }, 'f:section': { 'f:a': {} } } },
    });
  });

  it('removes what it said before and says no more, unless another owns it too', () => {
    const first = apply(null, 'flux', object({ text: 'x', section: { a: '1', b: '2' } }));
    const shared = apply(first, 'other', object({ text: 'x' }));
    const less = apply(shared, 'flux', object({ section: { b: '2' } }));
    expect(less.spec).toEqual({ text: 'x', section: { b: '2' } });
  });

  it('removes a section with what nobody owns in it', () => {
    const first = apply(null, 'flux', object({ text: 'x', section: { a: '1' } }));
    const filled = { ...first, spec: { text: 'x', section: { a: '1', b: 'filled by a webhook' } } };
    expect(apply(filled, 'flux', object({ text: 'x' })).spec).toEqual({ text: 'x' });
  });

  it('keeps what others own in a section that it gives up', () => {
    const first = apply(null, 'flux', object({ text: 'x', section: { a: '1' } }));
    const edited = recordUpdate(write(first, 'editor'), {
      ...first,
      spec: { text: 'x', section: { a: '1', b: '2' } },
    });
    expect(apply(edited, 'flux', object({ text: 'x' })).spec).toEqual({ text: 'x', section: { b: '2' } });
  });

  it('refuses to change what another owns, naming both', () => {
    const first = apply(null, 'flux', object({ text: 'x', count: 1 }));
    const refusal = (): unknown => {
      try {
        return apply(first, 'other', object({ text: 'y', count: 2 }));
      } catch (error) {
        return error;
      }
    };
    expect((refusal() as ApiError).body).toMatchObject({
      code: 409,
      message: 'Apply failed with 2 conflicts: conflicts with "flux":\n- .spec.count\n- .spec.text',
    });
  });

  it('takes what it is forced to take', () => {
    const first = apply(null, 'flux', object({ text: 'x' }));
    const forced = apply(first, 'other', object({ text: 'y' }), true);
    expect(forced.spec).toEqual({ text: 'y' });
    expect(ownersOf(forced)).toEqual({ 'other/Apply': { 'f:spec': { 'f:text': {} } } });
  });

  it('shares what it says alike, without a time of its own', () => {
    const first = apply(null, 'flux', object({ text: 'x' }));
    const shared = apply(first, 'other', object({ text: 'x' }), false, '2026-11-24T09:00:00Z');
    expect(timesOf(shared)).toEqual({ flux: NOW, other: undefined });
  });

  it('owns nothing that preparing the object fills in', () => {
    const options = {
      force: false,
      prepare: (merged: JsonObject) => ({ ...merged, spec: { text: 'x', count: 7 } }),
    };
    const made = applyConfiguration(
      write(null, 'flux', { operation: 'Apply' }),
      object({ text: 'x' }),
      options,
    );
    expect(made.spec).toEqual({ text: 'x', count: 7 });
    expect(ownersOf(made)).toEqual({ 'flux/Apply': { 'f:spec': { 'f:text': {} } } });
  });

  it('books what was there without owners to before-first-apply', () => {
    const bare = { ...object({ text: 'x' }), metadata: { name: 'a', creationTimestamp: NOW } };
    const applied = apply(bare, 'flux', object({ count: 1 }));
    expect(ownersOf(applied)).toEqual({
      'before-first-apply/Update': { 'f:spec': { '.': {}, 'f:text': {} } },
      'flux/Apply': { 'f:spec': { 'f:count': {} } },
    });
  });

  it('lists applies before updates, then by time', () => {
    const made = recordUpdate(write(null, 'a', {}, '2026-11-24T07:00:00Z'), object({ text: 'x' }));
    const next = apply(made, 'z', object({ count: 1 }), false, '2026-11-24T09:00:00Z');
    expect(Object.keys(ownersOf(next))).toEqual(['z/Apply', 'a/Update']);
  });
});
