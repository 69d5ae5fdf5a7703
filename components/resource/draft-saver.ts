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
  | { kind: 'failed'; message: string; number: number };

interface Options {
  save: (text: string) => Promise<ActionResult<{ problems: TextProblem[] }>>;
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
    this.#unsaved = null;
    void this.flush();
  }

  type(text: string): void {
    this.#text = text;
    if (this.#saving === null) this.#options.onState({ kind: 'typing' });
    this.#cancel?.();
    this.#cancel = this.#options.wait(() => void this.flush());
  }

  /** Saves now what is not saved yet; resolves when all is, or was refused. */
  async flush(): Promise<void> {
    this.#cancel?.();
    this.#cancel = null;
    this.#text ??= this.#unsaved;
    while (this.#saving !== null || this.#text !== null) {
      this.#saving ??= this.#saveOnce().finally(() => {
        this.#saving = null;
      });
      await this.#saving;
    }
  }

  async #saveOnce(): Promise<void> {
    const text = this.#text;
    if (text === null) return;
    // The same text again: it stays shown as not saved until it is.
    if (text !== this.#unsaved) this.#options.onState({ kind: 'saving' });
    this.#text = null;
    this.#unsaved = null;
    const result = await this.#options.save(text);
    if (this.#text !== null) return;
    if (result.ok) {
      this.#options.onState({ kind: 'saved', at: this.#options.now(), problems: result.value.problems });
    } else {
      this.#fail(text, result.problem);
    }
  }

  #fail(text: string, { code, message, number }: Problem): void {
    this.#unsaved = text;
    this.#options.onState({ kind: 'failed', message, number });
    if (this.#watched && WORTH_RETRYING.has(code)) this.#cancel = this.#options.wait(() => void this.flush());
  }
}
