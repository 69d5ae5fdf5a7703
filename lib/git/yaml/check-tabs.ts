import type { Event } from 'js-yaml';
import { EVENT_ID } from 'js-yaml';

/**
 * Where a tab stands that YAML 1.2 allows and go-yaml v2, so kubectl and Argo CD, refuses: in block style on an otherwise
 * empty line or before a key, and after "-" or "?". Null when there is none.
 */
export function findRefusedTab(source: string, events: readonly Event[]): number | null {
  let flowDepth = 0;
  let position = 0;
  for (const event of events) {
    if (event.type !== EVENT_ID.SCALAR || event.valueStart < position) continue;
    const gap = source.slice(position, event.valueStart);
    const found = findInGap(gap, position === 0, flowDepth);
    if (found.tab !== null) return position + found.tab;
    flowDepth = found.flowDepth;
    position = event.valueEnd;
  }
  const rest = findInGap(source.slice(position), position === 0, flowDepth);
  return rest.tab === null ? null : position + rest.tab;
}

/** Between two scalars stand only blanks, comments, indicators, anchors, tags and aliases. */
const STRUCTURE = /(?<=^|[ \t\n])#[^\n]*|[[{]|[\]}]|(?<=(?:\n|[-?])[ \t]*)\t/g;

function findInGap(gap: string, atStart: boolean, depth: number): { tab: number | null; flowDepth: number } {
  let flowDepth = depth;
  const text = atStart ? `\n${gap}` : gap;
  for (const match of text.matchAll(STRUCTURE)) {
    const [token] = match;
    if (token === '[' || token === '{') flowDepth++;
    else if (token === ']' || token === '}') flowDepth--;
    else if (token === '\t' && flowDepth === 0) return { tab: match.index - (atStart ? 1 : 0), flowDepth };
  }
  return { tab: null, flowDepth };
}
