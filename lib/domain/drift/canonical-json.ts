import type { Json } from '../hedgehog/kubernetes-object.ts';

interface Frame {
  list: Json[] | null;
  object: { [key: string]: Json } | null;
  keys: string[];
  next: number;
}

function frameOf(value: Json[] | { [key: string]: Json }): Frame {
  if (Array.isArray(value)) return { list: value, object: null, keys: [], next: 0 };
  return { list: null, object: value, keys: Object.keys(value).sort(), next: 0 };
}

/** JSON with sorted keys, so that equal values give equal text. Works without recursion, so depth cannot hurt. */
export function canonicalJson(value: Json): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const out: string[] = [];
  const stack: Frame[] = [frameOf(value)];
  out.push(Array.isArray(value) ? '[' : '{');
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const size = top.list === null ? top.keys.length : top.list.length;
    if (top.next === size) {
      out.push(top.list === null ? '}' : ']');
      stack.pop();
      continue;
    }
    if (top.next > 0) out.push(',');
    const key = top.keys[top.next];
    const child = top.list === null ? top.object?.[key ?? ''] : top.list[top.next];
    top.next++;
    if (top.list === null) out.push(JSON.stringify(key), ':');
    if (child === undefined || child === null || typeof child !== 'object')
      out.push(JSON.stringify(child ?? null));
    else {
      out.push(Array.isArray(child) ? '[' : '{');
      stack.push(frameOf(child));
    }
  }
  return out.join('');
}
