import { and, eq, isNull } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { opinionKey } from '#db/queries/second-opinions.ts';
import { resources } from '#db/schema/resources.ts';
import type { TestDatabase } from '#db/testing/create-test-database.ts';
import { createTestDatabase } from '#db/testing/create-test-database.ts';
import type { KubernetesObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { requestDriftCheck } from '#lib/services/fabric/request-checks.ts';
import { vpcOf } from './proof/testing/manifests.ts';
import { type DryRunGate, startDryRunGate } from './testing/dry-run-gate.ts';
import { startSandboxCluster, type TestCluster, testClusters } from './testing/test-clusters.ts';
import { watchOpinions } from './testing/watch-opinions.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const cleanup: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const undo of cleanup.splice(0).reverse()) await undo();
});

async function watch(kubeconfig: string, inGit: readonly KubernetesObject[]) {
  const f = await watchOpinions(database, kubeconfig, inGit);
  cleanup.push(f.end);
  return f;
}

const unowned = { metadata: { managedFields: [{}] } };

describe.each(testClusters())('second opinions of $name', ({ start }) => {
  let cluster: TestCluster;
  beforeAll(async () => {
    cluster = await start();
  });
  afterAll(() => cluster.stop());
  afterEach(() => cluster.clear());

  test('what the server filled is no drift, though the owners of everything were lost', async () => {
    const vpc = vpcOf('filled', 1001);
    await cluster.apply('argocd-controller', vpc);
    const f = await watch(cluster.kubeconfig, [vpc]);
    await f.reached({ filled: 'SYNCED' });
    await f.restartWorker(async () => {
      await cluster.patch('a-webhook', vpc, { spec: { subnets: { web: { restricted: true } } } });
      await cluster.patch('a-webhook', vpc, unowned);
    });
    const opinion = await f.asked('filled');
    expect(opinion).toMatchObject({ outcome: 'unchanged', message: null, changes: '[]' });
    expect(await f.row('filled')).toMatchObject({
      state: 'SYNCED',
      driftStatus: 'in_sync',
      suspectSince: null,
    });
    // The same in the one place where it is asked anew: a full pass.
    const at = await requestDriftCheck(database.db, f.fabricId);
    await f.until(async () => ((await f.fabric()).driftCheckedAt ?? new Date(0)) >= at);
    expect(await f.lives()).toEqual({ 'VPC/filled': { state: 'SYNCED', history: ['∅→SYNCED first_sight'] } });
  });

  test('at first sight it is published as drift, and taken back', async () => {
    const vpc = vpcOf('filled', 1001);
    await cluster.apply('argocd-controller', vpc);
    await cluster.patch('a-webhook', vpc, { spec: { subnets: { web: { restricted: true } } } });
    await cluster.patch('a-webhook', vpc, unowned);
    const f = await watch(cluster.kubeconfig, [vpc]);
    await f.reached({ filled: 'SYNCED' });
    expect(await f.history('filled')).toEqual(['∅→DRIFTED first_sight', 'DRIFTED→SYNCED drift_resolved']);
  });

  test('an edit by hand is drift, and applying Git would change just that', async () => {
    const vpc = vpcOf('edited', 1001);
    await cluster.apply('argocd-controller', vpc);
    const f = await watch(cluster.kubeconfig, [vpc]);
    await f.reached({ edited: 'SYNCED' });
    await cluster.patch('kubectl-edit', vpc, { spec: { subnets: { web: { vlan: 1777 } } } });
    await f.reached({ edited: 'DRIFTED' });
    expect(await f.asked('edited')).toMatchObject({
      outcome: 'would_change',
      message: null,
      changes: '["spec.subnets.web.vlan"]',
    });
    expect(await cluster.objects()).toMatchObject([{ spec: { subnets: { web: { vlan: 1777 } } } }]);
    const owners = (await cluster.objects()).flatMap(({ metadata }) => metadata.managedFields ?? []);
    expect(owners.map(({ manager }) => manager)).toEqual(['argocd-controller', 'kubectl-edit']);
  });

  test('what the server refuses is kept in its own words', async () => {
    const vpc = vpcOf('refused', 1001);
    await cluster.apply('argocd-controller', vpc);
    await cluster.patch('kubectl-edit', vpc, { spec: { subnets: { web: { vlan: 1777 } } } });
    const f = await watch(cluster.kubeconfig, [{ ...vpc, spec: { ...Object(vpc.spec), colour: 'red' } }]);
    await f.reached({ refused: 'DRIFTED' });
    const { outcome, message } = await f.asked('refused');
    expect(outcome).toBe('refused');
    expect(message).toMatch(/\.spec\.colour: field not declared in schema/);
  });

  test('answers about what nobody has any more are forgotten', async () => {
    const [old, vpc] = [vpcOf('healed', 1777), vpcOf('healed', 1001)];
    await cluster.apply('argocd-controller', old);
    const f = await watch(cluster.kubeconfig, [vpc]);
    await f.reached({ healed: 'DRIFTED' });
    const opinion = await f.asked('healed');
    await cluster.apply('argocd-controller', vpc);
    await f.reached({ healed: 'SYNCED' });
    expect((await f.stored()).map(opinionKey)).toEqual([opinionKey(opinion)]);
    const at = await requestDriftCheck(database.db, f.fabricId);
    await f.until(async () => ((await f.fabric()).driftCheckedAt ?? new Date(0)) >= at);
    expect(await f.stored()).toEqual([]);
  });
});

describe('what they cost', () => {
  let cluster: TestCluster;
  let gate: DryRunGate;
  let kubeconfig: string;
  beforeAll(async () => {
    cluster = await startSandboxCluster();
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(cluster.kubeconfig)?.[0] ?? '';
    gate = await startDryRunGate(url);
    kubeconfig = cluster.kubeconfig.replaceAll(url, gate.url);
  });
  afterAll(async () => {
    await gate.close();
    await cluster.stop();
  });
  afterEach(() => cluster.clear());

  test('nothing while nothing differs, and one for each pair that does, however often it is looked at', async () => {
    const vpcs = ['a', 'b', 'c', 'd'].map((name, index) => vpcOf(name, 1001 + index));
    for (const vpc of vpcs) await cluster.apply('argocd-controller', vpc);
    const f = await watch(kubeconfig, vpcs);
    await f.reached({ a: 'SYNCED', b: 'SYNCED', c: 'SYNCED', d: 'SYNCED' });
    const pass = async () => {
      const at = await requestDriftCheck(database.db, f.fabricId);
      await f.until(async () => ((await f.fabric()).driftCheckedAt ?? new Date(0)) >= at);
    };
    await pass();
    await cluster.patch('kubectl-edit', vpcs[0] ?? vpcOf('a', 1), {
      metadata: { annotations: { note: 'x' } },
    });
    await pass();
    expect(gate.asked()).toBe(0);
    for (const vpc of vpcs.slice(0, 2))
      await cluster.patch('kubectl-edit', vpc, { spec: { subnets: { web: { vlan: 1777 } } } });
    await f.reached({ a: 'DRIFTED', b: 'DRIFTED' });
    await Promise.all([f.asked('a'), f.asked('b')]);
    await pass();
    await pass();
    expect(gate.asked()).toBe(2);
  });

  test('one round after another where many differ, each asked about once', async () => {
    const inGit = Array.from({ length: 45 }, (_, index) => vpcOf(`many-${index}`, 1001 + index));
    for (const vpc of inGit) await cluster.apply('argocd-controller', vpcOf(vpc.metadata.name, 2222));
    const before = gate.asked();
    const f = await watch(kubeconfig, inGit);
    await f.until(async () => (await f.stored()).length === inGit.length);
    expect(gate.asked() - before).toBe(inGit.length);
    expect(new Set((await f.stored()).map(({ outcome }) => outcome))).toEqual(new Set(['would_change']));
  });

  test.each([
    ['says that it is down', 503],
    ['cuts the connection', 'cut'],
    ['does not answer', 'hang'],
  ] as const)(
    'no verdict: where the server %s, drift is drift, and it is asked again',
    async (_name, answer) => {
      const vpc = vpcOf('e', 1001);
      await cluster.apply('argocd-controller', vpc);
      const f = await watch(kubeconfig, [vpc]);
      await f.reached({ e: 'SYNCED' });
      const before = gate.asked();
      gate.answerWith(answer);
      await f.restartWorker(async () => {
        await cluster.patch('a-webhook', vpc, { spec: { subnets: { web: { restricted: true } } } });
        await cluster.patch('a-webhook', vpc, unowned);
      });
      await f.reached({ e: 'DRIFTED' });
      expect(await f.stored()).toEqual([]);
      expect(gate.asked()).toBeGreaterThan(before);
      gate.answerWith(null);
      await f.reached({ e: 'SYNCED' });
      expect(await f.opinionOf('e')).toMatchObject({ outcome: 'unchanged' });
      const [row] = await database.db
        .select()
        .from(resources)
        .where(and(eq(resources.fabricId, f.fabricId), isNull(resources.removedAt)));
      expect(row).toMatchObject({ driftStatus: 'in_sync', driftCount: 0, driftOnset: null });
    },
  );
});
