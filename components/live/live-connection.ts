import type { LiveFrame } from '#lib/contract/live-frame.ts';

export type LiveStatus = 'connecting' | 'live' | 'paused' | 'lost';

/** Opens a stream that calls back, and answers how to close it. */
export type OpenStream = (onMessage: (data: string) => void, onError: () => void) => () => void;

interface Options {
  open: OpenStream;
  onFrame: (frame: LiveFrame) => void;
  onStatus: (status: LiveStatus) => void;
  wait: (milliseconds: number, then: () => void) => () => void;
}

/** The server beats every 15 s; after three it is gone, whatever the socket says. */
const SILENCE_MS = 45_000;
const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 15_000;

/**
 * Holds one event stream open: opens it again after an error or silence, waiting longer each time, for as long
 * as it is wanted. It never gives up.
 */
export class LiveConnection {
  readonly #options: Options;
  #closeStream: (() => void) | null = null;
  #cancelWait: (() => void) | null = null;
  #retry = FIRST_RETRY_MS;

  constructor(options: Options) {
    this.#options = options;
  }

  start(): void {
    if (this.#closeStream !== null) return;
    this.#closeStream = this.#options.open(
      (data) => this.#receive(data),
      () => this.#fail(),
    );
    this.#expectBeat();
  }

  pause(): void {
    this.#close();
    this.#clearWait();
    this.#retry = FIRST_RETRY_MS;
    this.#options.onStatus('paused');
  }

  #receive(data: string): void {
    const frame = JSON.parse(data) as LiveFrame;
    this.#expectBeat();
    if (frame.type === 'hello') {
      this.#retry = FIRST_RETRY_MS;
      this.#options.onStatus('live');
    }
    this.#options.onFrame(frame);
  }

  #fail(): void {
    this.#close();
    this.#clearWait();
    this.#options.onStatus('lost');
    this.#cancelWait = this.#options.wait(this.#retry, () => this.start());
    this.#retry = Math.min(this.#retry * 2, LONGEST_RETRY_MS);
  }

  #expectBeat(): void {
    this.#clearWait();
    this.#cancelWait = this.#options.wait(SILENCE_MS, () => this.#fail());
  }

  #close(): void {
    this.#closeStream?.();
    this.#closeStream = null;
  }

  #clearWait(): void {
    this.#cancelWait?.();
    this.#cancelWait = null;
  }
}
