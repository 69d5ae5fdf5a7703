import type { Json } from '../../domain/hedgehog/kubernetes-object.ts';

/** A plain scalar once read; `inexact` when a 64-bit integer does not fit a JavaScript number. */
export interface ResolvedScalar {
  value: Json;
  type: 'null' | 'bool' | 'int' | 'float' | 'str';
  inexact: boolean;
}

/** Why a scalar cannot be read, in the words of a finding. */
export class ScalarProblem extends Error {}

const WORDS = new Map<string, boolean | null>([
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map(
    (word): [string, boolean] => [word, true],
  ),
  ...['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map(
    (word): [string, boolean] => [word, false],
  ),
  ...['', '~', 'null', 'Null', 'NULL'].map((word): [string, null] => [word, null]),
]);
const NOT_IN_JSON = /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
const INTEGER = /^([-+]?)(?:(0[xX][0-9a-fA-F]+)|(0[bB][01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))$/;
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const DOTTED_FLOAT = /^\.[0-9](?:_?[0-9])*(?:[eE][-+]?[0-9](?:_?[0-9])*)?$/;
const MAX_UINT64 = 2n ** 64n - 1n;
const MIN_INT64 = -(2n ** 63n);

/** Whether a plain scalar with this first character can be anything but text. */
const SPECIAL_FIRST = new Set([...'+-.0123456789yYnNtTfFoO~']);

/** Reads a plain scalar as go-yaml v2 does, which kubectl, Argo CD and Flux share (sigs.k8s.io/yaml). Throws ScalarProblem. */
export function resolvePlain(source: string): ResolvedScalar {
  if (source !== '' && !SPECIAL_FIRST.has(source.charAt(0))) return text(source);
  const word = WORDS.get(source);
  if (word !== undefined) return { value: word, type: word === null ? 'null' : 'bool', inexact: false };
  const first = source.charCodeAt(0);
  if (first === 46 || first === 43 || first === 45) {
    if (NOT_IN_JSON.test(source)) throw new ScalarProblem(`${source} has no counterpart in JSON`);
    if (first === 46)
      return DOTTED_FLOAT.test(source) ? float(source.replaceAll('_', ''), source) : text(source);
  } else if (first > 57) return text(source);
  return number(source) ?? text(source);
}

function text(source: string): ResolvedScalar {
  return { value: source, type: 'str', inexact: false };
}

function number(source: string): ResolvedScalar | null {
  const plain = source.includes('_') ? source.replaceAll('_', '') : source;
  const match = INTEGER.exec(plain);
  if (match !== null) {
    const exact = integer(match);
    if (exact !== null) return exact;
  }
  return FLOAT.test(plain) ? float(plain, source) : null;
}

function integer(match: RegExpExecArray): ResolvedScalar | null {
  const [, sign, hexadecimal, binary, octal, decimal] = match;
  if (decimal !== undefined && decimal.length < 16) {
    const value = sign === '-' ? 0 - Number(decimal) : Number(decimal);
    return { value, type: 'int', inexact: false };
  }
  const magnitude = BigInt(hexadecimal ?? binary ?? (octal === undefined ? (decimal ?? '') : `0o${octal}`));
  const big = sign === '-' ? -magnitude : magnitude;
  if (big > MAX_UINT64 || big < MIN_INT64) return null;
  const value = Number(big);
  return { value, type: 'int', inexact: BigInt(value) !== big };
}

function float(plain: string, source: string): ResolvedScalar {
  const value = Number(plain);
  return Number.isFinite(value) ? { value: value + 0, type: 'float', inexact: false } : text(source);
}

const STANDARD_TAG = /^(?:!!|!<tag:yaml\.org,2002:)(str|bool|int|float|null|timestamp|binary)>?$/;
const TIMESTAMP =
  /^\d{4}-\d{1,2}-\d{1,2}(?:(?:[Tt]| )\d{1,2}:\d{1,2}:\d{1,2}(?:\.\d+)?(?:Z|[-+]\d{2}:\d{2})?)?$/;

/** Reads a scalar under an explicit tag. An unknown tag leaves the text as it is, as go-yaml v2 does. Throws ScalarProblem. */
export function resolveTagged(tag: string, source: string): ResolvedScalar {
  if (tag === '!') return resolvePlain(source);
  const wanted = STANDARD_TAG.exec(tag)?.[1];
  if (wanted === undefined || wanted === 'str') return text(source);
  if (wanted === 'binary') return text(decodeBase64(source));
  if (wanted === 'timestamp' && TIMESTAMP.test(source)) return text(source);
  const resolved = resolvePlain(source);
  if (resolved.type === wanted) return resolved;
  if (wanted === 'float' && resolved.type === 'int') return resolved;
  throw new ScalarProblem(`"${source}" is not what the tag !!${wanted} says`);
}

function decodeBase64(source: string): string {
  const plain = source.replace(/[\r\n]/g, '');
  if (plain.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(plain)) {
    throw new ScalarProblem('the value under !!binary is not base64');
  }
  return Buffer.from(plain, 'base64').toString('utf8');
}

/** A number as it stands when it is a key: integers in full, fractions with 32 bits of precision. Throws ScalarProblem. */
export function numberKey(resolved: ResolvedScalar): string {
  if (resolved.inexact) throw new ScalarProblem('a number this large cannot be a key');
  const value = Number(resolved.value);
  return resolved.type === 'int' ? String(value) : shortest32(value);
}

// Go's strconv.FormatFloat(value, 'g', -1, 32), by which sigs.k8s.io/yaml makes a key of a fraction.
function shortest32(value: number): string {
  const single = Math.fround(value);
  if (!Number.isFinite(single)) return single > 0 ? '.inf' : '-.inf';
  for (let digits = 0; digits < 9; digits++) {
    const candidate = single.toExponential(digits);
    if (Math.fround(Number(candidate)) !== single) continue;
    const [mantissa = '', exponent = '0'] = candidate.split('e');
    const power = Number(exponent);
    if (power >= -4 && power < 6) return String(Number(candidate));
    return `${mantissa}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
  }
  return String(single);
}
