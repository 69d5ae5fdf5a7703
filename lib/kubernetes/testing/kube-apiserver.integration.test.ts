import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { findKubeAssets } from './find-kube-assets.ts';
import { startKubeApiServer } from './kube-apiserver.ts';

const MODULE = fileURLToPath(new URL('./kube-apiserver.ts', import.meta.url));

// A parent that starts a server, says which processes and folder it has, and then waits to be killed.
const PARENT = `
  import { readdirSync, readFileSync } from 'node:fs';
  import { startKubeApiServer } from ${JSON.stringify(MODULE)};
  const server = await startKubeApiServer();
  const port = new URL(server.url).port;
  const pids = readdirSync('/proc').filter((name) => /^\\d+$/.test(name)).filter((pid) => {
    try { return readFileSync('/proc/' + pid + '/cmdline', 'utf8').includes('secure-port=' + port); } catch { return false; }
  });
  const line = readFileSync('/proc/' + pids[0] + '/cmdline', 'utf8');
  const folder = /--cert-dir=([^\\0]*)\\/certs/.exec(line)?.[1];
  console.log(JSON.stringify({ url: server.url, pid: Number(pids[0]), folder }));
  setInterval(() => undefined, 1000);
`;

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe.skipIf(findKubeAssets() === null)('startKubeApiServer', () => {
  it('leaves nothing behind when its process is killed', async () => {
    const parent = spawn(process.execPath, ['--input-type=module-typescript', '--eval', PARENT], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const { pid, folder } = await new Promise<{ pid: number; folder: string }>((resolve, reject) => {
      parent.once('exit', (code) => reject(new Error(`the parent ended with ${code}`)));
      parent.stdout.once('data', (chunk: Buffer) => resolve(JSON.parse(String(chunk))));
    });
    expect(isRunning(pid)).toBe(true);
    expect(existsSync(folder)).toBe(true);
    parent.kill('SIGKILL');
    await expect.poll(() => isRunning(pid) || existsSync(folder), { timeout: 10_000 }).toBe(false);
  });

  it('says why it did not start, and leaves nothing behind', async () => {
    await expect(startKubeApiServer({ flags: ['--no-such-flag'] })).rejects.toThrow('no-such-flag');
  });
});
