import type { RawSql } from '#db/client.ts';
import { FABRIC_CHANGED_CHANNEL } from '#lib/contract/live-frame.ts';

const PATIENCE_MS = 30_000;

/**
 * Waits until `holds` answers something, asking again whenever a fabric's transaction commits: no polling, no sleeping.
 * Rejects with `describe`'s words when nothing comes within half a minute.
 */
export async function untilChanged<T>(
  sql: RawSql,
  holds: () => Promise<T | null | false>,
  describe: () => Promise<string>,
): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  let asking: Promise<void> = Promise.resolve();
  const ask = () => {
    asking = asking.then(async () => {
      const answer = await holds();
      if (answer !== null && answer !== false) resolve(answer);
    }, reject);
    asking.catch(reject);
  };
  const { unlisten } = await sql.listen(FABRIC_CHANGED_CHANNEL, ask);
  const timer = setTimeout(() => {
    describe().then((words) => reject(new Error(`not within ${PATIENCE_MS} ms: ${words}`)), reject);
  }, PATIENCE_MS);
  try {
    ask();
    return await promise;
  } finally {
    clearTimeout(timer);
    await unlisten();
  }
}
