import { type ChildProcess, spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { closeSync, openSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import type { TestUser } from './kube-apiserver.ts';

/** Where a test server runs and what it is told. */
export interface KubeLayout {
  assets: string;
  folder: string;
  etcdPort: number;
  peerPort: number;
  apiPort: number;
  token: string;
  flags: readonly string[];
}

/** Free ports on loopback; another process may take one before it is used. */
export async function freePorts(count: number): Promise<number[]> {
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

function launch(layout: KubeLayout, name: 'etcd' | 'kube-apiserver', args: readonly string[]): ChildProcess {
  const log = openSync(path.join(layout.folder, `${name}.log`), 'a');
  const child = spawn(path.join(layout.assets, name), args, {
    stdio: ['ignore', log, log],
    detached: true,
  });
  closeSync(log);
  child.unref();
  return child;
}

/** Starts etcd on the folder of the layout. */
export function launchEtcd(layout: KubeLayout): ChildProcess {
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

/** Starts kube-apiserver with RBAC and the tokens of the layout. */
export function launchApiServer(layout: KubeLayout): ChildProcess {
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

/** Writes what kube-apiserver reads: the service account key and the tokens. */
export async function writeFiles(layout: KubeLayout, users: readonly TestUser[]): Promise<void> {
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

/** Sends SIGKILL and waits for the end. */
export async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.ref();
  child.kill('SIGKILL');
  await ended;
}
