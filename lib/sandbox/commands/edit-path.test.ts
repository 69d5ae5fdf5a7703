import { describe, expect, it } from 'vitest';
import type { JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { applyEdit, readEdit } from './edit-path.ts';

describe('readEdit', () => {
  it.each<[string, string[], unknown]>([
    ['spec.asn=65199', ['spec', 'asn'], 65199],
    ['spec.description=by hand', ['spec', 'description'], 'by hand'],
    ['spec.text=', ['spec', 'text'], ''],
    ['spec.text="5"', ['spec', 'text'], '5'],
    ['spec.on=true', ['spec', 'on'], true],
    ['spec.none=null', ['spec', 'none'], null],
    ['spec.list=[a, b]', ['spec', 'list'], ['a', 'b']],
    ['spec.map={a: {b: 1}}', ['spec', 'map'], { a: { b: 1 } }],
    ['spec.a=b=c', ['spec', 'a'], 'b=c'],
    ['/metadata/labels/a.b~1c~0d=x', ['metadata', 'labels', 'a.b/c~d'], 'x'],
    ['spec.boot-', ['spec', 'boot'], undefined],
  ])('%s', (text, path, value) => {
    expect(readEdit(text)).toEqual({ path, value });
  });

  it.each(['spec.asn', '=3', '-', ''])('refuses %j', (text) => {
    expect(() => readEdit(text)).toThrow(/is no change: write path=value, or path- to remove/);
  });
});

describe('applyEdit', () => {
  const object: JsonObject = { spec: { asn: 1, links: [{ port: 'a' }, { port: 'b' }] } };
  const edited = (text: string): JsonObject => applyEdit(object, readEdit(text));

  it.each<[string, JsonObject]>([
    ['spec.asn=2', { asn: 2, links: [{ port: 'a' }, { port: 'b' }] }],
    ['spec.asn-', { links: [{ port: 'a' }, { port: 'b' }] }],
    ['spec.links.1.port=c', { asn: 1, links: [{ port: 'a' }, { port: 'c' }] }],
    ['spec.links.0-', { asn: 1, links: [{ port: 'b' }] }],
    ['spec.links.0=x', { asn: 1, links: ['x', { port: 'b' }] }],
    ['spec.new.deep=1', { asn: 1, links: [{ port: 'a' }, { port: 'b' }], new: { deep: 1 } }],
    ['spec.gone-', { asn: 1, links: [{ port: 'a' }, { port: 'b' }] }],
  ])('%s', (text, spec) => {
    expect(edited(text)).toEqual({ spec });
    expect(object.spec).toMatchObject({ asn: 1 });
  });

  it.each(['spec.asn.x=1', 'spec.links.2=x', 'spec.links.first.port=x', 'spec.asn.x.y=1'])(
    'refuses %s',
    (text) => {
      expect(() => edited(text)).toThrow(/there is nothing at/);
    },
  );
});
