import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { alerts } from '#db/schema/alerts.ts';
import type { TestDatabase } from '#db/testing/create-test-database.ts';
import { createTestDatabase } from '#db/testing/create-test-database.ts';
import type { ResourceState } from '#lib/domain/lifecycle/states.ts';
import { saveDraft } from '#lib/services/draft/save-draft.ts';
import { releaseRevision } from '#lib/services/fabric/release-revision.ts';
import { requestCommit } from '#lib/services/operation/request-commit.ts';
import { vpcIdentity } from '#lib/services/testing/test-fabric.ts';
import { createGitOrigin } from './testing/git-origin.ts';
import { startSandboxCluster } from './testing/test-clusters.ts';
import { watchFabric } from './testing/watched-fabric.ts';

const spec = (vlan: number) => ({
  subnets: { web: { subnet: '10.1.0.0/24', gateway: '10.1.0.1', vlan } },
});
const manifest = (name: string, vlan: number) =>
  JSON.stringify({
    apiVersion: 'vpc.githedgehog.com/v1beta1',
    kind: 'VPC',
    metadata: { name },
    spec: spec(vlan),
  });

const NAMES = Array.from({ length: 24 }, (_, index) => `v-${String(index).padStart(2, '0')}`);
const [GOING, STAYING] = [NAMES.slice(0, 20), NAMES.slice(20)];
// The last of those that go is in Git only, so that letting it go removes it.
const ONLY_IN_GIT = 'v-19';

const filesOf = (names: readonly string[], text: (name: string) => string | null) =>
  Object.fromEntries(names.map((name) => [`${name}.json`, text(name)]));
const restored = filesOf(GOING, (name) => manifest(name, 1001));
const dropped = filesOf(GOING, () => null);
/** What is in both places is `state`; the one that is in Git only waits, or is gone with its document. */
const statesOf = (names: readonly string[], state: 'SYNCED' | 'ORPHANED') =>
  Object.fromEntries(
    names.map((name): [string, ResourceState | undefined] => {
      if (name !== ONLY_IN_GIT) return [name, state];
      return [name, state === 'SYNCED' ? 'PENDING' : undefined];
    }),
  );

let database: TestDatabase;
let origin: Awaited<ReturnType<typeof createGitOrigin>>;
let cluster: Awaited<ReturnType<typeof startSandboxCluster>>;
let fabric: Awaited<ReturnType<typeof watchFabric>>;

beforeAll(async () => {
  [database, origin, cluster] = await Promise.all([
    createTestDatabase(),
    createGitOrigin(),
    startSandboxCluster(),
  ]);
  await origin.commit(
    filesOf(NAMES, (name) => manifest(name, 1001)),
    'Begin',
  );
  for (const name of NAMES)
    if (name !== ONLY_IN_GIT) await cluster.put('argocd-controller', name, spec(1001));
  fabric = await watchFabric(database, { url: origin.url, kubeconfig: cluster.kubeconfig });
});
afterAll(async () => {
  await fabric.close();
  await Promise.all([cluster.stop(), origin.remove()]);
  await database.drop();
});

const ADA = { kind: 'person', name: 'ada' } as const;

const heldAt = (revision: string) =>
  fabric.until(async () => {
    const row = await fabric.fabric();
    return row.heldRevision === revision && row;
  });
const openAlerts = async () => {
  const rows = await database.db.select().from(alerts).where(eq(alerts.fabricId, fabric.fabricId));
  return rows.filter(({ status }) => status !== 'resolved').map(({ type }) => type);
};

test('a commit that takes most documents away waits, is forgotten when they come back, and goes on when confirmed', async () => {
  const begin = await fabric.reached(statesOf(NAMES, 'SYNCED'));
  const { gitRevision } = await fabric.fabric();

  const wrong = await origin.commit(dropped, 'Oops');
  await fabric.sync();
  expect(await heldAt(wrong)).toMatchObject({ gitRevision });
  expect(await fabric.states()).toEqual(begin);
  expect(await openAlerts()).toEqual(['sync_failure']);

  const mended = await origin.commit(restored, 'Revert "Oops"');
  await fabric.sync();
  await fabric.until(async () => (await fabric.fabric()).gitRevision === mended);
  expect((await fabric.fabric()).heldRevision).toBeNull();
  expect(await fabric.states()).toEqual(begin);
  expect(await openAlerts()).toEqual([]);

  const meant = await origin.commit(dropped, 'Take the tenant out of service');
  await fabric.sync();
  const { heldSet } = await heldAt(meant);
  // Somebody else looks after it meanwhile: what is held is known to everybody.
  await fabric.restartWorker();
  await releaseRevision(database.db, ADA, fabric.fabricId, heldSet ?? '');
  await fabric.reached({ ...statesOf(GOING, 'ORPHANED'), ...statesOf(STAYING, 'SYNCED') });
  expect(await fabric.fabric()).toMatchObject({ gitRevision: meant, heldRevision: null });
  expect(await fabric.history('v-00')).toEqual(['∅→SYNCED first_sight', 'SYNCED→ORPHANED orphan_detected']);
});

test('a branch that is put back to where it stood holds nothing any more', async () => {
  const back = await origin.commit(restored, 'Begin anew');
  await fabric.sync();
  await fabric.until(async () => (await fabric.fabric()).gitRevision === back);
  await fabric.reached(statesOf(NAMES, 'SYNCED'));

  const wrong = await origin.commit(dropped, 'Oops');
  await fabric.sync();
  await heldAt(wrong);
  await origin.git('push', '--quiet', '--force', 'origin', `${back}:main`);
  await fabric.sync();
  await fabric.until(async () => (await fabric.fabric()).heldRevision === null);
  expect((await fabric.fabric()).gitRevision).toBe(back);
  expect(await fabric.states()).toEqual(statesOf(NAMES, 'SYNCED'));
});

test('while a revision is held nothing is pushed onto it, and no drift is concluded without the word of Git', async () => {
  const identity = vpcIdentity('v-22');
  let wrong = '';
  await fabric.restartWorker(async () => {
    const draft = { fabricId: fabric.fabricId, identity, text: manifest('v-22', 1002), create: false };
    await saveDraft(database.db, ADA, draft);
    await requestCommit(database.db, ADA, fabric.fabricId, identity, null);
    wrong = await origin.commit(dropped, 'Oops');
  });
  const { heldSet } = await heldAt(wrong);
  await fabric.until(async () => (await fabric.history('v-22')).includes('DRAFT→refused commit'));
  expect(await origin.git('ls-remote', origin.url, 'main')).toContain(wrong);

  await cluster.put('kubectl-edit', 'v-23', spec(1500));
  await fabric.until(async () => (await fabric.row('v-23'))?.proofWanted === 'both');
  expect(await fabric.row('v-23')).toMatchObject({ state: 'SYNCED' });
  await releaseRevision(database.db, ADA, fabric.fabricId, heldSet ?? '');
  await fabric.reached({ 'v-23': 'DRIFTED' });
});
