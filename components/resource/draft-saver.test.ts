import { beforeEach, describe, expect, test } from 'vitest';
import type { ActionResult } from '#lib/contract/problem.ts';
import { DraftSaver, type Saved, type SaveState } from './draft-saver.ts';

type Answer = ActionResult<Saved>;
const SAVED: Answer = { ok: true, value: { problems: [], standsOn: 'saved' } };
const OTHER_TEXT: Answer = {
  ok: false,
  problem: { code: 'conflict', number: 1003, message: 'two texts', details: { cause: 'other_text' } },
};
const REFUSED = failed('conflict', 1003, 'taken');
const AWAY = failed('unreachable', 5001, 'no answer');

function failed(code: string, number: number, message: string): Answer {
  return { ok: false, problem: { code, number, message, details: {} } };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

let saved: string[];
let grounds: (string | null)[];
let states: SaveState[];
let answers: ((answer: Answer) => void)[];
let rest: (() => void) | null;
let saver: DraftSaver;

beforeEach(() => {
  saved = [];
  grounds = [];
  states = [];
  answers = [];
  rest = null;
  saver = new DraftSaver({
    save: (text, standsOn) => {
      saved.push(text);
      grounds.push(standsOn);
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
    saver.type('a', 'shown');
    saver.type('ab', 'shown');
    expect(saved).toEqual([]);
    rest?.();
    expect(saved).toEqual(['ab']);
    answers[0]?.(SAVED);
    await turn();
    expect(kinds()).toEqual(['typing', 'typing', 'saving', 'saved']);
    expect(saver.pending).toBe(false);
  });

  test('goes one at a time; what is typed meanwhile follows', async () => {
    saver.type('a', 'shown');
    const all = saver.flush();
    saver.type('ab', 'shown');
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
    saver.type('a: [', 'shown');
    const all = saver.flush();
    answers[0]?.({ ok: true, value: { problems, standsOn: null } });
    await all;
    expect(states.at(-1)).toEqual({ kind: 'saved', at: 1000, problems });
  });

  test('a refusal is shown with its code, and the next text is tried all the same', async () => {
    saver.type('a', 'shown');
    const first = saver.flush();
    answers[0]?.(REFUSED);
    await first;
    expect(states.at(-1)).toEqual({ kind: 'failed', message: 'taken', number: 1003 });
    saver.type('ab', 'shown');
    const second = saver.flush();
    answers[1]?.(SAVED);
    await second;
    expect(saved).toEqual(['a', 'ab']);
    expect(kinds().at(-1)).toBe('saved');
  });

  test('a text that was refused is not saved, and is tried again only when somebody asks', async () => {
    saver.type('a', 'shown');
    const first = saver.flush();
    answers[0]?.(REFUSED);
    await first;
    expect(rest).toBeNull();
    expect(saver.pending).toBe(true);
    const second = saver.flush();
    answers[1]?.(REFUSED);
    expect(await second).toBe('refused');
    expect(saved).toEqual(['a', 'a']);
  });

  test('a text that could not be sent is sent again by itself, and shown as not saved until then', async () => {
    saver.type('a', 'shown');
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
    saver.type('a', 'shown');
    rest?.();
    answers[0]?.(AWAY);
    await turn();
    saver.type('ab', 'shown');
    rest?.();
    answers[1]?.(SAVED);
    await turn();
    expect(saved).toEqual(['a', 'ab']);
    expect(saver.pending).toBe(false);
  });

  test('whoever leaves has the last text saved, once', async () => {
    saver.type('a', 'shown');
    saver.leave();
    expect(saved).toEqual(['a']);
    answers[0]?.(AWAY);
    await turn();
    expect(rest).toBeNull();
  });

  test('what could not be saved does not come back when it is left', async () => {
    saver.type('a', 'shown');
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
    saver.type('a', 'shown');
    rest?.();
    answers[0]?.(AWAY);
    await turn();
    expect(rest).not.toBeNull();
  });
});

describe('two texts', () => {
  async function contest() {
    saver.type('a', 'shown');
    rest?.();
    answers[0]?.(OTHER_TEXT);
    await turn();
  }

  test('the first save stands on what was shown, the next on what was saved', async () => {
    saver.type('a', 'shown');
    const first = saver.flush();
    saver.type('ab', 'shown later');
    answers[0]?.(SAVED);
    await turn();
    answers[1]?.(SAVED);
    expect(await first).toBe('saved');
    expect(grounds).toEqual(['shown', 'saved']);
    expect(saver.standing('shown')).toBe('saved');
    saver.moved('elsewhere');
    expect(saver.standing('shown')).toBe('elsewhere');
  });

  test('nothing is sent before somebody chose, whatever is typed', async () => {
    await contest();
    expect(states.at(-1)).toEqual({ kind: 'contested', message: 'two texts' });
    rest = null;
    saver.type('ab', 'shown');
    expect(rest).toBeNull();
    expect(await saver.flush()).toBe('contested');
    expect(saved).toEqual(['a']);
    expect(saver.pending).toBe(true);
  });

  test('keeping mine sends what was typed last, on top of theirs', async () => {
    await contest();
    saver.type('ab', 'shown');
    const kept = saver.keep('theirs');
    answers[1]?.(SAVED);
    await kept;
    expect(saved).toEqual(['a', 'ab']);
    expect(grounds).toEqual(['shown', 'theirs']);
    expect(kinds().at(-1)).toBe('saved');
    expect(await saver.flush()).toBe('saved');
  });

  test('keeping mine over a text that moved again is asked again', async () => {
    await contest();
    const kept = saver.keep('theirs');
    answers[1]?.(OTHER_TEXT);
    await kept;
    expect(kinds().at(-1)).toBe('contested');
    expect(saver.pending).toBe(true);
  });

  test('taking theirs gives up what was typed, and what is typed next stands on what is shown then', async () => {
    await contest();
    saver.drop();
    expect(kinds().at(-1)).toBe('clean');
    expect(saver.pending).toBe(false);
    expect(saver.standing('theirs')).toBe('theirs');
    saver.moved('elsewhere');
    saver.type('b', 'theirs');
    rest?.();
    expect(saved).toEqual(['a', 'b']);
    expect(grounds).toEqual(['shown', 'theirs']);
  });

  test('whoever left is not asked', async () => {
    saver.type('a', 'shown');
    saver.leave();
    answers[0]?.(OTHER_TEXT);
    await turn();
    expect(kinds().at(-1)).toBe('failed');
  });
});
