import { createDatabase, type DatabaseHandle } from '#db/client.ts';
import { connectionFromEnv } from '#db/connection.ts';

const SLOT = Symbol.for('fabric-lifecycle.web-database');
const globals = globalThis as { [SLOT]?: DatabaseHandle };

/** The web process's one pool; opened on first use, as a build has no database. */
export function webDatabase(): DatabaseHandle {
  // On the global object: the bundler gives pages, handlers and actions their own copies of this module.
  globals[SLOT] ??= createDatabase(connectionFromEnv(), { applicationName: 'web' });
  return globals[SLOT];
}
