import { randomUUID } from 'node:crypto';
import { connect } from '#db/client.ts';
import type { DatabaseConnection } from '#db/connection.ts';

export interface ListenHandlers {
  onPayload: (payload: string) => void;
  /** Listening has begun, or begun again: notifications before this moment may have been missed. */
  onReady: () => void;
  /** Nothing will arrive any more; called once. */
  onLost: () => void;
}

const PROBE_MS = 5000;

/**
 * Listens on a channel until told to stop. The driver comes back by itself when its backend was ended, but after a
 * restart of the server it stays deaf without a word: so it sends itself a probe now and then, and a probe that
 * does not arrive ends it.
 */
export async function listenToChannel(
  connection: DatabaseConnection,
  channel: string,
  { onPayload, onReady, onLost }: ListenHandlers,
  probeMs = PROBE_MS,
): Promise<() => Promise<void>> {
  const sql = connect(connection, 1, 'live');
  const mark = `probe ${randomUUID()}`;
  let arrived = true;
  let timer: NodeJS.Timeout | undefined;

  const stop = async () => {
    clearInterval(timer);
    await sql.end({ timeout: 1 });
  };
  const lose = async () => {
    if (timer === undefined) return;
    clearInterval(timer);
    timer = undefined;
    onLost();
    await sql.end({ timeout: 0 });
  };
  const probe = async () => {
    if (!arrived) return await lose();
    arrived = false;
    await sql`select pg_notify(${channel}, ${mark})`.catch(lose);
  };
  const receive = (payload: string) => {
    if (payload === mark) arrived = true;
    else if (!payload.startsWith('probe ')) onPayload(payload);
  };

  try {
    await sql.listen(channel, receive, onReady);
  } catch (error) {
    await sql.end({ timeout: 0 });
    throw error;
  }
  timer = setInterval(() => void probe(), probeMs);
  return stop;
}
