import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import type { OperationRow } from '#db/queries/operations.ts';
import { contentHash } from '#lib/content-hash.ts';
import { createBlobCache } from '#lib/git/blob-cache.ts';
import type { Mirror } from '#lib/git/mirror.ts';
import { openMirror } from '#lib/git/mirror.ts';
import { vpcIdentity } from '#lib/services/testing/test-fabric.ts';
import type { OpenMirror } from './git-observer.ts';
import type { PushPlan } from './plan-push.ts';
import { OperationRefused } from './plan-push.ts';
import { pushPlan } from './push-plan.ts';
import { createGitOrigin } from './testing/git-origin.ts';

const yaml = (name: string) => `apiVersion: vpc.githedgehog.com/v1beta1
kind: VPC
metadata:
  name: ${name}
spec: {} # as planned
`;

let origin: Awaited<ReturnType<typeof createGitOrigin>>;
let mirror: Mirror;
let open: OpenMirror;
const folders: string[] = [];

beforeEach(async () => {
  origin = await createGitOrigin();
  const dataDirectory = await mkdtemp(join(tmpdir(), 'fabric-mirror-'));
  folders.push(dataDirectory);
  mirror = await openMirror({ dataDirectory, url: origin.url });
  open = { mirror, credentials: { kind: 'none' }, cache: createBlobCache() };
});
afterEach(async () => {
  await mirror.close();
  await origin.remove();
});
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

/** The addition of a VPC, as `planPush` gives it. */
function addition(name: string): PushPlan {
  const text = yaml(name);
  return {
    identity: vpcIdentity(name),
    trigger: 'commit',
    branch: 'main',
    directory: 'lab',
    plural: 'vpcs',
    apiVersion: 'vpc.githedgehog.com/v1beta1',
    text,
    baseHash: null,
    message: `Add VPC ${name}`,
    documents: new Map([[contentHash(text), text]]),
    objects: new Map(),
    place: { path: '', documentIndex: 0 },
    document: () => null,
  };
}

function operation(): OperationRow {
  return {
    id: randomUUID(),
    fabricId: randomUUID(),
    kind: 'commit',
    status: 'running',
    resourceId: 1,
    actorKind: 'person',
    actor: 'engineer',
    request: '{}',
    result: null,
    attempts: 1,
    claimedUntil: null,
    createdAt: new Date(0),
    finishedAt: null,
  };
}

const textAt = async (path: string) => {
  await origin.git('fetch', '--quiet', 'origin', 'main');
  return origin.git('show', `FETCH_HEAD:${path}`);
};

test('a new document goes into a file of its own; what a sync has read is not read again', async () => {
  await origin.commit({ 'lab/vpcs/a.yaml': yaml('a'), 'lab/vpcs/b.yaml': yaml('b') });
  const plan = addition('c');
  await pushPlan(open, plan, operation());
  expect(await textAt('lab/vpcs/c.yaml')).toBe(yaml('c').trim());
  expect(plan.place).toEqual({ path: 'lab/vpcs/c.yaml', documentIndex: 0 });
  // The cache is the caller's: the next push looks into the one file that is new.
  const looked: string[] = [];
  const { cache } = open;
  const watched = {
    ...cache,
    get size() {
      return cache.size;
    },
    set: (file: Parameters<typeof cache.set>[0], characters: number) => {
      looked.push(file.path);
      cache.set(file, characters);
    },
  };
  await pushPlan({ ...open, cache: watched }, addition('d'), operation());
  expect(looked).toEqual(['lab/vpcs/c.yaml']);
});

test('a file of its name that holds something else gets it as one more document', async () => {
  const other = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: notes\n';
  await origin.commit({ 'lab/vpcs/c.yaml': `# first\n${yaml('a')}---\n${other}` });
  const plan = addition('c');
  await pushPlan(open, plan, operation());
  expect(await textAt('lab/vpcs/c.yaml')).toBe(`# first\n${yaml('a')}---\n${other}---\n${yaml('c')}`.trim());
  expect(plan.place).toEqual({ path: 'lab/vpcs/c.yaml', documentIndex: 2 });
});

test.each([
  ['is broken', 'apiVersion: [unclosed'],
  ['is a Git LFS pointer', 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n'],
])('a file of its name that %s is left alone', async (_, text) => {
  const tip = await origin.commit({ 'lab/vpcs/c.yaml': text });
  const failure = await pushPlan(open, addition('c'), operation()).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(OperationRefused);
  expect(failure).toMatchObject({
    message: expect.stringContaining('lab/vpcs/c.yaml already that cannot be read'),
  });
  await origin.git('fetch', '--quiet', 'origin', 'main');
  expect(await origin.git('rev-parse', 'FETCH_HEAD')).toBe(tip);
});

test('what would not read back as the one document it is, is not added', async () => {
  await origin.commit({ 'lab/vpcs/c.yaml': yaml('a') });
  const text = `${yaml('c')}---\n${yaml('d')}`;
  await expect(pushPlan(open, { ...addition('c'), text }, operation())).rejects.toThrow(
    'The document cannot be added to lab/vpcs/c.yaml.',
  );
});
