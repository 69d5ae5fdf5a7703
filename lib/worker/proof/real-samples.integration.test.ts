import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { findings } from '#db/schema/fabrics.ts';
import { resources } from '#db/schema/resources.ts';
import type { TestDatabase } from '#db/testing/create-test-database.ts';
import { createTestDatabase } from '#db/testing/create-test-database.ts';
import type { Json, KubernetesObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { identityOf } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { startKubeApiServer } from '#lib/kubernetes/testing/kube-apiserver.ts';
import { saveDraft } from '#lib/services/draft/save-draft.ts';
import { removeFabric } from '#lib/services/fabric/remove-fabric.ts';
import { requestCommit, requestImport } from '#lib/services/operation/request-commit.ts';
import { createGitOrigin } from '../testing/git-origin.ts';
import { allOf, type Life } from '../testing/lives.ts';
import type { TestCluster } from '../testing/test-clusters.ts';
import { testCluster } from '../testing/test-clusters.ts';
import { watchFabric } from '../testing/watched-fabric.ts';
import { findSamples, lifeKey, objectsOf } from './testing/samples.ts';

const samples = findSamples();
const engineer = { kind: 'person', name: 'engineer' } as const;
const SEEN_EQUAL: Life = { state: 'SYNCED', history: ['∅→SYNCED first_sight'] };

const named = (objects: readonly KubernetesObject[], key: string): KubernetesObject => {
  const object = objects.find((each) => lifeKey(each) === key);
  if (object === undefined) throw new Error(`the sample has no ${key}`);
  return object;
};

/** One document of a file as it stands there. */
function documentOf(file: string, kind: string, name: string): string {
  const found = file
    .split(/^---\n/m)
    .find((part) => part.includes(`kind: ${kind}\n`) && part.includes(`  name: ${name}\n`));
  if (found === undefined) throw new Error(`the file has no ${kind} ${name}`);
  return found;
}

function specOf(document: string): Json {
  return objectsOf(document)[0]?.spec ?? null;
}

describe.runIf(samples !== null)('real manifests on a real API server', () => {
  const text = (file: string) => samples?.text(file) ?? '';
  let database: TestDatabase;
  let cluster: TestCluster;
  beforeAll(async () => {
    const server = startKubeApiServer({ crds: samples?.crds ?? null });
    database = await createTestDatabase();
    cluster = testCluster(await server);
  });
  afterAll(async () => {
    await cluster.stop();
    await database.drop();
  });

  const cleanup: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const undo of cleanup.splice(0).reverse()) await undo();
    await cluster.clear();
  });

  async function fabric(files: Record<string, string>, options: { directory?: string } = {}) {
    const origin = await createGitOrigin();
    cleanup.push(origin.remove);
    await origin.commit(files, 'Begin');
    const watched = await watchFabric(database, {
      url: origin.url,
      kubeconfig: cluster.kubeconfig,
      ...options,
    });
    cleanup.push(async () => {
      await watched.close();
      await removeFabric(database.db, watched.fabricId, 'test');
    });
    const { until, lives } = watched;
    return {
      ...watched,
      origin,
      /** Waits until every named life has its state. */
      settled: (wanted: Record<string, string>) =>
        until(async () => {
          const held = await lives();
          return Object.entries(wanted).every(([key, state]) => held[key]?.state === state) && held;
        }),
      /** Commits, and waits until exactly that revision was read to its end. */
      async commit(changes: Record<string, string | null>, message: string) {
        const commit = await origin.commit(changes, message);
        await watched.sync();
        await until(async () => (await watched.fabric()).gitRevision === commit);
      },
      findings: async () =>
        (await database.db.select().from(findings).where(eq(findings.fabricId, watched.fabricId))).map(
          ({ code, path, identity }) => ({ code, path, identity }),
        ),
      rows: async () => database.db.select().from(resources).where(eq(resources.fabricId, watched.fabricId)),
    };
  }

  const statesOf = (objects: readonly KubernetesObject[], state: string) =>
    Object.fromEntries(objects.map((object) => [lifeKey(object), state]));

  test('the whole labapp wiring, applied server-side by Argo CD: every state by what really happens', async () => {
    const file = text('labapp/wiringd.yaml');
    const objects = objectsOf(file);
    expect(objects).toHaveLength(43);
    const missing = named(objects, 'Server/server-10');
    const changed = named(objects, 'Switch/leaf-05');
    for (const object of objects) if (object !== missing) await cluster.apply('argocd-controller', object);
    await cluster.patch('kubectl-edit', changed, { spec: { description: 'moved to rack 4' } });
    const stray = structuredClone(named(objects, 'SwitchGroup/empty'));
    stray.metadata.name = 'stray';
    await cluster.create('hhfctl', stray);

    const f = await fabric({ 'wiring/wiringd.yaml': file });
    await f.settled({
      ...statesOf(objects, 'SYNCED'),
      [lifeKey(missing)]: 'PENDING',
      [lifeKey(changed)]: 'DRIFTED',
      'SwitchGroup/stray': 'ORPHANED',
    });

    expect((await f.rows()).find(({ name }) => name === 'leaf-05')).toMatchObject({
      driftStatus: 'spec_drift',
      driftFirst: expect.stringContaining('moved to rack 4'),
      driftWriter: 'kubectl-edit',
    });

    await cluster.apply('argocd-controller', missing);
    await cluster.apply('argocd-controller', changed);
    const cut = named(objects, 'Connection/server-03--unbundled--leaf-01');
    const empty = named(objects, 'SwitchGroup/eslag-1');
    await cluster.delete(cut);
    await cluster.delete(empty);
    await cluster.delete(stray);
    await f.settled({
      [lifeKey(missing)]: 'SYNCED',
      [lifeKey(changed)]: 'SYNCED',
      [lifeKey(cut)]: 'DRIFTED',
      [lifeKey(empty)]: 'DRIFTED',
      'SwitchGroup/stray': 'gone',
    });
    await cluster.apply('argocd-controller', cut);
    await cluster.apply('argocd-controller', empty);
    await f.settled(statesOf(objects, 'SYNCED'));

    const lost = ['∅→SYNCED first_sight', 'SYNCED→DRIFTED drift_detected', 'DRIFTED→SYNCED drift_resolved'];
    expect(await f.lives()).toEqual({
      ...allOf(objects.map(lifeKey), SEEN_EQUAL),
      [lifeKey(missing)]: {
        state: 'SYNCED',
        history: ['∅→PENDING first_sight', 'PENDING→SYNCED deployment'],
      },
      [lifeKey(changed)]: {
        state: 'SYNCED',
        history: ['∅→DRIFTED first_sight', 'DRIFTED→SYNCED drift_resolved'],
      },
      [lifeKey(cut)]: { state: 'SYNCED', history: lost },
      [lifeKey(empty)]: { state: 'SYNCED', history: lost },
      'SwitchGroup/stray': {
        state: 'gone',
        history: ['∅→ORPHANED first_sight', 'ORPHANED→REMOVED removed'],
      },
    });
  });

  test('the wiring of the documentation, applied by kubectl with its last-applied annotation, edited here', async () => {
    const file = text('docs/install-upgrade__build-wiring__02__wiring_diagram.yaml');
    const objects = objectsOf(file);
    expect(objects).toHaveLength(20);
    await cluster.request('POST', '/api/v1/namespaces', {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'fab' },
    });
    for (const object of objects) await cluster.create('kubectl-client-side-apply', object);
    const f = await fabric({ 'site/wiring.yaml': file, 'README.md': 'not a manifest' });
    await f.settled(statesOf(objects, 'SYNCED'));
    expect(await f.findings()).toEqual([]);

    // What the editor of a dashboard does: one line of one document of a file of twenty.
    const spine = named(objects, 'Switch/spine-02');
    const edited = `${documentOf(file, 'Switch', 'spine-02')}`.replace(
      'description: spine-02',
      'description: spine-02, row B # moved',
    );
    const identity = identityOf(spine);
    const { db } = database;
    await saveDraft(db, engineer, { fabricId: f.fabricId, identity, text: edited, create: false });
    await requestCommit(db, engineer, f.fabricId, identity, null);
    await f.settled({ 'Switch/spine-02': 'PENDING' });
    await cluster.apply('kustomize-controller', { ...spine, spec: specOf(edited) });
    await f.settled({ 'Switch/spine-02': 'SYNCED' });
    await f.origin.git('pull', '--quiet', 'origin', 'main');
    expect(await f.origin.git('diff', '--unified=0', 'HEAD~1')).toMatch(
      /^@@ .*\n- {2}description: spine-02\n\+ {2}description: spine-02, row B # moved$/m,
    );
    expect(await f.lives()).toEqual({
      ...allOf(objects.map(lifeKey), SEEN_EQUAL),
      'Switch/spine-02': {
        state: 'SYNCED',
        history: [
          '∅→SYNCED first_sight',
          'SYNCED→DRAFT edit',
          'DRAFT→COMMITTED commit',
          'COMMITTED→PENDING git_sync',
          'PENDING→SYNCED deployment',
        ],
      },
    });
  });

  test('a demo is switched off by commenting its file out, pruned, and switched on again', async () => {
    const [base, demo, off] = ['pre-demo', 'demo', 'demo.reset'].map((name) =>
      text(`demo-gitops/env-1/${name}.yaml`),
    ) as [string, string, string];
    const [kept, toggled] = [objectsOf(base), objectsOf(demo)];
    expect([kept.length, toggled.length, objectsOf(off).length]).toEqual([4, 4, 0]);
    for (const object of [...kept, ...toggled]) await cluster.apply('kustomize-controller', object);
    const files = { 'env-1/pre-demo.yaml': base, 'env-1/demo.yaml': demo };
    const f = await fabric(files, { directory: 'env-1' });
    await f.settled(statesOf([...kept, ...toggled], 'SYNCED'));

    await f.commit({ 'env-1/demo.yaml': off }, 'Reset the demo');
    await f.settled(statesOf(toggled, 'ORPHANED'));
    expect(
      (await f.rows()).filter(({ state }) => state === 'ORPHANED').map((row) => row.driftStatus),
    ).toEqual(toggled.map(() => 'deletion_pending'));
    for (const object of toggled) await cluster.delete(object);
    await f.settled(statesOf(toggled, 'gone'));

    await f.commit({ 'env-1/demo.yaml': demo }, 'Demo again');
    await f.settled(statesOf(toggled, 'PENDING'));
    for (const object of toggled) await cluster.apply('kustomize-controller', object);
    await f.settled(statesOf(toggled, 'SYNCED'));
    expect(await f.lives()).toEqual({
      ...allOf(kept.map(lifeKey), SEEN_EQUAL),
      ...allOf(toggled.map(lifeKey), {
        state: 'SYNCED',
        history: [
          '∅→SYNCED first_sight',
          'SYNCED→ORPHANED orphan_detected',
          'ORPHANED→REMOVED removed',
          '∅→PENDING first_sight',
          'PENDING→SYNCED deployment',
        ],
      }),
    });
  });

  test('files that move, stand twice, cannot be read or are all comments conclude nothing', async () => {
    const [base, demo, off] = ['pre-demo', 'demo', 'demo.reset'].map((name) =>
      text(`demo-gitops/env-3/${name}.yaml`),
    ) as [string, string, string];
    const objects = [...objectsOf(base), ...objectsOf(demo)];
    const onlyOnce = objectsOf(base);
    for (const object of objects) await cluster.apply('argocd-controller', object);
    const f = await fabric({ 'a/base.yaml': base, 'a/demo.yaml': demo, 'a/off.yaml': off });
    await f.settled(statesOf(objects, 'SYNCED'));
    expect(await f.findings()).toEqual([]);
    const pathsOf = async (which: readonly KubernetesObject[]) => {
      const keys = new Set(which.map(lifeKey));
      const rows = (await f.rows()).filter((row) => keys.has(`${row.kind}/${row.name}`));
      return [
        ...new Set(rows.map(({ desiredPath, desiredStale }) => `${desiredPath} ${desiredStale ?? 'fresh'}`)),
      ];
    };

    await f.commit({ 'a/demo.yaml': null, 'b/moved.yaml': demo }, 'Move');
    expect(await pathsOf(objectsOf(demo))).toEqual(['b/moved.yaml fresh']);

    await f.commit({ 'b/again.yaml': base }, 'Copy');
    expect(await pathsOf(onlyOnce)).toEqual(['a/base.yaml ambiguous']);
    const doubled = await f.findings();
    expect(doubled.map(({ code, path }) => `${code} ${path}`).sort()).toEqual([
      ...onlyOnce.map(() => 'duplicate_identity a/base.yaml'),
      ...onlyOnce.map(() => 'duplicate_identity b/again.yaml'),
    ]);
    expect(new Set(doubled.map(({ identity }) => identity)).size).toBe(onlyOnce.length);

    await f.commit({ 'a/base.yaml': null, 'b/moved.yaml': 'kind: [' }, 'Keep the copy, break the demo');
    expect(await pathsOf(objectsOf(demo))).toEqual(['b/moved.yaml unreadable']);
    expect(await pathsOf(onlyOnce)).toEqual(['b/again.yaml fresh']);
    expect(await f.findings()).toMatchObject([{ code: 'syntax_error', path: 'b/moved.yaml' }]);

    await f.commit({ 'b/moved.yaml': demo }, 'Mend');
    expect((await pathsOf(objects)).sort()).toEqual(['b/again.yaml fresh', 'b/moved.yaml fresh']);
    expect(await f.lives()).toEqual(allOf(objects.map(lifeKey), SEEN_EQUAL));
  });

  test('what stands twice or may stand in a broken file is no orphan, whichever side is read first', async () => {
    const [base, demo] = ['pre-demo', 'demo'].map((name) => text(`demo-gitops/env-1/${name}.yaml`)) as [
      string,
      string,
    ];
    const objects = [...objectsOf(base), ...objectsOf(demo)];
    const stray = structuredClone(named(objects, 'VPC/demo-vpc-1'));
    stray.metadata.name = 'stray';
    const late = structuredClone(stray);
    late.metadata.name = 'late';
    const [one, two, ...others] = objects;
    if (one === undefined || two === undefined) throw new Error('the sample is empty');
    for (const object of [...others, stray]) await cluster.apply('argocd-controller', object);
    const broken = `${demo}\n---\nkind: [\n`.replace('kind: VPCPeering', 'kind: VPCPeering: oops');
    const f = await fabric({ 'a.yaml': base, 'b.yaml': base, 'broken.yaml': broken });
    await f.settled({ 'VPC/stray': 'ORPHANED' });
    // They come after Git was read, and the revision stays what it is.
    for (const object of [one, two, late]) await cluster.apply('argocd-controller', object);
    await f.settled({ 'VPC/late': 'ORPHANED' });
    const lives = await f.lives();
    for (const key of objectsOf(base).map(lifeKey)) expect(lives[key]).toEqual({ state: null, history: [] });
    expect(lives['VPCPeering/demo-vpc-1--demo-vpc-2']).toEqual({ state: null, history: [] });

    await f.commit({ 'b.yaml': null, 'broken.yaml': demo }, 'Mend');
    await f.settled(statesOf(objects, 'SYNCED'));
    expect(await f.lives()).toEqual({
      ...allOf(objects.map(lifeKey), SEEN_EQUAL),
      ...allOf(['VPC/stray', 'VPC/late'], { state: 'ORPHANED', history: ['∅→ORPHANED first_sight'] }),
    });
  });

  test('an example with a field that the schema lacks, and orphans that are imported', async () => {
    const vpc = text('labapp/student-hedgehog-config/examples/vpc-multi-subnet.yaml');
    const attachments = text('labapp/student-hedgehog-config/examples/vpcattachment-example.yaml');
    const simple = objectsOf(text('labapp/student-hedgehog-config/examples/vpc-simple.yaml'));
    const inGit = [...objectsOf(vpc), ...objectsOf(attachments)];
    // The API server prunes `vpc:`, which no schema knows.
    for (const object of [...inGit, ...simple]) await cluster.create('hhfctl', object);
    const f = await fabric({ 'vpc.yaml': vpc, 'attachments.yaml': attachments });
    await f.settled({ ...statesOf(inGit, 'SYNCED'), ...statesOf(simple, 'ORPHANED') });
    for (const object of simple) await requestImport(database.db, engineer, f.fabricId, identityOf(object));
    await f.settled(statesOf(simple, 'SYNCED'));
    expect(await f.lives()).toEqual({
      ...allOf(inGit.map(lifeKey), SEEN_EQUAL),
      ...allOf(simple.map(lifeKey), {
        state: 'SYNCED',
        history: ['∅→ORPHANED first_sight', 'ORPHANED→COMMITTED import', 'COMMITTED→SYNCED git_sync'],
      }),
    });
  });
});
