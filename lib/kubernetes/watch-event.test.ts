import { describe, expect, it } from 'vitest';
import { objectOf, SERVER } from './testing/test-kinds.ts';
import { parseWatchEvent } from './watch-event.ts';

const line = (type: string, object: unknown) => JSON.stringify({ type, object });

describe('parseWatchEvent', () => {
  const object = objectOf(SERVER, 'one', { version: 7 });

  it.each([
    ['ADDED', 'upsert'],
    ['MODIFIED', 'upsert'],
    ['DELETED', 'delete'],
  ] as const)('reads %s as %s', (type, change) => {
    expect(parseWatchEvent(line(type, object), SERVER)).toEqual({
      kind: 'change',
      change: { type: change, object },
      resourceVersion: '7',
    });
  });

  it('fills in the kind where a server leaves it out', () => {
    const { metadata, spec } = object;
    expect(parseWatchEvent(line('ADDED', { metadata, spec }), SERVER)).toMatchObject({ change: { object } });
  });

  it('reads bookmarks and errors', () => {
    const bookmark = { kind: 'Server', metadata: { resourceVersion: '9' } };
    expect(parseWatchEvent(line('BOOKMARK', bookmark), SERVER)).toEqual({
      kind: 'bookmark',
      resourceVersion: '9',
    });
    const status = {
      kind: 'Status',
      code: 410,
      reason: 'Expired',
      message: 'too old resource version: 1 (9)',
    };
    expect(parseWatchEvent(line('ERROR', status), SERVER)).toEqual({
      kind: 'error',
      status: { code: 410, reason: 'Expired', message: 'too old resource version: 1 (9)', name: null },
    });
  });

  it('keeps a hostile key a key', () => {
    const text = `{"type":"ADDED","object":{"metadata":{"name":"x","resourceVersion":"1"},"spec":{"__proto__":{"a":1}}}}`;
    const event = parseWatchEvent(text, SERVER);
    const spec = event.kind === 'change' ? event.change.object.spec : null;
    expect(Object.keys(spec ?? {})).toEqual(['__proto__']);
    expect(Reflect.get({}, 'a')).toBeUndefined();
  });

  it.each([
    ['half a line', '{"type":"ADDED","obj', 'it is not an event (20 characters)'],
    ['a number', '1', 'it is not an event'],
    ['no object', '{"type":"ADDED"}', 'it is not an event'],
    ['an unknown type', line('MOVED', object), 'unknown event type'],
    ['an object without a name', line('ADDED', { metadata: { resourceVersion: '1' } }), 'lacks a name'],
    [
      'an object without a version',
      line('ADDED', { metadata: { name: 'a' } }),
      'lacks a name or a resourceVersion',
    ],
    [
      'a name that is no text',
      line('DELETED', { metadata: { name: 1, resourceVersion: '1' } }),
      'lacks a name',
    ],
    ['a bookmark without a version', line('BOOKMARK', { metadata: {} }), 'a bookmark lacks'],
    ['a bookmark of nothing', line('BOOKMARK', null), 'a bookmark lacks'],
    ['an error without a status', line('ERROR', { kind: 'Pod' }), 'an error event lacks'],
  ])('says what is wrong with %s', (_, text, problem) => {
    const event = parseWatchEvent(text, SERVER);
    expect(event).toMatchObject({ kind: 'malformed', problem: expect.stringContaining(problem) });
  });
});
