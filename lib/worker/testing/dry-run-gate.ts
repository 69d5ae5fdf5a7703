import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** A passage to an API server that counts dry runs, and can answer them in the server's place. */
export interface DryRunGate {
  url: string;
  /** How many dry runs have come. */
  asked(): number;
  /** From now on dry runs get this status and no further, or are cut off, or wait for ever; null lets them through. */
  answerWith(status: number | 'cut' | 'hang' | null): void;
  /** Happens once, between the next dry run's coming and its going on. */
  beforeNext(happens: () => Promise<unknown>): void;
  close(): Promise<void>;
}

/** Starts a gate before the server of this URL (plain HTTP). */
export async function startDryRunGate(target: string): Promise<DryRunGate> {
  const { hostname, port } = new URL(target);
  let asked = 0;
  let status: number | 'cut' | 'hang' | null = null;
  let before: () => Promise<unknown> = async () => {};
  const server = http.createServer(async (request, response) => {
    const isDryRun = request.url?.includes('dryRun=All') === true;
    if (isDryRun) asked += 1;
    if (isDryRun && status !== null) {
      request.resume();
      if (status === 'cut') request.destroy();
      else if (status !== 'hang') response.writeHead(status).end('no words of an API server');
      return;
    }
    if (isDryRun) {
      const happens = before;
      before = async () => {};
      await happens();
    }
    const { method, url: path, headers } = request;
    const onward = http.request({ hostname, port, method, path, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
      response.on('close', () => answer.destroy());
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${address.port}`,
    asked: () => asked,
    beforeNext(happens) {
      before = happens;
    },
    answerWith(next) {
      status = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
