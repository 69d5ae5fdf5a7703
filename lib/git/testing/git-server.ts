import { spawn } from 'node:child_process';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { dirname } from 'node:path';
import { afterAll } from 'vitest';

/** How a served repository answers; may be changed while the server runs. */
export interface ServerBehaviour {
  /** The one accepted `Authorization` header; null lets everybody in. */
  authorization: string | null;
  /** Answer every request with this status instead. */
  status: number | null;
  /** Send every request on to this address. */
  redirectTo: string | null;
  /** Take requests and never answer. */
  hang: boolean;
  /** Refuse pushes with this status. */
  pushStatus: number | null;
}

export interface GitServer {
  url: string;
  behaviour: ServerBehaviour;
  /** The `Authorization` headers that arrived. */
  seen: (string | undefined)[];
}

const servers: Server[] = [];

afterAll(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

/** Serves a bare repository with `git http-backend` on a free port of this machine. */
export async function serveRepository(origin: string): Promise<GitServer> {
  const behaviour: ServerBehaviour = {
    authorization: null,
    status: null,
    redirectTo: null,
    hang: false,
    pushStatus: null,
  };
  const seen: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    const { authorization } = request.headers;
    seen.push(authorization);
    if (behaviour.hang) return;
    const isPush = request.url?.includes('git-receive-pack') === true;
    if (behaviour.redirectTo !== null) {
      const rest = (request.url ?? '').replace(/^\/[^/]+/, '');
      response.writeHead(302, { Location: `${behaviour.redirectTo}${rest}` }).end();
    } else if (behaviour.status !== null) refuse(response, behaviour.status);
    else if (behaviour.authorization !== null && authorization !== behaviour.authorization)
      refuse(response, 401);
    else if (isPush && behaviour.pushStatus !== null) refuse(response, behaviour.pushStatus);
    else runBackend(origin, request, response);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { url: `http://127.0.0.1:${port}/origin.git`, behaviour, seen };
}

function refuse(response: ServerResponse, status: number): void {
  if (status === 401) response.setHeader('WWW-Authenticate', 'Basic realm="test"');
  response.writeHead(status, { 'Content-Type': 'text/plain' }).end('refused by the test');
}

function runBackend(origin: string, request: IncomingMessage, response: ServerResponse): void {
  const [path = '', query = ''] = (request.url ?? '').split('?');
  const backend = spawn('git', ['-c', 'http.receivepack=true', 'http-backend'], {
    env: {
      NODE_ENV: 'test',
      PATH: process.env.PATH,
      HOME: '/nonexistent',
      GIT_PROJECT_ROOT: dirname(origin),
      GIT_HTTP_EXPORT_ALL: '1',
      GIT_PROTOCOL: request.headers['git-protocol']?.toString(),
      REQUEST_METHOD: request.method,
      PATH_INFO: path,
      QUERY_STRING: query,
      CONTENT_TYPE: request.headers['content-type'],
      CONTENT_LENGTH: request.headers['content-length'],
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'],
      REMOTE_USER: 'test',
    },
  });
  request.pipe(backend.stdin);
  backend.stdin.on('error', () => {});
  const output: Buffer[] = [];
  backend.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  backend.on('close', () => {
    const answer = Buffer.concat(output);
    const end = answer.indexOf('\r\n\r\n');
    for (const line of answer.toString('latin1', 0, end).split('\r\n')) {
      const [name = '', value = ''] = line.split(': ');
      if (name === 'Status') response.statusCode = Number.parseInt(value, 10);
      else response.setHeader(name, value);
    }
    response.end(answer.subarray(end + 4));
  });
}
