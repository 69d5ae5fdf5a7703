import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { AppError } from '#lib/errors.ts';
import { type ClusterTransport, createTransport } from './cluster-transport.ts';
import { parseKubeconfig } from './parse-kubeconfig.ts';
import { realTiming } from './real-timing.ts';
import { makeCertificate } from './testing/make-certificate.ts';
import { answer, type Script, type ScriptedServer, startScriptedServer } from './testing/scripted-server.ts';

const ca = { ...makeCertificate({ commonName: 'ca' }), commonName: 'ca' };
const base64 = (text: string) => Buffer.from(text).toString('base64');
const ok: Script = (_, response) => answer(response, 200, '{}');
const get = (path: string) => ({ method: 'GET', path }) as const;

describe('createTransport with TLS', () => {
  let closings: (() => Promise<void> | void)[] = [];

  async function start(
    script: Script,
    tls?: Parameters<typeof startScriptedServer>[1],
  ): Promise<ScriptedServer> {
    const started = await startScriptedServer(script, tls);
    closings.push(() => started.close());
    return started;
  }

  function transportTo(text: string): ClusterTransport {
    const transport = createTransport(parseKubeconfig(text), { timing: realTiming });
    closings.push(() => transport.close());
    return transport;
  }

  async function failureOf(promise: Promise<unknown>): Promise<AppError> {
    const error = await promise.then(
      () => null,
      (reason: unknown) => reason,
    );
    if (error instanceof AppError) return error;
    throw error ?? new Error('it did not fail');
  }

  afterEach(async () => {
    for (const close of closings.reverse()) await close();
    closings = [];
  });

  const own = makeCertificate({ commonName: 'server', hosts: ['127.0.0.1'], issuer: ca });
  const trusted = { 'certificate-authority-data': base64(ca.certificate) };
  const speaks = ({ certificate, key }: { certificate: string; key: string }) => ({
    cert: certificate,
    key,
  });

  it('trusts the CA of the kubeconfig', async () => {
    const tls = await start(ok, speaks(own));
    expect((await transportTo(tls.kubeconfig({ cluster: trusted })).send(get('/'))).status).toBe(200);
  });

  it('refuses another CA, unless verification is off', async () => {
    const tls = await start(ok, speaks(own));
    const other = base64(makeCertificate({ commonName: 'other' }).certificate);
    const wrong = tls.kubeconfig({ cluster: { 'certificate-authority-data': other } });
    const failure = await failureOf(transportTo(wrong).send(get('/')));
    expect(failure.message).toContain('put its CA into certificate-authority-data');
    expect(tls.requests).toEqual([]);
    const off = tls.kubeconfig({ cluster: { 'insecure-skip-tls-verify': true } });
    expect((await transportTo(off).send(get('/'))).status).toBe(200);
  });

  it('refuses a certificate for another name, unless tls-server-name says that name', async () => {
    const tls = await start(
      ok,
      speaks(makeCertificate({ commonName: 's', hosts: ['api.fabric'], issuer: ca })),
    );
    const failure = await failureOf(transportTo(tls.kubeconfig({ cluster: trusted })).send(get('/')));
    expect(failure.message).toContain('set tls-server-name');
    const named = tls.kubeconfig({ cluster: { ...trusted, 'tls-server-name': 'api.fabric' } });
    expect((await transportTo(named).send(get('/'))).status).toBe(200);
  });

  it('refuses an expired certificate and a server that speaks no TLS', async () => {
    const old = makeCertificate({ commonName: 's', hosts: ['127.0.0.1'], issuer: ca, days: -1 });
    const tls = await start(ok, speaks(old));
    const failure = await failureOf(transportTo(tls.kubeconfig({ cluster: trusted })).send(get('/')));
    expect(failure.message).toContain('its certificate has expired');
    const server = await start(ok);
    const plain = server.kubeconfig({ cluster: { server: server.url.replace('http:', 'https:') } });
    expect((await failureOf(transportTo(plain).send(get('/')))).message).toContain('does not speak TLS');
  });

  it('shows the client certificate', async () => {
    const tls = await start(ok, {
      ...speaks(own),
      ca: ca.certificate,
      requestCert: true,
      rejectUnauthorized: true,
    });
    const robot = makeCertificate({ commonName: 'robot', issuer: ca });
    const user = {
      'client-certificate-data': base64(robot.certificate),
      'client-key-data': base64(robot.key),
    };
    expect((await transportTo(tls.kubeconfig({ cluster: trusted, user })).send(get('/'))).status).toBe(200);
    const without = tls.kubeconfig({ cluster: trusted });
    expect((await failureOf(transportTo(without).send(get('/')))).code).toBe('cluster_credentials');
  });

  it('goes through the proxy of the kubeconfig', async () => {
    const tls = await start(ok, speaks(own));
    const asked: string[] = [];
    const proxy = await startProxy(asked);
    closings.push(() => proxy.close());
    const cluster = { ...trusted, 'proxy-url': proxy.url };
    expect((await transportTo(tls.kubeconfig({ cluster })).send(get('/'))).status).toBe(200);
    expect(asked).toEqual([`CONNECT ${new URL(tls.url).host} HTTP/1.1`]);
  });
});

/** A proxy that knows CONNECT only. */
async function startProxy(asked: string[]): Promise<{ url: string; close(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('data', (head) => {
      const line = String(head).split('\r\n')[0] ?? '';
      asked.push(line);
      const target = new URL(`https://${line.split(' ')[1]}`);
      const upstream = connect(Number(target.port), target.hostname, () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
        socket.pipe(upstream).pipe(socket);
      });
      sockets.add(upstream);
      upstream.on('error', () => socket.destroy());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
