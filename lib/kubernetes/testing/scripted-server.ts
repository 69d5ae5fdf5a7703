import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import type { Socket } from 'node:net';

/** A request as the server got it, with its body. */
export interface ScriptedRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: string;
}

export type Script = (request: ScriptedRequest, response: ServerResponse) => void;

/** A real HTTP server on loopback that answers as a test tells it. */
export interface ScriptedServer {
  url: string;
  requests: ScriptedRequest[];
  /** Replaces what it answers. */
  script: Script;
  /** A kubeconfig for it; the parts are added to its cluster and user entries. */
  kubeconfig(parts?: { cluster?: Record<string, unknown>; user?: Record<string, unknown> }): string;
  /** Cuts every connection; it goes on listening. */
  cut(): void;
  close(): Promise<void>;
}

/** Answers with JSON. */
export function answer(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}

/** The `Status` body of a refusal. */
export function refusal(
  code: number,
  reason: string,
  message: string,
  name?: string,
): Record<string, unknown> {
  return { kind: 'Status', apiVersion: 'v1', status: 'Failure', code, reason, message, details: { name } };
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
}

/** Starts it; with `tls` it speaks HTTPS. */
export async function startScriptedServer(script: Script, tls?: ServerOptions): Promise<ScriptedServer> {
  const sockets = new Set<Socket>();
  const requests: ScriptedRequest[] = [];
  const server = tls === undefined ? createServer() : createTlsServer(tls);
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
  });
  server.on('request', async (message, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of message) chunks.push(chunk);
    const url = new URL(message.url ?? '/', 'http://scripted');
    const request = {
      method: message.method ?? '',
      path: url.pathname,
      query: url.searchParams,
      headers: message.headers,
      body: Buffer.concat(chunks).toString('utf8'),
    };
    requests.push(request);
    scripted.script(request, response);
  });
  const port = await listen(server);
  const scripted: ScriptedServer = {
    url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    requests,
    script,
    kubeconfig: ({ cluster, user } = {}) =>
      JSON.stringify({
        kind: 'Config',
        clusters: [{ name: 'scripted', cluster: { server: scripted.url, ...cluster } }],
        users: [{ name: 'scripted', user: user ?? { token: 'scripted-token' } }],
        contexts: [{ name: 'scripted', context: { cluster: 'scripted', user: 'scripted' } }],
      }),
    cut() {
      for (const socket of sockets) socket.destroy();
    },
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      scripted.cut();
      await closed;
    },
  };
  return scripted;
}
