import { beforeEach, describe, expect, test } from 'vitest';
import type { ActionResult } from '#lib/contract/problem.ts';
import { DraftSaver, type SaveState, type TextProblem } from './draft-saver.ts';

type Answer = ActionResult<{ problems: TextProblem[] }>;
const SAVED: Answer = { ok: true, value: { problems: [] } };
const turn = () => new Promise((resolve) => setImmediate(resolve));

let saved: string[];
let states: SaveState[];
let answers: ((answer: Answer) => void)[];
let rest: (() => void) | null;
let saver: DraftSaver;

beforeEach(() => {
  saved = [];
  states = [];
  answers = [];
  rest = null;
  saver = new DraftSaver({
    save: (text) => {
      saved.push(text);
      return new Promise((resolve) => answers.push(resolve));
    },
    onState: (state) => states.push(state),
    wait: (then) => {
      rest = then;
      return () => {
        rest = null;
      };
    },
    now: () => 1000,
  });
});

const kinds = () => states.map(({ kind }) => kind);

describe('saving what is typed', () => {
  test('begins when typing rests, with the last text', async () => {
    saver.type('a');
    saver.type('ab');
    expect(saved).toEqual([]);
    rest?.();
    expect(saved).toEqual(['ab']);
    answers[0]?.(SAVED);
    await turn();
    expect(kinds()).toEqual(['typing', 'typing', 'saving', 'saved']);
    expect(saver.pending).toBe(false);
  });

  test('goes one at a time; what is typed meanwhile follows', async () => {
    saver.type('a');
    const all = saver.flush();
    saver.type('ab');
    void saver.flush();
    expect(saved).toEqual(['a']);
    answers[0]?.(SAVED);
    await turn();
    expect(saved).toEqual(['a', 'ab']);
    expect(saver.pending).toBe(true);
    answers[1]?.(SAVED);
    await all;
    expect(saver.pending).toBe(false);
    expect(kinds().filter((kind) => kind === 'saved')).toHaveLength(1);
  });

  test('flushing with nothing typed saves nothing', async () => {
    await saver.flush();
    expect(saved).toEqual([]);
    expect(states).toEqual([]);
  });

  test('tells what is wrong with the text', async () => {
    const problems = [{ line: 3, message: 'not readable' }];
    saver.type('a: [');
    const all = saver.flush();
    answers[0]?.({ ok: true, value: { problems } });
    await all;
    expect(states.at(-1)).toEqual({ kind: 'saved', at: 1000, problems });
  });

  test('a refusal is shown with its code, and the next text is tried all the same', async () => {
    saver.type('a');
    const first = saver.flush();
    answers[0]?.({ ok: false, problem: { code: 'conflict', number: 1003, message: 'taken', details: {} } });
    await first;
    expect(states.at(-1)).toEqual({ kind: 'failed', message: 'taken', number: 1003 });
    saver.type('ab');
    const second = saver.flush();
    answers[1]?.(SAVED);
    await second;
    expect(saved).toEqual(['a', 'ab']);
    expect(kinds().at(-1)).toBe('saved');
  });
});
