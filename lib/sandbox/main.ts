import { resolve } from 'node:path';
import { runSandbox } from './run-sandbox.ts';

/** The sandbox as a process: `SANDBOX_DIR` is its folder, `SANDBOX_DAY=later` leaves its first day to others, SIGTERM or SIGINT ends it. */
async function main(): Promise<void> {
  const directory = process.env.SANDBOX_DIR;
  if (!directory) throw new Error('Set SANDBOX_DIR to the folder in which the sandbox is to live.');
  const sandbox = await runSandbox({
    directory: resolve(directory),
    day: process.env.SANDBOX_DAY !== 'later',
    log: (line) => console.log(`sandbox: ${line}`),
  });
  let ending = false;
  const end = (): void => {
    if (ending) return;
    ending = true;
    void sandbox.stop().then(() => process.exit(0));
  };
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
  console.log(`sandbox: ready at ${sandbox.server.url}, kubeconfig ${sandbox.folder.kubeconfig}`);
}

main().catch((error: unknown) => {
  console.error(`sandbox: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
});
