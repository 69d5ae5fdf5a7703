import { hostname } from 'node:os';
import { createDatabase } from '#db/client.ts';
import { connectionFromEnv } from '#db/connection.ts';
import { getEnvironment } from '#lib/env.ts';
import { createLog } from '#lib/log.ts';
import { readSecretKey } from '#lib/secret-key.ts';
import { startWorker } from './worker.ts';
import { workerName } from './worker-name.ts';

const environment = getEnvironment();
const log = createLog('worker');
const name = workerName(hostname(), process.pid);
const { db, sql, close } = createDatabase(connectionFromEnv(), { applicationName: name });
const { dataDirectory } = environment;
const worker = await startWorker({ db, sql, log, dataDirectory, secret: readSecretKey(environment) }, name);
log.info({ worker: name }, 'worker ready');

const stop = async () => {
  await worker.close();
  await close();
};
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    stop().then(
      () => process.exit(0),
      (err: unknown) => {
        log.error({ err }, 'the worker did not stop cleanly');
        process.exit(1);
      },
    );
  });
}
