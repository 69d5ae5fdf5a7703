import { join } from 'node:path';
import type { Mirror } from '#lib/git/mirror.ts';
import { openMirror } from '#lib/git/mirror.ts';

/** The mirrors of one worker: opened when first used, each used by one at a time, open until the worker ends. */
export interface Mirrors {
  use<T>(url: string, work: (mirror: Mirror) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Mirrors below the data folder. Fabrics that share a repository share its mirror, and take turns. */
export function createMirrors(dataDirectory: string): Mirrors {
  const folder = join(dataDirectory, 'mirrors');
  const open = new Map<string, Mirror>();
  const turns = new Map<string, Promise<unknown>>();

  const opened = async (url: string): Promise<Mirror> => {
    const held = open.get(url);
    if (held !== undefined) return held;
    const mirror = await openMirror({ dataDirectory: folder, url });
    open.set(url, mirror);
    return mirror;
  };

  return {
    use(url, work) {
      const turn = (turns.get(url) ?? Promise.resolve()).then(async () => work(await opened(url)));
      turns.set(
        url,
        turn.catch(() => {}),
      );
      return turn;
    },
    async close() {
      await Promise.all(turns.values());
      await Promise.all([...open.values()].map((mirror) => mirror.close()));
      open.clear();
    },
  };
}
