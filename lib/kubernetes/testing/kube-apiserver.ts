import { type ChildProcess, spawn } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { closeSync, openSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type ChildGuard, startChildGuard } from './child-guard.ts';
import { findKubeAssets } from './find-kube-assets.ts';
import { installCrds } from './install-crds.ts';

/** A user of the test server besides the administrator; without rights until a role binding gives it some. */
export interface TestUser {
  name: string;
  token: string;
  groups?: readonly string[];
}

export interface KubeApiServerOptions {
  /** Folder with CRD manifests to install; none by default. */
  crds?: string | null;
  users?: readonly TestUser[];
  /** More flags for kube-apiserver. */
  flags?: readonly string[];
}

/** Any answer of the API, parsed. */
export interface ApiAnswer {
  status: number;
  body: Record<string, unknown>;
}

/** A running kube-apiserver with its etcd, on loopback, in a temporary folder. */
export interface KubeApiServer {
  /** Kubeconfig of the administrator, all data inline. */
  kubeconfig: string;
  url: string;
  /** The administrator's token. */
  token: string;
  /** The kubeconfig of another token, optionally through another address of the same server. */
  kubeconfigFor(token: string, url?: string): string;
  /** One request as the administrator; a body goes as JSON, a merge patch for PATCH. */
  api(method: string, path: string, body?: unknown): Promise<ApiAnswer>;
  /** SIGKILL to kube-apiserver; etcd goes on. */
  kill(): Promise<void>;
  /** Starts kube-apiserver again on the same port and waits until it is ready. */
  restart(): Promise<void>;
  /** Compacts etcd up to its present revision, so that older resourceVersions are gone. */
  compact(): Promise<void>;
  stop(): Promise<void>;
}

interface Layout {
  assets: string;
  folder: string;
  etcdPort: number;
  peerPort: number;
  apiPort: number;
  token: string;
  flags: readonly string[];
}

async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  const ports = await Promise.all(
    servers.map(
      (server) =>
        new Promise<number>((resolve, reject) => {
          server.once('error', reject);
          server.listen(0, '127.0.0.1', () => {
            const address = server.address();
            resolve(typeof address === 'object' && address !== null ? address.port : 0);
          });
        }),
    ),
  );
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

function launch(layout: Layout, name: 'etcd' | 'kube-apiserver', args: readonly string[]): ChildProcess {
  const log = openSync(path.join(layout.folder, `${name}.log`), 'a');
  const child = spawn(path.join(layout.assets, name), args, {
    stdio: ['ignore', log, log],
    detached: true,
  });
  closeSync(log);
  child.unref();
  return child;
}

function launchEtcd(layout: Layout): ChildProcess {
  const client = `http://127.0.0.1:${layout.etcdPort}`;
  const peer = `http://127.0.0.1:${layout.peerPort}`;
  return launch(layout, 'etcd', [
    `--data-dir=${path.join(layout.folder, 'etcd')}`,
    '--unsafe-no-fsync',
    `--listen-client-urls=${client}`,
    `--advertise-client-urls=${client}`,
    `--listen-peer-urls=${peer}`,
    `--initial-advertise-peer-urls=${peer}`,
    `--initial-cluster=default=${peer}`,
  ]);
}

function launchApiServer(layout: Layout): ChildProcess {
  const file = (name: string) => path.join(layout.folder, name);
  return launch(layout, 'kube-apiserver', [
    `--etcd-servers=http://127.0.0.1:${layout.etcdPort}`,
    `--secure-port=${layout.apiPort}`,
    '--bind-address=127.0.0.1',
    '--advertise-address=127.0.0.1',
    `--cert-dir=${file('certs')}`,
    `--service-account-key-file=${file('sa.pub')}`,
    `--service-account-signing-key-file=${file('sa.key')}`,
    '--service-account-issuer=https://kubernetes.default.svc',
    `--token-auth-file=${file('tokens.csv')}`,
    '--authorization-mode=RBAC',
    '--service-cluster-ip-range=10.0.0.0/24',
    '--disable-admission-plugins=ServiceAccount',
    '--endpoint-reconciler-type=none',
    ...layout.flags,
  ]);
}

async function writeFiles(layout: Layout, users: readonly TestUser[]): Promise<void> {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const lines = [
    `${layout.token},admin,1,system:masters`,
    ...users.map((user, i) => `${user.token},${user.name},${i + 2},"${(user.groups ?? []).join(',')}"`),
  ];
  await mkdir(path.join(layout.folder, 'certs'));
  await writeFile(path.join(layout.folder, 'sa.pub'), publicKey);
  await writeFile(path.join(layout.folder, 'sa.key'), privateKey, { mode: 0o600 });
  await writeFile(path.join(layout.folder, 'tokens.csv'), `${lines.join('\n')}\n`, { mode: 0o600 });
}

function requestJson(
  url: string,
  ca: string,
  token: string,
  method: string,
  requestPath: string,
  body?: unknown,
): Promise<ApiAnswer> {
  const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
  const headers = { authorization: `Bearer ${token}`, accept: 'application/json', 'content-type': type };
  return new Promise((resolve, reject) => {
    const call = request(`${url}${requestPath}`, { method, ca, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        const parsed = text.startsWith('{') ? JSON.parse(text) : { text };
        resolve({ status: response.statusCode ?? 0, body: parsed });
      });
    });
    call.on('error', reject);
    call.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

function kubeconfigText(url: string, ca: string, token: string): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      {
        name: 'test',
        cluster: { server: url, 'certificate-authority-data': Buffer.from(ca).toString('base64') },
      },
    ],
    users: [{ name: 'test', user: { token } }],
    contexts: [{ name: 'test', context: { cluster: 'test', user: 'test' } }],
    'current-context': 'test',
  });
}

async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.ref();
  child.kill('SIGKILL');
  await ended;
}

class RunningServer implements KubeApiServer {
  readonly url: string;
  readonly token: string;
  readonly #layout: Layout;
  readonly #guard: ChildGuard;
  readonly #etcd: ChildProcess;
  #server: ChildProcess;
  #ca = '';

  constructor(layout: Layout, guard: ChildGuard) {
    this.#layout = layout;
    this.#guard = guard;
    this.url = `https://127.0.0.1:${layout.apiPort}`;
    this.token = layout.token;
    this.#etcd = launchEtcd(layout);
    this.#server = launchApiServer(layout);
    guard.watch([this.#etcd, this.#server]);
  }

  get kubeconfig(): string {
    return this.kubeconfigFor(this.token);
  }

  kubeconfigFor(token: string, url = this.url): string {
    return kubeconfigText(url, this.#ca, token);
  }

  api(method: string, requestPath: string, body?: unknown): Promise<ApiAnswer> {
    return requestJson(this.url, this.#ca, this.token, method, requestPath, body);
  }

  async ready(): Promise<void> {
    const deadline = Date.now() + 60_000;
    while (Date.now() < deadline) {
      if (this.#server.exitCode !== null || this.#etcd.exitCode !== null) break;
      try {
        // The server writes its own certificate before it listens.
        this.#ca = await readFile(path.join(this.#layout.folder, 'certs', 'apiserver.crt'), 'utf8');
        const answer = await this.api('GET', '/readyz');
        if (answer.body.text === 'ok') return;
      } catch {
        // Not listening yet.
      }
      await delay(50);
    }
    throw new Error(`kube-apiserver did not become ready:\n${await this.#lastLog()}`);
  }

  async #lastLog(): Promise<string> {
    const logs = ['etcd.log', 'kube-apiserver.log'].map((name) => path.join(this.#layout.folder, name));
    const texts = await Promise.all(logs.map((file) => readFile(file, 'utf8')));
    return texts.map((text) => text.trimEnd().split('\n').slice(-5).join('\n')).join('\n');
  }

  async kill(): Promise<void> {
    await killed(this.#server);
    this.#guard.watch([this.#etcd]);
  }

  async restart(): Promise<void> {
    this.#server = launchApiServer(this.#layout);
    this.#guard.watch([this.#etcd, this.#server]);
    await this.ready();
  }

  async compact(): Promise<void> {
    const post = async (call: string, body: unknown): Promise<Record<string, unknown>> => {
      const url = `http://127.0.0.1:${this.#layout.etcdPort}/v3/${call}`;
      const answer = await fetch(url, { method: 'POST', body: JSON.stringify(body) });
      const parsed: unknown = await answer.json();
      if (!answer.ok) throw new Error(`etcd ${call}: ${JSON.stringify(parsed)}`);
      return { ...(typeof parsed === 'object' ? parsed : {}) };
    };
    const { header } = await post('maintenance/status', {});
    const revision =
      typeof header === 'object' && header !== null && 'revision' in header ? header.revision : 0;
    await post('kv/compaction', { revision, physical: true });
  }

  async stop(): Promise<void> {
    await killed(this.#server);
    await killed(this.#etcd);
    this.#guard.watch([]);
    await this.#guard.release();
  }
}

/** Starts kube-apiserver and etcd (about 3 s). They end with `stop()`, or with this process however it ends. */
export async function startKubeApiServer(options: KubeApiServerOptions = {}): Promise<KubeApiServer> {
  const assets = findKubeAssets();
  if (assets === null)
    throw new Error('Set KUBEBUILDER_ASSETS to a folder that holds kube-apiserver and etcd.');
  const [etcdPort = 0, peerPort = 0, apiPort = 0] = await freePorts(3);
  const folder = await mkdtemp(path.join(tmpdir(), 'kube-apiserver-'));
  const guard = startChildGuard(folder);
  const token = randomBytes(16).toString('hex');
  const layout: Layout = { assets, folder, etcdPort, peerPort, apiPort, token, flags: options.flags ?? [] };
  await writeFiles(layout, options.users ?? []);
  const server = new RunningServer(layout, guard);
  try {
    await server.ready();
    if (options.crds) await installCrds((...call) => server.api(...call), options.crds);
    return server;
  } catch (error) {
    await server.stop();
    throw error;
  }
}
