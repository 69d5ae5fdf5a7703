import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect } from '#db/client.ts';
import { documents } from '#db/schema/documents.ts';
import { fabricLeases } from '#db/schema/fabrics.ts';
import { resources } from '#db/schema/resources.ts';
import type { TestDatabase } from '#db/testing/create-test-database.ts';
import { createTestDatabase } from '#db/testing/create-test-database.ts';
import { createGitOrigin } from '#lib/worker/testing/git-origin.ts';
import { startSandboxCluster } from '#lib/worker/testing/test-clusters.ts';
import { watchFabric } from '#lib/worker/testing/watched-fabric.ts';
import { checkCommand } from './check.ts';
import type { CommandOptions } from './commands.ts';

const SPEC = { subnets: { web: { subnet: '10.1.0.0/24', gateway: '10.1.0.1', vlan: 1001 } } };
const manifest = (name: string) =>
  JSON.stringify({
    apiVersion: 'vpc.githedgehog.com/v1beta1',
    kind: 'VPC',
    metadata: { name },
    spec: SPEC,
  });

let database: TestDatabase;
let origin: Awaited<ReturnType<typeof createGitOrigin>>;
let cluster: Awaited<ReturnType<typeof startSandboxCluster>>;
let fabric: Awaited<ReturnType<typeof watchFabric>>;
let session: ReturnType<typeof connect>;

beforeAll(async () => {
  [database, origin, cluster] = await Promise.all([
    createTestDatabase(),
    createGitOrigin(),
    startSandboxCluster(),
  ]);
  await origin.commit({ 'web.json': manifest('web'), 'db.json': manifest('db') }, 'Begin');
  for (const name of ['web', 'db']) await cluster.put('argocd-controller', name, SPEC);
  fabric = await watchFabric(database, { url: origin.url, kubeconfig: cluster.kubeconfig });
  await fabric.reached({ web: 'SYNCED', db: 'SYNCED' });
  // A worker shows that it lives by a database session under its name; this one has the sessions of the test.
  const [lease] = await database.db.select().from(fabricLeases);
  session = connect(database.connection, 1, lease?.worker ?? '');
  await session`select 1`;
});
afterAll(async () => {
  await session.end();
  await fabric.close();
  await Promise.all([cluster.stop(), origin.remove()]);
  await database.drop();
});

async function check(options: CommandOptions): Promise<string[]> {
  const lines: string[] = [];
  const { name } = await fabric.fabric();
  const print = (line: string) => void lines.push(line);
  await checkCommand(database, { fabric: name, options, host: 'test', print });
  return lines;
}

const write = (name: string, values: Partial<typeof resources.$inferInsert>) =>
  database.db
    .update(resources)
    .set(values)
    .where(and(eq(resources.fabricId, fabric.fabricId), eq(resources.name, name)));

test('a document that the store lost comes back from a revision that has not moved', async () => {
  const lost = (await fabric.row('web'))?.desiredDocumentHash ?? '';
  const inStore = () =>
    database.db.select({ text: documents.text }).from(documents).where(eq(documents.hash, lost));
  const [before] = await inStore();
  await database.db.delete(documents).where(eq(documents.hash, lost));

  await expect(check({ json: true })).rejects.toMatchObject({ code: 'refused' });
  const [line, ...rest] = await check({ repair: true, json: true });
  expect(rest).toEqual([]);
  expect(JSON.parse(line ?? '')).toMatchObject({
    kind: 'VPC',
    name: 'web',
    state: 'SYNCED',
    code: 'desired_document_missing',
    repair: 'reread_git',
    outcome: 'waiting',
  });
  expect(await inStore()).toEqual([before]);
  expect(await check({})).toEqual([expect.stringMatching(/2 records, nothing left to repair/)]);
});

test('an object that the store lost comes back from a cluster that has not changed', async () => {
  const lost = (await fabric.row('db'))?.actualDocumentHash ?? '';
  await database.db.delete(documents).where(eq(documents.hash, lost));
  const lines = await check({ repair: true });
  expect(lines).toEqual([
    'actual_document_missing  VPC/db: the object that the cluster has is not in the store  (read again)',
    expect.stringMatching(/nothing left to repair/),
  ]);
  expect(await fabric.states()).toEqual({ web: 'SYNCED', db: 'SYNCED' });
});

test('what nobody can mend but its owner fails the command', async () => {
  await write('web', {
    ...{ state: 'DRAFT', stateBeforeDraft: 'SYNCED', draftOwner: 'ada', draftDocumentHash: 'lost' },
  });
  await expect(check({ repair: true })).rejects.toMatchObject({
    code: 'refused',
    message: expect.stringMatching(/1 finding in 2 records\. Their owners must mend/),
  });
});
