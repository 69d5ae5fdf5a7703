import type { Event } from 'js-yaml';
import { parseEvents, YAMLException } from 'js-yaml';
import { findRefusedTab } from './check-tabs.ts';
import { YamlProblem } from './yaml-problem.ts';

/** The parser's events, the text that their offsets speak of, and the way back to offsets of the text as given. */
export interface ParsedText {
  source: string;
  events: Event[];
  originalOffset: (offset: number) => number;
}

/** Deeper than any Kubernetes object, shallow enough for whoever walks the value. */
const MAX_DEPTH = 250;
const MAX_REPAIRS = 500;
const OTHER_BREAKS = /[\u0085\u2028\u2029]/g;

/**
 * Parses with js-yaml where it differs from go-yaml v2: lines break at NEL, LS and PS too, a flow collection or a quoted
 * text may go on with less indentation, tabs are refused where go-yaml refuses them. Throws YamlProblem.
 */
export function parseLikeGoYaml(text: string): ParsedText {
  // One unit for one: offsets stay.
  let source = text.replace(OTHER_BREAKS, '\n');
  const repairs: { lineStart: number; width: number }[] = [];
  const originalOffset = (offset: number) =>
    repairs.reduceRight(
      (at, { lineStart, width }) => (at > lineStart ? Math.max(lineStart, at - width) : at),
      offset,
    );
  for (;;) {
    const outcome = tryParse(source);
    if (Array.isArray(outcome)) {
      const tab = source.includes('\t') ? findRefusedTab(source, outcome) : null;
      if (tab === null) return { source, events: outcome, originalOffset };
      throw new YamlProblem('syntax_error', 'a tab stands where indentation is read', originalOffset(tab));
    }
    const position = outcome.mark?.position ?? 0;
    if (outcome.reason !== 'deficient indentation' || repairs.length === MAX_REPAIRS) {
      throw new YamlProblem('syntax_error', outcome.reason, originalOffset(position));
    }
    const lineStart = source.lastIndexOf('\n', position - 1) + 1;
    const width = MAX_DEPTH;
    source = `${source.slice(0, lineStart)}${' '.repeat(width)}${source.slice(lineStart)}`;
    repairs.push({ lineStart, width });
  }
}

function tryParse(source: string): Event[] | YAMLException {
  try {
    return parseEvents(source, { maxDepth: MAX_DEPTH });
  } catch (error) {
    if (error instanceof YAMLException) return error;
    throw error;
  }
}
