import { collectionPath, objectPath } from '../kind-path.ts';
import type { ServedKind } from '../observation.ts';
import type { ApiAnswer } from './request-answer.ts';
import { objectOf } from './test-kinds.ts';

type Api = (method: string, path: string, body?: unknown) => Promise<ApiAnswer>;

/** Numbers in [0, 1) that a seed repeats (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Creates, changes, labels, touches the status of and deletes objects of 40 names, `writers` at a time; refusals such as 404 and 409 are part of it. */
export async function editAtRandom(
  api: Api,
  kind: ServedKind,
  options: { seed: number; edits: number; writers: number },
): Promise<void> {
  const random = seededRandom(options.seed);
  const plan = Array.from({ length: options.edits }, (_, index) => ({
    key: { namespace: 'default', name: `edited-${Math.floor(random() * 40)}` },
    what: Math.floor(random() * 6),
    description: `edit ${index} ${'ü'.repeat(Math.floor(random() * 20))}`,
  }));
  const write = async ({ key, what, description }: (typeof plan)[number]): Promise<void> => {
    const path = objectPath(kind, key);
    const object = objectOf(kind, key.name, { description });
    if (what <= 1) await api('POST', collectionPath(kind, key.namespace), object);
    else if (what === 2) await api('DELETE', path);
    else if (what === 3)
      await api('PATCH', path, { metadata: { labels: { edited: `l${description.length}` } } });
    else if (what === 4) await api('PATCH', `${path}/status`, { status: { seen: description } });
    else await api('PATCH', path, { spec: { description } });
  };
  const next = plan[Symbol.iterator]();
  const writer = async () => {
    for (const edit of next) await write(edit);
  };
  await Promise.all(Array.from({ length: options.writers }, writer));
}
