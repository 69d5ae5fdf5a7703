import type { JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { objectAt, stringAt } from '../json-value.ts';
import { badRequest } from './status.ts';

export type Selector = (object: JsonObject) => boolean;

type Requirement = (labels: JsonObject) => boolean;

const KEY = '[A-Za-z0-9][-A-Za-z0-9_./]*';
const VALUE = '[-A-Za-z0-9_.]*';
const SET = new RegExp(`^(${KEY})\\s+(in|notin)\\s*\\(([^()]*)\\)$`);
const EQUALITY = new RegExp(`^(${KEY})\\s*(==|=|!=)\\s*(${VALUE})$`);
const EXISTS = new RegExp(`^(!?)\\s*(${KEY})$`);

/** @throws ApiError 400 for a selector that cannot be read. */
export function readLabelSelector(text: string | null): Selector {
  const requirements = splitOutsideOfParentheses(text ?? '').map(readRequirement);
  return (object) => {
    const labels = objectAt(object, 'metadata', 'labels') ?? {};
    return requirements.every((holds) => holds(labels));
  };
}

function splitOutsideOfParentheses(text: string): string[] {
  const parts = text.split(/,(?![^(]*\))/).map((part) => part.trim());
  return parts.length === 1 && parts[0] === '' ? [] : parts;
}

function readRequirement(text: string): Requirement {
  const has = (labels: JsonObject, key: string): boolean => Object.hasOwn(labels, key);
  const set = SET.exec(text);
  if (set !== null) {
    const [, key = '', operator, list = ''] = set;
    const values = list.split(',').map((value) => value.trim());
    const within = (labels: JsonObject): boolean => has(labels, key) && values.includes(String(labels[key]));
    return operator === 'in' ? within : (labels) => !within(labels);
  }
  const equality = EQUALITY.exec(text);
  if (equality !== null) {
    const [, key = '', operator, value = ''] = equality;
    const equal = (labels: JsonObject): boolean => has(labels, key) && labels[key] === value;
    return operator === '!=' ? (labels) => !equal(labels) : equal;
  }
  const exists = EXISTS.exec(text);
  if (exists === null) throw badRequest(`unable to parse requirement: ${text}`);
  const [, not, key = ''] = exists;
  return (labels) => has(labels, key) === (not === '');
}

/** Custom resources can be selected by `metadata.name` and `metadata.namespace` only. */
export function readFieldSelector(text: string | null): Selector {
  const parts = (text ?? '').split(',').filter((part) => part !== '');
  const requirements = parts.map((part) => {
    const match = /^([^=!]+)(==|=|!=)(.*)$/.exec(part);
    if (match === null) throw badRequest(`invalid selector: '${part}'; can't understand '${part}'`);
    const [, field = '', operator, value] = match;
    if (field !== 'metadata.name' && field !== 'metadata.namespace') {
      throw badRequest(`field label not supported: ${field}`);
    }
    return { path: field.split('.'), equal: operator !== '!=', value };
  });
  return (object) =>
    requirements.every(({ path, equal, value }) => ((stringAt(object, ...path) ?? '') === value) === equal);
}
