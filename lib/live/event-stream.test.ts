import { beforeEach, describe, expect, test } from 'vitest';
import type { LiveFrame } from '#lib/contract/live-frame.ts';
import { openEventStream } from './event-stream.ts';
import { LiveHub } from './hub.ts';
import type { ListenHandlers } from './listen-to-channel.ts';

let handlers: ListenHandlers;
let hub: LiveHub;
beforeEach(() => {
  hub = new LiveHub(async (given) => {
    handlers = given;
    return async () => {};
  });
});

const open = (signal = new AbortController().signal) => openEventStream(hub, signal);

function framesOf(text: string): LiveFrame[] {
  return text
    .split('\n\n')
    .filter((block) => block !== '')
    .map((block) => JSON.parse(block.replace(/^data: /, '')));
}

/** Reads until so many frames came, or the stream ends. */
async function read(stream: ReadableStream<Uint8Array>, count: number) {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (value !== undefined) text += decoder.decode(value, { stream: true });
    const frames = framesOf(text);
    if (done || frames.length >= count) {
      reader.releaseLock();
      return { frames, done };
    }
  }
}

describe('an event stream', () => {
  test('begins with a greeting and hands on changes as they come', async () => {
    const stream = await open();
    handlers.onPayload(JSON.stringify({ fabricId: 'f', topics: ['alerts'] }));
    const { frames } = await read(stream, 2);
    expect(frames[0]).toMatchObject({ type: 'hello' });
    expect(frames[1]).toEqual({ type: 'changed', changes: [{ fabricId: 'f', topics: ['alerts'] }] });
  });

  test('ends when its reader goes, and is forgotten', async () => {
    const reader = new AbortController();
    const stream = await open(reader.signal);
    expect(hub.size).toBe(1);
    reader.abort();
    expect(hub.size).toBe(0);
    expect(await read(stream, 99)).toMatchObject({ done: true });
  });

  test('of a reader that was gone before it began leaves nothing behind', async () => {
    await open(AbortSignal.abort());
    expect(hub.size).toBe(0);
  });

  test('ends when the hub does, so that a web process can stop', async () => {
    const stream = await open();
    await hub.close();
    expect(await read(stream, 99)).toMatchObject({ done: true, frames: [{ type: 'hello' }] });
  });

  test('of a reader that does not read is ended instead of filling the memory', async () => {
    await open();
    for (let frame = 0; frame < 200 && hub.size > 0; frame += 1) handlers.onReady();
    expect(hub.size).toBe(0);
  });
});
