import { beforeEach, describe, expect, test } from 'vitest';
import type { ActionResult } from '#lib/contract/problem.ts';
import { DraftSaver, type SaveState, type TextProblem } from './draft-saver.ts';

type Answer = ActionResult<{ problems: TextProblem[] }>;
const SAVED: Answer = { ok: true, value: { problems: [] } };
const REFUSED = failed('conflict', 1003, 'taken');
const AWAY = failed('unreachable', 5001, 'no answer');

function failed(code: string, number: number, message: string): Answer {
  return { ok: false, problem: { code, number, message, details: {} } };
}

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
    answers[0]?.(REFUSED);
    await first;
    expect(states.at(-1)).toEqual({ kind: 'failed', message: 'taken', number: 1003 });
    saver.type('ab');
    const second = saver.flush();
    answers[1]?.(SAVED);
    await second;
    expect(saved).toEqual(['a', 'ab']);
    expect(kinds().at(-1)).toBe('saved');
  });

  test('a text that was refused is not saved, and is tried again only when somebody asks', async () => {
    saver.type('a');
    const first = saver.flush();
    answers[0]?.(REFUSED);
    await first;
    expect(rest).toBeNull();
    expect(saver.pending).toBe(true);
    const second = saver.flush();
    answers[1]?.(REFUSED);
    await second;
    expect(saved).toEqual(['a', 'a']);
  });

  test('a text that could not be sent is sent again by itself, and shown as not saved until then', async () => {
    saver.type('a');
    rest?.();
    answers[0]?.(AWAY);
    await turn();
    rest?.();
    answers[1]?.(AWAY);
    await turn();
    expect(kinds()).toEqual(['typing', 'saving', 'failed', 'failed']);
    rest?.();
    answers[2]?.(SAVED);
    await turn();
    expect(saved).toEqual(['a', 'a', 'a']);
    expect(kinds().at(-1)).toBe('saved');
    expect(saver.pending).toBe(false);
    expect(rest).toBeNull();
  });

  test('what is typed later replaces what could not be sent', async () => {
    saver.type('a');
    rest?.();
    answers[0]?.(AWAY);
    await turn();
    saver.type('ab');
    rest?.();
    answers[1]?.(SAVED);
    await turn();
    expect(saved).toEqual(['a', 'ab']);
    expect(saver.pending).toBe(false);
  });

  test('whoever leaves has the last text saved, once', async () => {
    saver.type('a');
    saver.leave();
    expect(saved).toEqual(['a']);
    answers[0]?.(AWAY);
    await turn();
    expect(rest).toBeNull();
  });

  test('what could not be saved does not come back when it is left', async () => {
    saver.type('a');
    rest?.();
    answers[0]?.(AWAY);
    await turn();
    saver.leave();
    expect(saved).toEqual(['a']);
    expect(rest).toBeNull();
  });

  test('whoever comes back has it sent again by itself', async () => {
    saver.leave();
    saver.enter();
    saver.type('a');
    rest?.();
    answers[0]?.(AWAY);
    await turn();
    expect(rest).not.toBeNull();
  });
});
