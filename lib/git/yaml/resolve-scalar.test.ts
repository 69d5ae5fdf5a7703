import { describe, expect, test } from 'vitest';
import { numberKey, resolvePlain, resolveTagged, ScalarProblem } from './resolve-scalar.ts';

describe('resolvePlain', () => {
  test.each([
    ['', null],
    ['~', null],
    ['Null', null],
    ['nULL', 'nULL'],
    ['y', true],
    ['N', false],
    ['On', true],
    ['oFF', 'oFF'],
    ['off', false],
    ['enable', 'enable'],
    ['0', 0],
    ['-0', 0],
    ['+12', 12],
    ['65199', 65199],
    ['010', 8],
    ['-010', -8],
    ['089', 89],
    ['0o10', 8],
    ['0x10', 16],
    ['-0XfF', -255],
    ['0b11', 3],
    ['0b12', '0b12'],
    ['1_0', 10],
    ['_10', '_10'],
    ['1.5', 1.5],
    ['-.5', -0.5],
    ['.5e1', 5],
    ['.5_0', 0.5],
    ['6.', 6],
    ['2e2', 200],
    ['2e', '2e'],
    ['1e999', '1e999'],
    ['0x1ffffffffffffffff', '0x1ffffffffffffffff'],
    ['.', '.'],
    ['.hidden', '.hidden'],
    ['10.0.0.0/24', '10.0.0.0/24'],
    ['12:30', '12:30'],
    ['2026-11-24', '2026-11-24'],
    ['leaf-01/E1/1', 'leaf-01/E1/1'],
    ['+', '+'],
    ['-x', '-x'],
  ])('%j is %j', (source, value) => {
    expect(resolvePlain(source).value).toBe(value);
  });

  test.each(['.inf', '-.Inf', '+.INF', '.nan', '.NaN'])('%s cannot be said in JSON', (source) => {
    expect(() => resolvePlain(source)).toThrow(ScalarProblem);
  });

  test.each([
    ['9007199254740992', false],
    ['9007199254740993', true],
    ['-9223372036854775808', false],
    ['18446744073709551615', true],
    ['36893488147419103232', false],
  ])('%s is inexact: %s', (source, inexact) => {
    expect(resolvePlain(source)).toMatchObject({ value: Number(source), inexact });
  });
});

describe('resolveTagged', () => {
  test.each([
    ['!!str', '5', '5'],
    ['!!str', '', ''],
    ['!!int', '5', 5],
    ['!!float', '5', 5],
    ['!!bool', 'off', false],
    ['!!null', '~', null],
    ['!!binary', 'w7w=', 'ü'],
    ['!!timestamp', '2026-11-24T10:00:00Z', '2026-11-24T10:00:00Z'],
    ['!<tag:yaml.org,2002:int>', '0x10', 16],
    ['!', '5', 5],
    ['!own', '5', '5'],
  ])('%s %j is %j', (tag, source, value) => {
    expect(resolveTagged(tag, source).value).toBe(value);
  });

  test.each([
    ['!!int', 'abc'],
    ['!!int', '1.5'],
    ['!!bool', '1'],
    ['!!null', 'x'],
    ['!!float', 'x'],
    ['!!timestamp', 'yesterday'],
    ['!!binary', 'w7w'],
    ['!!binary', '***='],
  ])('%s %j is refused', (tag, source) => {
    expect(() => resolveTagged(tag, source)).toThrow(ScalarProblem);
  });
});

describe('numberKey', () => {
  test.each([
    ['007', '7'],
    ['-12', '-12'],
    ['1.50', '1.5'],
    ['100000.0', '100000'],
    ['1e6', '1e+06'],
    ['1234567.0', '1.234567e+06'],
    ['0.00001', '1e-05'],
    ['0.1', '0.1'],
    ['1e39', '.inf'],
    ['-1e39', '-.inf'],
  ])('%s as a key is %s', (source, key) => {
    expect(numberKey(resolvePlain(source))).toBe(key);
  });

  test('an integer that is not held exactly is refused', () => {
    expect(() => numberKey(resolvePlain('9007199254740993'))).toThrow('too large'.replace('too', 'this'));
  });
});
