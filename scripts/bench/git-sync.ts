import { execFile, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { load } from 'js-yaml';
import type { DatabaseHandle } from '#db/client.ts';
import { contentHash } from '#lib/content-hash.ts';
import { createTestFabric } from '#lib/services/testing/test-fabric.ts';
import { createGitObserver } from '#lib/worker/git-observer.ts';
import { createMirrors } from '#lib/worker/mirrors.ts';
import { withBenchDatabase } from './bench-database.ts';
import { interleave, timed } from './measure.ts';

const run = promisify(execFile);
const COUNT = 10_000;
const QUIET = { info() {}, warn() {}, error() {} };

function manifest(index: number): string {
  return `apiVersion: vpc.githedgehog.com/v1beta1
kind: VPC
metadata:
  name: v-${index}
  namespace: default
spec:
  ipv4Namespace: default
  vlanNamespace: default
  subnets:
    default:
      subnet: 10.${Math.floor(index / 250)}.${index % 250}.0/24
      gateway: 10.${Math.floor(index / 250)}.${index % 250}.1
      vlan: ${1000 + (index % 2000)}
      dhcp:
        enable: true
        range:
          start: 10.${Math.floor(index / 250)}.${index % 250}.10
          end: 10.${Math.floor(index / 250)}.${index % 250}.99
`;
}

async function createOrigin(folder: string): Promise<string> {
  const [work, url] = [join(folder, 'work'), join(folder, 'origin.git')];
  await mkdir(join(work, 'vpcs'), { recursive: true });
  for (let index = 0; index < COUNT; index++)
    await writeFile(join(work, 'vpcs', `v-${index}.yaml`), manifest(index));
  const git = (...args: string[]) =>
    run('git', ['-C', work, '-c', 'user.name=b', '-c', 'user.email=b@example.org', ...args]);
  await git('init', '--quiet', '-b', 'main');
  await git('add', '--all');
  await git('commit', '--quiet', '-m', 'all');
  await run('git', ['clone', '--quiet', '--bare', work, url]);
  return url;
}

async function withFabric<T>(
  { db, sql }: DatabaseHandle,
  folder: string,
  url: string,
  use: (sync: () => Promise<unknown>) => Promise<T>,
): Promise<T> {
  const dataDirectory = await mkdtemp(join(folder, 'data-'));
  const { fabricId, fencing } = await createTestFabric(db, { url });
  const mirrors = createMirrors(dataDirectory);
  const context = { db, sql, log: QUIET, mirrors, secret: 'the secret of a bench, long enough for anyone' };
  const observer = createGitObserver(context, fabricId, fencing, () => null);
  const result = await use(async () => {
    const outcome = await observer.sync();
    if (outcome !== 'recorded') throw new Error(`the sync was ${outcome}`);
  });
  await mirrors.close();
  return result;
}

/** What nobody can do without: clone, read and parse every file, COPY identity, hashes and text into a table. */
async function floor({ sql }: DatabaseHandle, folder: string, url: string): Promise<number> {
  const clone = await mkdtemp(join(folder, 'clone-'));
  await sql`create table if not exists floor (name text primary key, hash text, text text, json text)`;
  await sql`truncate floor`;
  return timed(async () => {
    await run('git', ['clone', '--quiet', url, clone]);
    const lines: string[] = [];
    const escaped = (text: string) =>
      text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\t', '\\t');
    for (let index = 0; index < COUNT; index++) {
      const text = await readFile(join(clone, 'vpcs', `v-${index}.yaml`), 'utf8');
      const json = JSON.stringify(load(text));
      lines.push([`v-${index}`, contentHash(json), escaped(text), escaped(json)].join('\t'));
    }
    const copy = await sql`copy floor from stdin`.writable();
    await new Promise<void>((resolve, reject) => {
      copy.once('finish', resolve).once('error', reject);
      copy.end(`${lines.join('\n')}\n`);
    });
  });
}

function fetchOnly(directory: string): Promise<number> {
  return timed(
    () =>
      new Promise<void>((resolve, reject) => {
        const child = spawn('git', ['-C', directory, 'fetch', '--quiet', 'origin', 'main'], {
          stdio: 'ignore',
        });
        child.once('exit', () => resolve()).once('error', reject);
      }),
  );
}

async function withOrigin<T>(
  use: (database: DatabaseHandle, folder: string, url: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'fabric-bench-git-'));
  try {
    const url = await createOrigin(folder);
    return await withBenchDatabase((database) => use(database, folder, url));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** First sync of 10,000 manifests against the floor of clone, parse and COPY. */
export async function benchFirstSync(rounds = 3): Promise<Record<string, unknown>> {
  return withOrigin((database, folder, url) =>
    interleave(
      { name: 'first sync', run: () => withFabric(database, folder, url, timed) },
      { name: 'clone + parse + COPY', run: () => floor(database, folder, url) },
      rounds,
    ),
  );
}

/** A sync that finds nothing new against a bare `git fetch`. */
export async function benchUnchangedSync(rounds = 15): Promise<Record<string, unknown>> {
  return withOrigin(async (database, folder, url) => {
    const mirror = join(folder, 'fetched.git');
    await run('git', ['clone', '--quiet', '--mirror', url, mirror]);
    return withFabric(database, folder, url, async (sync) => {
      await sync();
      return interleave(
        { name: 'unchanged sync', run: () => timed(sync) },
        { name: 'git fetch', run: () => fetchOnly(mirror) },
        rounds,
      );
    });
  });
}
