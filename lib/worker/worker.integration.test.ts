import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { TestDatabase } from '#db/testing/create-test-database.ts';
import { createTestDatabase } from '#db/testing/create-test-database.ts';
import { saveDraft } from '#lib/services/draft/save-draft.ts';
import { removeFabric } from '#lib/services/fabric/remove-fabric.ts';
import type { Actor } from '#lib/services/lifecycle/perform-plans.ts';
import { requestCommit, requestImport } from '#lib/services/operation/request-commit.ts';
import { vpcIdentity } from '#lib/services/testing/test-fabric.ts';
import { createGitOrigin } from './testing/git-origin.ts';
import type { TestCluster } from './testing/test-clusters.ts';
import { testClusters } from './testing/test-clusters.ts';
import { watchFabric } from './testing/watched-fabric.ts';

const engineer: Actor = { kind: 'person', name: 'engineer' };

const spec = (vlan: number) => ({
  ipv4Namespace: 'default',
  vlanNamespace: 'default',
  subnets: { web: { subnet: '10.1.0.0/24', gateway: '10.1.0.1', vlan } },
});
const yaml = (name: string, vlan: number) => `# ${name}, kept by hand
apiVersion: vpc.githedgehog.com/v1beta1
kind: VPC
metadata:
  name: ${name}
spec:
  ipv4Namespace: default
  vlanNamespace: default
  subnets:
    web:
      subnet: 10.1.0.0/24
      gateway: 10.1.0.1
      vlan: ${vlan} # see the plan
`;

describe.each(testClusters())('a worker on $name', ({ start }) => {
  let database: TestDatabase;
  let cluster: TestCluster;
  beforeAll(async () => {
    [database, cluster] = await Promise.all([createTestDatabase(), start()]);
  });
  afterAll(async () => {
    await cluster.stop();
    await database.drop();
  });

  const cleanup: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const undo of cleanup.splice(0).reverse()) await undo();
  });

  /** A fabric of these files and objects, looked after until the test ends. */
  async function fabric(files: Record<string, string>, objects: Record<string, number>, options = {}) {
    const origin = await createGitOrigin();
    cleanup.push(origin.remove);
    await origin.commit(files, 'Begin');
    for (const [name, vlan] of Object.entries(objects))
      await cluster.put('argocd-controller', name, spec(vlan));
    const watched = await watchFabric(database, {
      url: origin.url,
      kubeconfig: cluster.kubeconfig,
      ...options,
    });
    cleanup.push(async () => {
      await watched.close();
      await removeFabric(database.db, watched.fabricId, 'test');
      for (const name of Object.keys(await watched.states())) await cluster.remove(name);
    });
    return { origin, ...watched };
  }

  test('first sight, drift by hand, its end, and what Git brings', async () => {
    const f = await fabric(
      {
        'both.yaml': yaml('both', 1001),
        'changed.yaml': yaml('changed', 1002),
        'desired.yaml': yaml('desired', 1003),
      },
      { both: 1001, changed: 1999, orphan: 1004 },
    );
    await f.reached({ both: 'SYNCED', changed: 'DRIFTED', desired: 'PENDING', orphan: 'ORPHANED' });

    await cluster.put('kubectl-edit', 'both', spec(1500));
    await f.reached({ both: 'DRIFTED' });
    expect(await f.row('both')).toMatchObject({
      driftStatus: 'spec_drift',
      driftWriter: 'kubectl-edit',
      severity: 'critical',
    });
    await cluster.put('argocd-controller', 'both', spec(1001));
    await f.reached({ both: 'SYNCED' });

    await f.origin.commit({ 'both.yaml': yaml('both', 1600) }, 'Another VLAN');
    await f.sync();
    await f.reached({ both: 'PENDING' });
    await cluster.put('argocd-controller', 'both', spec(1600));
    await f.reached({ both: 'SYNCED' });
    expect(await f.history('both')).toEqual([
      '∅→SYNCED first_sight',
      'SYNCED→DRIFTED drift_detected',
      'DRIFTED→SYNCED drift_resolved',
      'SYNCED→PENDING git_sync',
      'PENDING→SYNCED deployment',
    ]);
  });

  test('deletion on either side', async () => {
    const f = await fabric({ 'all.yaml': `${yaml('a', 1101)}---\n${yaml('b', 1102)}` }, { a: 1101, b: 1102 });
    await f.reached({ a: 'SYNCED', b: 'SYNCED' });
    await cluster.remove('a');
    await f.reached({ a: 'DRIFTED' });
    expect(await f.row('a')).toMatchObject({
      driftStatus: 'desired_only',
      driftScore: 1,
      severity: 'critical',
    });

    await f.origin.commit({ 'all.yaml': yaml('a', 1101) }, 'Drop b');
    await f.sync();
    await f.reached({ b: 'ORPHANED' });
    expect(await f.row('b')).toMatchObject({ driftStatus: 'deletion_pending' });
    await cluster.remove('b');
    await f.reached({ b: undefined });
    await f.origin.commit({ 'all.yaml': null }, 'Drop everything');
    await f.sync();
    await f.reached({ a: undefined });
    expect((await f.history('a')).at(-1)).toBe('DRIFTED→REMOVED removed');
  });

  test('an edit in the browser travels through Git to SYNCED, and leaves the rest of its file alone', async () => {
    const f = await fabric(
      { 'vpcs.yaml': `${yaml('a', 1201)}---\n${yaml('b', 1202)}` },
      { a: 1201, b: 1202 },
    );
    await f.reached({ a: 'SYNCED', b: 'SYNCED' });
    const edited = yaml('b', 1299).replace('see the plan', 'moved');
    await saveDraft(database.db, engineer, {
      fabricId: f.fabricId,
      identity: vpcIdentity('b'),
      text: edited,
      create: false,
    });
    await requestCommit(database.db, engineer, f.fabricId, vpcIdentity('b'), 'Move b');
    await f.reached({ b: 'PENDING' });
    await cluster.put('argocd-controller', 'b', spec(1299));
    await f.reached({ b: 'SYNCED' });
    expect(await f.history('b')).toEqual([
      '∅→SYNCED first_sight',
      'SYNCED→DRAFT edit',
      'DRAFT→COMMITTED commit',
      'COMMITTED→PENDING git_sync',
      'PENDING→SYNCED deployment',
    ]);
    await f.origin.git('pull', '--quiet', 'origin', 'main');
    expect(await f.origin.git('show', 'HEAD:vpcs.yaml')).toBe(`${yaml('a', 1201)}---\n${edited}`.trim());
    expect(await f.origin.git('log', '-1', '--format=%an %s')).toBe('engineer Move b');
  });

  test('a refused push keeps the draft and its words', async () => {
    const f = await fabric({ 'a.yaml': yaml('a', 1301) }, { a: 1301 });
    await f.reached({ a: 'SYNCED' });
    const hook = join(f.origin.url, 'hooks', 'pre-receive');
    await writeFile(hook, '#!/bin/sh\necho "main is protected" >&2\nexit 1\n');
    await chmod(hook, 0o755);
    await saveDraft(database.db, engineer, {
      fabricId: f.fabricId,
      identity: vpcIdentity('a'),
      text: yaml('a', 1302),
      create: false,
    });
    await requestCommit(database.db, engineer, f.fabricId, vpcIdentity('a'), null);
    await f.until(async () => (await f.history('a')).at(-1) === 'DRAFT→refused commit');
    expect((await f.row('a'))?.state).toBe('DRAFT');
  });

  test('an orphan is imported as minimal YAML and is SYNCED without passing PENDING', async () => {
    const f = await fabric({ 'a.yaml': yaml('a', 1401) }, { a: 1401, o: 1402 });
    await f.reached({ a: 'SYNCED', o: 'ORPHANED' });
    await requestImport(database.db, engineer, f.fabricId, vpcIdentity('o'));
    await f.reached({ o: 'SYNCED' });
    expect(await f.history('o')).toEqual([
      '∅→ORPHANED first_sight',
      'ORPHANED→COMMITTED import',
      'COMMITTED→SYNCED git_sync',
    ]);
    await f.origin.git('pull', '--quiet', 'origin', 'main');
    expect(await f.origin.git('show', 'HEAD:vpcs/o.yaml')).toContain('vlan: 1402');
  });

  test('a commit that a rewrite took away is a draft again', async () => {
    const f = await fabric({ 'a.yaml': yaml('a', 1501) }, { a: 1501 });
    await f.reached({ a: 'SYNCED' });
    const base = await f.origin.git('rev-parse', 'HEAD');
    // Git is not polled between the push and the rewrite: the hook takes the commit away at once.
    const hook = join(f.origin.url, 'hooks', 'post-receive');
    await writeFile(
      hook,
      `#!/bin/sh\nrm -f "$0"\ntree=$(git rev-parse ${base}^{tree})\nc=$(git -c user.name=x -c user.email=x@y commit-tree $tree -p ${base} -m other)\ngit update-ref refs/heads/main $c\n`,
    );
    await chmod(hook, 0o755);
    await saveDraft(database.db, engineer, {
      fabricId: f.fabricId,
      identity: vpcIdentity('a'),
      text: yaml('a', 1502),
      create: false,
    });
    await requestCommit(database.db, engineer, f.fabricId, vpcIdentity('a'), null);
    await f.until(async () => (await f.history('a')).at(-1) === 'COMMITTED→DRAFT commit_lost');
    expect(await f.row('a')).toMatchObject({ state: 'DRAFT', draftOwner: 'engineer', draftCommitLost: true });
  });

  test('a typo in Git orphans nothing, and a restarted worker goes on where the last one stopped', async () => {
    const f = await fabric({ 'a.yaml': yaml('a', 1601) }, { a: 1601 });
    await f.reached({ a: 'SYNCED' });
    await f.origin.commit({ 'a.yaml': 'apiVersion: [unclosed' }, 'Typo');
    await f.sync();
    await f.until(async () => (await f.row('a'))?.desiredStale === 'unreadable');
    expect((await f.row('a'))?.state).toBe('SYNCED');
    await f.restartWorker();
    await cluster.put('kubectl-edit', 'a', spec(1602));
    await f.reached({ a: 'DRIFTED' });
    expect(await f.history('a')).toEqual(['∅→SYNCED first_sight', 'SYNCED→DRIFTED drift_detected']);
  });

  test('a mistyped directory makes no orphans: it is named with its neighbours, and nothing is concluded', async () => {
    const f = await fabric({ 'lab/a.yaml': yaml('a', 1701) }, { a: 1701 }, { directory: 'lap' });
    await f.until(async () => (await f.fabric()).gitError !== null && 'a' in (await f.states()));
    expect((await f.fabric()).gitError).toMatch(
      /^There is no directory "lap" at \w{7}\. Nearest to it: lab\. Nothing was concluded from it: create it, or /,
    );
    await f.sync();
    await f.until(async () => (await f.fabric()).driftCheckedAt !== null);
    expect(await f.states()).toEqual({ a: null });
    await f.origin.commit({ 'lab/a.yaml': null, 'lap/a.yaml': yaml('a', 1701) }, 'Move');
    await f.sync();
    await f.reached({ a: 'SYNCED' });
    expect(await f.history('a')).toEqual(['∅→SYNCED first_sight']);
  });
});
