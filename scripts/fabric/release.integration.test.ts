import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect } from '#db/client.ts';
import { fabricLeases } from '#db/schema/fabrics.ts';
import type { TestDatabase } from '#db/testing/create-test-database.ts';
import { createTestDatabase } from '#db/testing/create-test-database.ts';
import { createGitOrigin } from '#lib/worker/testing/git-origin.ts';
import { startSandboxCluster } from '#lib/worker/testing/test-clusters.ts';
import { watchFabric } from '#lib/worker/testing/watched-fabric.ts';
import type { Command } from './command.ts';
import type { CommandOptions } from './commands.ts';
import { listCommand } from './list.ts';
import { resourcesCommand } from './read.ts';
import { releaseCommand } from './release.ts';
import { syncCommand } from './sync.ts';

const NAMES = Array.from({ length: 10 }, (_, index) => `v-${index}`);
const manifest = (name: string) =>
  JSON.stringify({
    apiVersion: 'vpc.githedgehog.com/v1beta1',
    kind: 'VPC',
    metadata: { name },
    spec: { subnets: { web: { subnet: '10.1.0.0/24', gateway: '10.1.0.1', vlan: 1001 } } },
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
  await origin.commit(Object.fromEntries(NAMES.map((name) => [`${name}.json`, manifest(name)])), 'Begin');
  fabric = await watchFabric(database, { url: origin.url, kubeconfig: cluster.kubeconfig });
  await fabric.reached(Object.fromEntries(NAMES.map((name) => [name, 'PENDING'])));
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

async function run(command: Command, options: CommandOptions = {}): Promise<string[]> {
  const lines: string[] = [];
  const { name } = await fabric.fabric();
  const print = (line: string) => void lines.push(line);
  await command(database, { fabric: name, options, host: 'test', print });
  return lines;
}

test('a held revision is told by every command, and let go by its set', async () => {
  await expect(run(releaseCommand)).rejects.toMatchObject({ code: 'conflict' });
  const { gitRevision: kept } = await fabric.fabric();
  const held = await origin.commit(
    { ...Object.fromEntries(NAMES.map((name) => [`${name}.json`, null])), 'README.md': 'Nothing here.' },
    'Oops',
  );
  const words =
    /is held.*: it would take away all 10 documents \(VPC\/v-0, VPC\/v-1, VPC\/v-2 and 7 more\).*npm run fabric -- release/;
  await expect(run(syncCommand)).rejects.toMatchObject({
    code: 'refused',
    message: expect.stringMatching(words),
  });
  const { heldSet, name } = await fabric.fabric();

  expect((await run(listCommand))[1]).toMatch(words);
  const [row] = await run(listCommand, { json: true });
  expect(JSON.parse(row ?? '')).toMatchObject({
    name,
    revision: kept,
    held: { revision: held, set: heldSet, removed: 10, releasedBy: null },
  });
  const [first, second] = await run(resourcesCommand);
  expect(first).toMatch(words);
  expect(second).toMatch(/^PENDING.*\(kept, .{7} is held\) {2}\(awaited\) {2}\(stale\)$/);
  const [resource] = await run(resourcesCommand, { json: true });
  expect(JSON.parse(resource ?? '')).toMatchObject({ state: 'PENDING', stale: true, keptFrom: kept, held });

  await expect(run(releaseCommand)).rejects.toMatchObject({
    code: 'refused',
    message: expect.stringMatching(new RegExp(`take away all 10 documents .*--set ${heldSet}$`)),
  });
  await expect(run(releaseCommand, { set: 'another' })).rejects.toMatchObject({ code: 'conflict' });
  const [released] = await run(releaseCommand, { set: heldSet ?? '', json: true });
  expect(JSON.parse(released ?? '')).toEqual({ revision: held, set: heldSet, removed: 10, released: true });
  await fabric.until(async () => (await fabric.fabric()).gitRevision === held);
  expect(await run(syncCommand)).toEqual([`Fabric ${name}: no resources.`]);
  expect(await run(listCommand)).toEqual([expect.not.stringMatching(/held/)]);
});
