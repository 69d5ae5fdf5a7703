import type { ActionResult } from '#lib/contract/problem.ts';

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

/** Saves what is typed once typing rests, one save at a time, the last text always. */
export class DraftSaver {
  readonly #options: Options;
  #text: string | null = null;
  #saving: Promise<void> | null = null;
  #cancel: (() => void) | null = null;

  constructor(options: Options) {
    this.#options = options;
  }

  /** True while something typed is not saved yet. */
  get pending(): boolean {
    return this.#text !== null || this.#saving !== null;
  }

  type(text: string): void {
    this.#text = text;
    if (this.#saving === null) this.#options.onState({ kind: 'typing' });
    this.#cancel?.();
    this.#cancel = this.#options.wait(() => void this.flush());
  }

  /** Saves now what is not saved yet; resolves when all is. */
  async flush(): Promise<void> {
    this.#cancel?.();
    this.#cancel = null;
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
    this.#text = null;
    this.#options.onState({ kind: 'saving' });
    const result = await this.#options.save(text);
    if (this.#text !== null) return;
    this.#options.onState(
      result.ok
        ? { kind: 'saved', at: this.#options.now(), problems: result.value.problems }
        : { kind: 'failed', message: result.problem.message, number: result.problem.number },
    );
  }
}
