import { FabricChange, type LiveFrame } from '#lib/contract/live-frame.ts';
import { Coalescer } from './coalesce.ts';
import type { ListenHandlers } from './listen-to-channel.ts';

export interface Subscriber {
  send: (frame: LiveFrame) => void;
  /** The stream cannot be kept true any more: its reader has to come again. */
  close: () => void;
}

/** Begins to listen to the database; answers how to stop. */
export type Listen = (handlers: ListenHandlers) => Promise<() => Promise<void>>;

const GATHER_MS = 100;

function wait(then: () => void): () => void {
  const timer = setTimeout(then, GATHER_MS);
  return () => clearTimeout(timer);
}

/** One listener on the database for all event streams of the process. */
export class LiveHub {
  readonly #listen: Listen;
  readonly #subscribers = new Set<Subscriber>();
  readonly #coalescer = new Coalescer(wait, (changes) => this.#send({ type: 'changed', changes }));
  #listening: Promise<() => Promise<void>> | null = null;

  constructor(listen: Listen) {
    this.#listen = listen;
  }

  /** Adds a stream and greets it once the database is listened to. Answers how to leave; rejects when it cannot be listened to. */
  async subscribe(subscriber: Subscriber): Promise<() => void> {
    await this.#ensureListening();
    this.#subscribers.add(subscriber);
    subscriber.send(hello());
    return () => this.#subscribers.delete(subscriber);
  }

  get size(): number {
    return this.#subscribers.size;
  }

  /** Ends every stream and stops listening. */
  async close(): Promise<void> {
    const listening = this.#listening;
    this.#lose();
    const stop = await listening?.catch(() => null);
    await stop?.();
  }

  async #ensureListening(): Promise<void> {
    this.#listening ??= this.#listen({
      onPayload: (payload) => this.#receive(payload),
      onReady: () => this.#send(hello()),
      onLost: () => this.#lose(),
    });
    const listening = this.#listening;
    try {
      await listening;
    } catch (error) {
      if (this.#listening === listening) this.#listening = null;
      throw error;
    }
  }

  #lose(): void {
    this.#listening = null;
    this.#coalescer.stop();
    const left = [...this.#subscribers];
    this.#subscribers.clear();
    for (const subscriber of left) subscriber.close();
  }

  #receive(payload: string): void {
    const change = FabricChange.safeParse(parseJson(payload));
    if (change.success) this.#coalescer.add(change.data);
  }

  #send(frame: LiveFrame): void {
    for (const subscriber of this.#subscribers) subscriber.send(frame);
  }
}

function hello(): LiveFrame {
  return { type: 'hello', now: new Date().toISOString() };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
