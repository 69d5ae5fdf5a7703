import { describe, expect, it } from 'vitest';
import { shelf } from '../testing/contract-objects.ts';
import { SHELF } from '../testing/resource-types.ts';
import { fillDefaults, parseBody, parseYaml, requireObject, settleObject } from './decode-object.ts';

describe('parseBody and parseYaml', () => {
  it('read JSON', () => {
    expect(parseBody('{"a":[1]}', SHELF)).toEqual({ a: [1] });
    expect(parseYaml(' {"a":[1]}')).toEqual({ a: [1] });
  });

  it('read YAML where it is allowed', () => {
    expect(parseYaml('a:\n  - 1 # one\n')).toEqual({ a: [1] });
  });

  it.each(['', '{nope', 'a: b'])('refuse %j as JSON', (body) => {
    expect(() => parseBody(body, SHELF)).toThrow(
      /^the object provided is unrecognized \(must be of type Shelf\): couldn't get version\/kind; json parse error: /,
    );
  });

  it.each(['a: [', '{"a":', 'a: 1\na: 2\n'])('refuse %j as YAML', (body) => {
    expect(() => parseYaml(body)).toThrow(/^error decoding YAML: /);
  });
});

describe('requireObject', () => {
  it('accepts an object of the kind', () => {
    expect(requireObject(shelf('a', {}), SHELF)).toEqual(shelf('a', {}));
    expect(requireObject({ ...shelf('a', {}), metadata: null }, SHELF).metadata).toEqual({});
  });

  it.each([
    [[], /not an object/],
    [{ apiVersion: 'depot.example.org/v1' }, /Object 'Kind' is missing in/],
    [{ kind: 'Shelf' }, /Object 'apiVersion' is missing in/],
    [{ ...shelf('a', {}), apiVersion: 'depot.example.org/v2' }, /does not match the expected API version/],
    [{ ...shelf('a', {}), metadata: 'a' }, /metadata must be an object/],
    [shelf('a', {}, { labels: { a: 1 } }), /ObjectMeta\.labels of type string/],
    [shelf('a', {}, { annotations: [] }), /ObjectMeta\.annotations of type string/],
  ])('refuses %j', (value, why) => {
    expect(() => requireObject(value, SHELF)).toThrow(why);
  });

  it('shows the beginning of what was sent', () => {
    const text = JSON.stringify({ metadata: { name: 'a-rather-long-name' } });
    expect(() => requireObject(JSON.parse(text), SHELF, text)).toThrow(
      `({"metadata":{"name":"a-rather- ...)`,
    );
  });
});

describe('settleObject', () => {
  it('drops, defaults and names unknown fields in order', () => {
    const sent = { ...shelf('a', { level: null, remarks: null, zone: 1 }, { colour: 'red' }), extra: {} };
    const { object, unknown } = settleObject(sent, SHELF);
    expect(unknown).toEqual(['extra', 'metadata.colour', 'spec.zone']);
    expect(object).toEqual(shelf('a', { aisle: 'north', level: 1, lighting: { mode: 'motion' } }));
  });

  it('stores no empty metadata', () => {
    const sent = shelf('a', {}, { labels: {}, annotations: null, finalizers: [], generateName: '' });
    expect(settleObject(sent, SHELF).object.metadata).toEqual({ name: 'a' });
  });

  it('keeps nulls when it only fills defaults', () => {
    expect(fillDefaults(shelf('a', { code: null }), SHELF).spec).toMatchObject({
      code: null,
      aisle: 'north',
    });
  });
});
