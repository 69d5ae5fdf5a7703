import type { JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { isJsonObject, own, setOwn } from '../json-value.ts';

/** One step of a path as `FieldsV1` spells it: `f:name`, `k:{"key":"value"}`, `v:"value"` or `i:0`. */
export type PathElement = string;

/** The fields that a manager owns: a tree in which every node may itself be a member. */
export class FieldSet {
  readonly members: ReadonlySet<PathElement>;
  readonly children: ReadonlyMap<PathElement, FieldSet>;

  constructor(members: ReadonlySet<PathElement>, children: ReadonlyMap<PathElement, FieldSet>) {
    this.members = members;
    this.children = children;
  }

  static readonly empty = new FieldSet(new Set(), new Map());

  /** The set with the given members and those of the children that are not empty. */
  static of(members: Iterable<PathElement>, children: Iterable<[PathElement, FieldSet]> = []): FieldSet {
    return new FieldSet(new Set(members), new Map([...children].filter(([, child]) => !child.isEmpty())));
  }

  isEmpty(): boolean {
    return this.members.size === 0 && this.children.size === 0;
  }

  child(element: PathElement): FieldSet {
    return this.children.get(element) ?? FieldSet.empty;
  }

  union(other: FieldSet): FieldSet {
    return this.combine(other, new Set([...this.members, ...other.members]), (a, b) => a.union(b));
  }

  intersection(other: FieldSet): FieldSet {
    return this.combine(
      other,
      keep(this.members, (element) => other.members.has(element)),
      (a, b) => a.intersection(b),
    );
  }

  difference(other: FieldSet): FieldSet {
    return this.combine(
      other,
      keep(this.members, (element) => !other.members.has(element)),
      (a, b) => a.difference(b),
    );
  }

  /** Removes the members of `other` together with everything below them. */
  without(other: FieldSet): FieldSet {
    const children = [...this.children]
      .filter(([element]) => !other.members.has(element))
      .map(([element, child]): [PathElement, FieldSet] => [element, child.without(other.child(element))]);
    return FieldSet.of(
      keep(this.members, (element) => !other.members.has(element)),
      children,
    );
  }

  private combine(
    other: FieldSet,
    members: Set<PathElement>,
    join: (a: FieldSet, b: FieldSet) => FieldSet,
  ): FieldSet {
    const elements = new Set([...this.children.keys(), ...other.children.keys()]);
    const children = [...elements].map((element): [PathElement, FieldSet] => [
      element,
      join(this.child(element), other.child(element)),
    ]);
    return FieldSet.of(members, children);
  }

  /** Every member as a dotted path, in the order in which the real server lists conflicts. */
  paths(prefix = ''): string[] {
    const own = [...this.members].sort().map((element) => prefix + printElement(element));
    const below = [...this.children.keys()]
      .sort()
      .flatMap((element) => this.child(element).paths(prefix + printElement(element)));
    return [...own, ...below];
  }

  equals(other: FieldSet): boolean {
    return this.difference(other).isEmpty() && other.difference(this).isEmpty();
  }
}

function keep(
  elements: ReadonlySet<PathElement>,
  holds: (element: PathElement) => boolean,
): Set<PathElement> {
  return new Set([...elements].filter(holds));
}

function printElement(element: PathElement): string {
  const rest = element.slice(2);
  if (element.startsWith('f:')) return `.${rest}`;
  if (element.startsWith('v:')) return `[=${rest}]`;
  if (element.startsWith('i:')) return `[${rest}]`;
  const key: unknown = JSON.parse(rest);
  const parts = isJsonObject(key)
    ? Object.keys(key).map((name) => `${name}=${JSON.stringify(own(key, name))}`)
    : [];
  return `[${parts.join(',')}]`;
}

export function toFieldsV1(set: FieldSet): JsonObject {
  const result: JsonObject = {};
  for (const element of [...new Set([...set.members, ...set.children.keys()])].sort()) {
    const below = toFieldsV1(set.child(element));
    const both = set.members.has(element) && set.children.has(element);
    setOwn(result, element, both ? { '.': {}, ...below } : below);
  }
  return result;
}

/** Reads `fieldsV1`; what is malformed is left out. */
export function fromFieldsV1(json: JsonObject): FieldSet {
  const members: PathElement[] = [];
  const children: [PathElement, FieldSet][] = [];
  for (const element of Object.keys(json)) {
    const value = own(json, element);
    if (!/^[fkvi]:/.test(element) || !isJsonObject(value)) continue;
    if (Object.keys(value).length === 0 || Object.hasOwn(value, '.')) members.push(element);
    children.push([element, fromFieldsV1(value)]);
  }
  return FieldSet.of(members, children);
}
