import type { ActionResult, Problem } from '#lib/contract/problem.ts';

export interface TextProblem {
  line: number | null;
  message: string;
}

/** How far what was typed is saved. */
export type SaveState =
  | { kind: 'clean' }
  | { kind: 'typing' }
  | { kind: 'saving' }
  | { kind: 'saved'; at: number; problems: TextProblem[] }
  | { kind: 'failed'; message: string; number: number }
  /** Another text was saved meanwhile: nothing is sent before somebody chose. */
  | { kind: 'contested'; message: string };

/** `contested` while somebody has to choose between two texts, `refused` while the server does not take this one. */
export type Flushed = 'saved' | 'refused' | 'contested';

export interface Saved {
  problems: TextProblem[];
  standsOn: string | null;
}

interface Options {
  save: (text: string, standsOn: string | null) => Promise<ActionResult<Saved>>;
  onState: (state: SaveState) => void;
  wait: (then: () => void) => () => void;
  now: () => number;
}

/** Failures that say nothing about the text: it is worth trying again as it is. */
const WORTH_RETRYING: ReadonlySet<string> = new Set(['unreachable', 'database_unavailable']);

/** Saves what is typed once typing rests, one save at a time, the last text always. */
export class DraftSaver {
  readonly #options: Options;
  #watched = true;
  #text: string | null = null;
  /** What the last save did not take. */
  #unsaved: string | null = null;
  /** What the text is typed on; undefined before anything was typed. */
  #standsOn: string | null | undefined;
  #contested = false;
  #saving: Promise<void> | null = null;
  #cancel: (() => void) | null = null;

  constructor(options: Options) {
    this.#options = options;
  }

  /** True while something typed is not saved yet. */
  get pending(): boolean {
    return this.#text !== null || this.#unsaved !== null || this.#saving !== null;
  }

  /** Somebody sees the text: what could not be sent is sent again by itself. */
  enter(): void {
    this.#watched = true;
  }

  /** Saves what was typed last. What could not be saved before is given up: it must not come back after a discard. */
  leave(): void {
    this.#watched = false;
    this.#contested = false;
    this.#unsaved = null;
    void this.flush();
  }

  /** `shown` is what the text stood on that was shown when typing began; later it is what was saved last. */
  type(text: string, shown: string | null): void {
    if (this.#standsOn === undefined) this.#standsOn = shown;
    if (this.#contested) {
      this.#unsaved = text;
      return;
    }
    this.#text = text;
    if (this.#saving === null) this.#options.onState({ kind: 'typing' });
    this.#cancel?.();
    this.#cancel = this.#options.wait(() => void this.flush());
  }

  /** Mine holds: it replaces `theirs`, the text that was shown beside it. */
  async keep(theirs: string | null): Promise<void> {
    this.#contested = false;
    this.#standsOn = theirs;
    await this.flush();
  }

  /** Theirs holds: what was typed is given up. */
  drop(): void {
    this.#contested = false;
    this.#text = null;
    this.#unsaved = null;
    this.#standsOn = undefined;
    this.#options.onState({ kind: 'clean' });
  }

  /** What the text stands on; `shown` counts while nothing is typed. */
  standing(shown: string | null): string | null {
    return this.#standsOn === undefined ? shown : this.#standsOn;
  }

  /** The same text was saved another way. */
  moved(standsOn: string | null): void {
    if (this.#standsOn !== undefined) this.#standsOn = standsOn;
  }

  /** Saves now what is not saved yet, and says whether the text that is shown is the saved one. */
  async flush(): Promise<Flushed> {
    if (this.#contested) return 'contested';
    this.#cancel?.();
    this.#cancel = null;
    this.#text ??= this.#unsaved;
    while (this.#saving !== null || this.#text !== null) {
      this.#saving ??= this.#saveOnce().finally(() => {
        this.#saving = null;
      });
      await this.#saving;
    }
    if (this.#contested) return 'contested';
    return this.#unsaved === null ? 'saved' : 'refused';
  }

  async #saveOnce(): Promise<void> {
    const text = this.#text;
    if (text === null) return;
    // The same text again: it stays shown as not saved until it is.
    if (text !== this.#unsaved) this.#options.onState({ kind: 'saving' });
    this.#text = null;
    this.#unsaved = null;
    const result = await this.#options.save(text, this.#standsOn ?? null);
    if (result.ok) this.#standsOn = result.value.standsOn;
    if (this.#text !== null) return;
    if (result.ok) {
      this.#options.onState({ kind: 'saved', at: this.#options.now(), problems: result.value.problems });
    } else {
      this.#fail(text, result.problem);
    }
  }

  #fail(text: string, { code, message, number, details }: Problem): void {
    this.#unsaved = text;
    // Whoever left cannot be asked.
    if (details.cause === 'other_text' && this.#watched) {
      this.#contested = true;
      this.#options.onState({ kind: 'contested', message });
      return;
    }
    this.#options.onState({ kind: 'failed', message, number });
    if (this.#watched && WORTH_RETRYING.has(code)) this.#cancel = this.#options.wait(() => void this.flush());
  }
}
