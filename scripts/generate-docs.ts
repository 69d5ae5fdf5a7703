import { readFileSync, writeFileSync } from 'node:fs';
import { CONDITIONS } from '#lib/domain/lifecycle/conditions.ts';
import { INVALID_TRANSITIONS } from '#lib/domain/lifecycle/invalid-transitions.ts';
import type { ResourceState } from '#lib/domain/lifecycle/states.ts';
import { RESOURCE_STATES } from '#lib/domain/lifecycle/states.ts';
import { FIRST_SIGHT, SYSTEM_ROW_ORDER, TRANSITIONS } from '#lib/domain/lifecycle/transitions.ts';

const LIFECYCLE = new URL('../docs/lifecycle.md', import.meta.url);

const words = (name: string) => name.replaceAll('_', ' ').replace(/\bgit\b/, 'Git');
const list = (names: readonly string[]) => (names.length === 0 ? '–' : names.map(words).join(', '));

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
}

const from = (states: readonly ResourceState[]) =>
  states.length === RESOURCE_STATES.length ? 'any' : states.join(', ');

const sections: Record<string, () => string> = {
  transitions: () =>
    table(
      ['Row', 'From', 'To', 'Trigger', 'By', 'Brings', 'Conditions', 'Effects'],
      TRANSITIONS.map((row) => [
        `${row.row}`,
        from(row.from),
        row.to === 'BEFORE' ? 'the state before the draft, else what first sight gives' : row.to,
        row.triggers.map((trigger) => `\`${trigger}\``).join(', '),
        row.by,
        row.needs === undefined ? '–' : `a ${row.needs}`,
        list(row.requires),
        list(row.effects),
      ]),
    ),
  'system-order': () => `The system tries its rows in this order: ${SYSTEM_ROW_ORDER.join(', ')}.`,
  'first-sight': () =>
    table(
      ['Becomes', 'Conditions', 'Effects'],
      FIRST_SIGHT.map(({ to, requires, effects }) => [to, list(requires), list(effects)]),
    ),
  conditions: () =>
    table(
      ['Condition', 'What a refusal says when it does not hold'],
      Object.entries(CONDITIONS).map(([name, { unmet }]) => [words(name), unmet]),
    ),
  'invalid-transitions': () =>
    table(
      ['From', 'To', 'Explanation'],
      Object.entries(INVALID_TRANSITIONS).flatMap(([state, targets]) =>
        Object.entries(targets).map(([to, explanation]) => [state, to, explanation]),
      ),
    ),
};

/**
 * The document with every generated section written anew between its markers.
 * @throws Error when the markers of a section are not in the document.
 */
export function generateLifecycle(document: string): string {
  return Object.entries(sections).reduce((text, [name, content]) => {
    const [begin, end] = [`<!-- generated: ${name} -->`, `<!-- end: ${name} -->`];
    const [start, stop] = [text.indexOf(begin), text.indexOf(end)];
    if (start < 0 || stop < start) {
      throw new Error(`docs/lifecycle.md has no section ${name}. Add the lines "${begin}" and "${end}".`);
    }
    return `${text.slice(0, start + begin.length)}\n\n${content()}\n\n${text.slice(stop)}`;
  }, document);
}

if (import.meta.main) writeFileSync(LIFECYCLE, generateLifecycle(readFileSync(LIFECYCLE, 'utf8')));
