import type { Path } from './comparison.ts';

/** One step of a pattern: a key or index, the parts between the stars of one, `*` for any one, `**` for any number of them. */
export type PatternStep = { key: string } | { parts: readonly string[] } | '*' | '**';

const BRACKET = /^\[(?:(\*)|(\d+)|'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")\]/;

function unquote(quoted: string): string {
  return quoted.replace(/\\(.)/g, '$1');
}

function stepOf(text: string): PatternStep {
  if (text === '*' || text === '**') return text;
  return text.includes('*') ? { parts: text.split(/\*+/) } : { key: text };
}

function parsePointer(text: string): PatternStep[] {
  return text
    .slice(1)
    .split('/')
    .map((part) => stepOf(part.replaceAll('~1', '/').replaceAll('~0', '~')));
}

/**
 * Reads a path pattern: dots and brackets (`spec.links[*].leaf.ip`, `metadata.labels['a.b/c']`, `spec.web-*`,
 * `spec.**`, a leading `$.` is allowed) or a JSON pointer (`/spec/subnets/*`). A quoted key is literal. Null when it cannot be read.
 */
export function parsePathPattern(text: string): PatternStep[] | null {
  let rest = text.trim();
  if (rest.startsWith('/')) return parsePointer(rest);
  if (rest.startsWith('$')) rest = rest.slice(1);
  const steps: PatternStep[] = [];
  while (rest !== '') {
    const bracket = BRACKET.exec(rest);
    if (bracket !== null) {
      const [whole, star, index, single, double] = bracket;
      steps.push(star === undefined ? { key: index ?? unquote(single ?? double ?? '') } : '*');
      rest = rest.slice(whole.length);
      continue;
    }
    if (rest.startsWith('..')) steps.push('**');
    const name = /^\.{0,2}([^.[\]]+)/.exec(rest);
    if (name === null) return null;
    steps.push(stepOf(name[1] ?? ''));
    rest = rest.slice(name[0].length);
  }
  return steps.length === 0 ? null : steps;
}

/** Looks at every part once, from left to right: the leftmost place of each leaves most room for the next. */
function partsMatch(parts: readonly string[], key: string): boolean {
  const [first, last] = [parts[0] ?? '', parts.at(-1) ?? ''];
  const end = key.length - last.length;
  if (first.length > end || !key.startsWith(first) || !key.endsWith(last)) return false;
  let at = first.length;
  for (let index = 1; index < parts.length - 1; index++) {
    const part = parts[index] ?? '';
    const found = key.indexOf(part, at);
    if (found < 0 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}

function stepMatches(step: Exclude<PatternStep, '**'>, key: string): boolean {
  if (step === '*') return true;
  return 'key' in step ? step.key === key : partsMatch(step.parts, key);
}

function covers(steps: readonly PatternStep[], path: Path): boolean {
  let reached = new Set([0]);
  const advance = (from: Set<number>) => {
    for (const at of from) if (steps[at] === '**') from.add(at + 1);
    return from;
  };
  advance(reached);
  for (const key of path) {
    if (reached.has(steps.length)) return true;
    const next = new Set<number>();
    for (const at of reached) {
      const step = steps[at];
      if (step === '**') next.add(at);
      else if (step !== undefined && stepMatches(step, String(key))) next.add(at + 1);
    }
    if (next.size === 0) return false;
    reached = advance(next);
  }
  return reached.has(steps.length);
}

/** True when the pattern matches the path or one of its parents: who names a section names all in it. */
export function patternCovers(steps: readonly PatternStep[], path: Path): boolean {
  return steps.length > 0 && covers(steps, path);
}

/** True when a name matches a pattern of literal text, `*` (any text) and `?` (one character); in linear time per star. */
export function nameMatches(pattern: string, name: string): boolean {
  let p = 0;
  let n = 0;
  let star = -1;
  let resume = 0;
  while (n < name.length) {
    if (p < pattern.length && (pattern[p] === '?' || pattern[p] === name[n]) && pattern[p] !== '*') {
      p++;
      n++;
    } else if (pattern[p] === '*') {
      star = p++;
      resume = n;
    } else if (star >= 0) {
      p = star + 1;
      n = ++resume;
    } else return false;
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}
