import type { Path } from '#lib/domain/drift/comparison.ts';
import type { Json } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { toYaml } from './to-yaml.ts';

/** From which line to which, both counted, from one. */
export type Lines = [number, number];

interface Place {
  lines: Lines;
  children: ReadonlyMap<string, Place>;
}

const isContainer = (value: Json): value is Json[] | { [key: string]: Json } =>
  typeof value === 'object' && value !== null && Object.keys(value).length > 0;

// Only a text of several lines takes more than one.
const leafLines = (value: Json) =>
  typeof value === 'string' && value.includes('\n') ? toYaml({ a: value }).split('\n').length - 1 : 1;

function placeOf(value: Json, from: number, isItem: boolean): Place {
  if (!isContainer(value)) return { lines: [from, from + leafLines(value) - 1], children: new Map() };
  const children = new Map<string, Place>();
  const isList = Array.isArray(value);
  // What stands in a list begins on the line of its dash.
  let next = isItem ? from : from + 1;
  for (const [key, child] of Object.entries(value)) {
    const place = placeOf(child, next, isList);
    children.set(key, place);
    next = place.lines[1] + 1;
  }
  return { lines: [from, next - 1], children };
}

/** Where what stands at a path is in the YAML of a value; null when it has no such path, or lies in a way that is not foreseen. */
export function yamlLines(value: Json, text: string): (path: Path) => Lines | null {
  // The document has no line of its own, as an item has none.
  const root = placeOf(value, 1, true);
  if (root.lines[1] !== text.split('\n').length - 1) return () => null;
  return (path) => {
    let place: Place | undefined = root;
    for (const key of path) place = place?.children.get(String(key));
    return place?.lines ?? null;
  };
}
