import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type ChildGuard, startChildGuard } from './child-guard.ts';
import { findKubeAssets } from './find-kube-assets.ts';
import { installCrds } from './install-crds.ts';
import {
  freePorts,
  type KubeLayout,
  killed,
  launchApiServer,
  launchEtcd,
  writeFiles,
} from './kube-processes.ts';
import { type ApiAnswer, requestAnswer } from './request-answer.ts';

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

/** A running kube-apiserver with its etcd, on loopback, in a temporary folder. */
export interface KubeApiServer {
  /** Kubeconfig of the administrator, all data inline. */
  kubeconfig: string;
  url: string;
  /** The administrator's token. */
  token: string;
  /** The kubeconfig of another token, optionally through another address of the same server. */
  kubeconfigFor(token: string, url?: string): string;
  /** One request as the administrator; a body goes as JSON, a merge patch for PATCH. Repeats 429. */
  api(method: string, path: string, body?: unknown): Promise<ApiAnswer>;
  /** SIGKILL to kube-apiserver; etcd goes on. */
  kill(): Promise<void>;
  /** Starts kube-apiserver again on the same port and waits until it is ready. */
  restart(): Promise<void>;
  /** Restarts everything and keeps a backup of the data as it is now. */
  checkpoint(): Promise<void>;
  /** Restarts everything on the last backup: versions go back in time. */
  rollBack(): Promise<void>;
  /** Compacts etcd up to its present revision, so that older resourceVersions are gone. */
  compact(): Promise<void>;
  stop(): Promise<void>;
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

class RunningServer implements KubeApiServer {
  readonly url: string;
  readonly token: string;
  readonly #layout: KubeLayout;
  readonly #guard: ChildGuard;
  #etcd: ChildProcess;
  #server: ChildProcess;
  #ca = '';

  constructor(layout: KubeLayout, guard: ChildGuard) {
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

  api = async (method: string, requestPath: string, body?: unknown): Promise<ApiAnswer> => {
    for (let attempt = 0; ; attempt++) {
      const answer = await requestAnswer(
        { url: this.url, token: this.token, ca: this.#ca },
        method,
        requestPath,
        body,
      );
      // Right after a start the storage of a kind says that it is not ready.
      if (answer.status !== 429 || attempt === 100) return answer;
      await delay(100);
    }
  };

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

  async checkpoint(): Promise<void> {
    const { folder } = this.#layout;
    await this.#exchangeData(() =>
      cp(path.join(folder, 'etcd'), path.join(folder, 'backup'), { recursive: true }),
    );
  }

  async rollBack(): Promise<void> {
    const { folder } = this.#layout;
    await this.#exchangeData(async () => {
      await rm(path.join(folder, 'etcd'), { recursive: true });
      await cp(path.join(folder, 'backup'), path.join(folder, 'etcd'), { recursive: true });
    });
  }

  async #exchangeData(exchange: () => Promise<void>): Promise<void> {
    await killed(this.#server);
    await killed(this.#etcd);
    await exchange();
    this.#etcd = launchEtcd(this.#layout);
    await this.restart();
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
  const layout: KubeLayout = {
    assets,
    folder,
    etcdPort,
    peerPort,
    apiPort,
    token,
    flags: options.flags ?? [],
  };
  await writeFiles(layout, options.users ?? []);
  const server = new RunningServer(layout, guard);
  try {
    await server.ready();
    if (options.crds) await installCrds(server.api, options.crds);
    return server;
  } catch (error) {
    await server.stop();
    throw error;
  }
}
