import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { and, eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { fabricKinds, fabrics } from '#db/schema/fabrics.ts';
import { createTestDatabase } from '#db/testing/create-test-database.ts';
import { SWITCH_GROUP } from '#lib/kubernetes/testing/test-kinds.ts';
import { seal } from '#lib/seal.ts';
import { createTestFabric } from '#lib/services/testing/test-fabric.ts';
import { startClusterSide } from './cluster-side.ts';
import { createMirrors } from './mirrors.ts';
import { startSandboxCluster } from './testing/test-clusters.ts';
import { SECRET } from './testing/watched-fabric.ts';

test('a worker that starts again knows at once which kinds Git was ever seen to hold', async () => {
  const [database, cluster] = await Promise.all([createTestDatabase(), startSandboxCluster()]);
  const folder = await mkdtemp(join(tmpdir(), 'fabric-side-'));
  const { db, sql } = database;
  const { fabricId, fencing } = await createTestFabric(db);
  const { group, kind, version, plural } = SWITCH_GROUP;
  const listed = { availability: 'listed', listedEpoch: 1 } as const;
  await db.insert(fabricKinds).values({ fabricId, group, kind, version, plural, ...listed });
  const [fabric] = await db
    .update(fabrics)
    .set({
      sealedKubeconfig: seal(cluster.kubeconfig, SECRET),
      gitKinds: JSON.stringify([`${group}/${kind}`]),
    })
    .where(eq(fabrics.id, fabricId))
    .returning();
  if (fabric === undefined) throw new Error('the fabric is gone');
  const quiet = { info() {}, warn() {}, error() {} };
  const context = { db, sql, log: quiet, mirrors: createMirrors(folder), secret: SECRET };
  const served = Promise.withResolvers<void>();
  const side = await startClusterSide(context, fabric, fencing, {
    served: () => served.resolve(),
    recorded() {},
  });
  try {
    await served.promise;
    const [row] = await db
      .select()
      .from(fabricKinds)
      .where(and(eq(fabricKinds.fabricId, fabricId), eq(fabricKinds.kind, kind)));
    expect(row?.availability).toBe('listed');
  } finally {
    await side.close();
    await rm(folder, { recursive: true });
    await cluster.stop();
    await database.drop();
  }
});
