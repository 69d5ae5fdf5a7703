import { connectionFromEnv } from '#db/connection.ts';
import { FABRIC_CHANGED_CHANNEL } from '#lib/contract/live-frame.ts';
import { LiveHub } from './hub.ts';
import { listenToChannel } from './listen-to-channel.ts';

const SLOT = Symbol.for('fabric-lifecycle.live-hub');
const globals = globalThis as { [SLOT]?: LiveHub };

function makeHub(): LiveHub {
  const hub = new LiveHub(async (handlers) =>
    listenToChannel(connectionFromEnv(), FABRIC_CHANGED_CHANNEL, handlers),
  );
  // An open stream keeps the process alive after SIGTERM.
  process.once('SIGTERM', () => void hub.close());
  process.once('SIGINT', () => void hub.close());
  return hub;
}

/** The web process's hub. */
export function webHub(): LiveHub {
  globals[SLOT] ??= makeHub();
  return globals[SLOT];
}
