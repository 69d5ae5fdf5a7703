import { and, eq, isNotNull } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { alerts } from '#db/schema/alerts.ts';
import { driftSpells } from '#db/schema/drift-spells.ts';
import { transitions } from '#db/schema/transitions.ts';
import type { TestDatabase } from '#db/testing/create-test-database.ts';
import { createTestDatabase } from '#db/testing/create-test-database.ts';
import { removeFabric } from '#lib/services/fabric/remove-fabric.ts';
import type { NewIgnoreRule } from '#lib/services/ignore-rule/add-ignore-rule.ts';
import { addIgnoreRule } from '#lib/services/ignore-rule/add-ignore-rule.ts';
import { removeIgnoreRule } from '#lib/services/ignore-rule/remove-ignore-rule.ts';
import type { Actor } from '#lib/services/lifecycle/perform-plans.ts';
import { createGitOrigin } from './testing/git-origin.ts';
import type { TestCluster } from './testing/test-clusters.ts';
import { testClusters } from './testing/test-clusters.ts';
import { watchFabric } from './testing/watched-fabric.ts';

const ines: Actor = { kind: 'person', name: 'ines' };
const spec = (vlan: number) => ({
  ipv4Namespace: 'default',
  vlanNamespace: 'default',
  subnets: { web: { subnet: '10.1.0.0/24', gateway: '10.1.0.1', vlan } },
});
const manifest = (name: string, vlan: number) =>
  `${JSON.stringify({ apiVersion: 'vpc.githedgehog.com/v1beta1', kind: 'VPC', metadata: { name }, spec: spec(vlan) })}\n`;

const VLAN: NewIgnoreRule = { path: 'spec.subnets.*.vlan', reason: 'The fabric moves it while we migrate' };

describe.each(testClusters())('ignore rules of a fabric on $name', ({ start }) => {
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

  /** A fabric of these VPCs in Git (`vlan`) and in the cluster, looked after until the test ends. */
  async function fabric(desired: Record<string, number>, actual: Record<string, number>) {
    const origin = await createGitOrigin();
    cleanup.push(origin.remove);
    const files = Object.entries(desired).map(([name, vlan]) => [`${name}.yaml`, manifest(name, vlan)]);
    await origin.commit(Object.fromEntries(files), 'Begin');
    for (const [name, vlan] of Object.entries(actual))
      await cluster.put('argocd-controller', name, spec(vlan));
    const watched = await watchFabric(database, { url: origin.url, kubeconfig: cluster.kubeconfig });
    cleanup.push(async () => {
      await watched.close();
      await removeFabric(database.db, watched.fabricId, 'test');
      for (const name of Object.keys(await watched.states())) await cluster.remove(name);
    });
    const add = (rule: Partial<NewIgnoreRule> = {}) =>
      addIgnoreRule(database.db, ines, watched.fabricId, { ...VLAN, ...rule });
    const openAlerts = async () => {
      const rows = await database.db.select().from(alerts).where(eq(alerts.fabricId, watched.fabricId));
      return rows.filter(({ status }) => status !== 'resolved').map(({ type }) => type);
    };
    return { ...watched, add, openAlerts };
  }

  test('a rule hides drift and ends its alert; removed, the drift is there again', async () => {
    const f = await fabric({ a: 1101, b: 1102 }, { a: 1101, b: 1102 });
    await f.reached({ a: 'SYNCED', b: 'SYNCED' });
    await cluster.put('kubectl-edit', 'a', spec(1999));
    await cluster.put('kubectl-edit', 'b', spec(1998));
    await f.reached({ a: 'DRIFTED', b: 'DRIFTED' });
    expect(await f.openAlerts()).toEqual(['drift_detected', 'drift_detected']);

    const { id } = await f.add({ kind: 'VPC', namePattern: 'a*', manager: 'kubectl-edit' });
    await f.reached({ a: 'SYNCED', b: 'DRIFTED' });
    expect(await f.row('a')).toMatchObject({
      driftStatus: 'in_sync',
      driftHidden: 1,
      driftCount: 0,
      driftScore: 0,
    });
    expect((await f.row('a'))?.stateChangeReason).toBe(
      `Not counted as drift any more: rule ${id} (ines: ${VLAN.reason}) hides 1 field`,
    );
    const ends = await database.db
      .select({ by: driftSpells.endedBy })
      .from(driftSpells)
      .where(and(eq(driftSpells.fabricId, f.fabricId), isNotNull(driftSpells.endedAt)));
    expect(ends).toEqual([{ by: 'hidden_by_rule' }]);
    expect(await f.openAlerts()).toEqual(['drift_detected']);
    await f.until(async () => {
      const { rulesJudgedAt, createdAt } = await f.fabric();
      return rulesJudgedAt > createdAt;
    });

    await removeIgnoreRule(database.db, { kind: 'person', name: 'jo' }, f.fabricId, id);
    await f.reached({ a: 'DRIFTED' });
    expect((await f.row('a'))?.stateChangeReason).toBe(
      `Counts as drift again: rule ${id} (ines: ${VLAN.reason}) was removed by jo and hid 1 field; spec.subnets.web.vlan 1101 → 1999, changed by kubectl-edit`,
    );
    expect(await f.row('a')).toMatchObject({ driftStatus: 'spec_drift', driftHidden: 0, driftCount: 1 });
    expect(await f.openAlerts()).toEqual(['drift_detected', 'drift_detected']);
    const rows = await database.db
      .select({ context: transitions.context })
      .from(transitions)
      .where(and(eq(transitions.fabricId, f.fabricId), eq(transitions.name, 'a')))
      .orderBy(transitions.id);
    expect(rows.map(({ context }) => JSON.parse(context ?? '{}').rules)).toEqual([
      undefined,
      undefined,
      [id],
      [id],
    ]);
    expect(await f.history('a')).toEqual([
      '∅→SYNCED first_sight',
      'SYNCED→DRIFTED drift_detected',
      'DRIFTED→SYNCED drift_resolved',
      'SYNCED→DRIFTED drift_detected',
    ]);
  });

  test('a rule that expires hides no longer, by itself', async () => {
    const f = await fabric({ c: 1201 }, { c: 1201 });
    await f.reached({ c: 'SYNCED' });
    await cluster.put('kubectl-edit', 'c', spec(1299));
    await f.reached({ c: 'DRIFTED' });
    await f.add({ expiresAt: new Date(Date.now() + 3_000) });
    await f.until(async () => (await f.history('c')).length === 4);
    expect((await f.history('c')).slice(2)).toEqual([
      'DRIFTED→SYNCED drift_resolved',
      'SYNCED→DRIFTED drift_detected',
    ]);
    expect(await f.row('c')).toMatchObject({ driftHidden: 0, driftCount: 1 });
    expect((await f.row('c'))?.stateChangeReason).toMatch(
      /^Counts as drift again: rule .* has expired and hid/,
    );
  });

  test('a rule that comes or ends while nobody looks is judged by the next worker', async () => {
    const f = await fabric({ d: 1301 }, { d: 1399 });
    await f.reached({ d: 'DRIFTED' });
    await f.restartWorker(() => f.add());
    await f.reached({ d: 'SYNCED' });
  });

  test('no rule hides that an object is missing on one side', async () => {
    const f = await fabric({ e: 1401, gone: 1402 }, { e: 1499, gone: 1402, orphan: 1403 });
    await f.reached({ e: 'DRIFTED', gone: 'SYNCED', orphan: 'ORPHANED' });
    await cluster.remove('gone');
    await f.reached({ gone: 'DRIFTED' });
    for (const path of ['spec.**.vlan', 'spec.subnets.**', 'spec.ipv4Namespace', 'spec.vlanNamespace'])
      await f.add({ path });
    await f.reached({ e: 'SYNCED', gone: 'DRIFTED', orphan: 'ORPHANED' });
    expect(await f.row('gone')).toMatchObject({ driftStatus: 'desired_only', driftScore: 1, driftHidden: 0 });
    expect(await f.row('orphan')).toMatchObject({
      driftStatus: 'actual_only',
      driftScore: 1,
      driftHidden: 0,
    });
  });
});
