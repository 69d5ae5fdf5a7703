import { databaseNow } from '#db/queries/clock.ts';
import type { KubernetesObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { ClusterClient } from '#lib/kubernetes/cluster-client.ts';
import type { ServedKind } from '#lib/kubernetes/observation.ts';
import { parseKubeconfig } from '#lib/kubernetes/parse-kubeconfig.ts';
import { recordClusterListing } from '#lib/services/resource/record-cluster.ts';
import { recordGitReading } from '#lib/services/resource/record-git-reading.ts';
import { createTestFabric, documentOf, readingOf, vpc } from '#lib/services/testing/test-fabric.ts';
import { toReadObject } from '#lib/worker/read-objects.ts';
import { fill, startBenchCluster } from './bench-cluster.ts';
import { withBenchDatabase } from './bench-database.ts';
import { interleave, timed } from './measure.ts';

const COUNT = 10_000;
const object = (index: number) =>
  vpc(`v-${index}`, { subnets: { default: { subnet: '10.0.1.0/24', vlan: 1000 + (index % 1000) } } });

async function list(
  client: ClusterClient,
  kind: ServedKind,
): Promise<{ objects: KubernetesObject[]; resourceVersion: string }> {
  const { pages, resourceVersion } = await client.list(kind);
  return { objects: pages.flat(), resourceVersion };
}

/** 10,000 objects of one kind from the API server to concluded states, against the LIST alone. */
export async function benchClusterList(rounds = 3): Promise<Record<string, unknown>> {
  const cluster = await startBenchCluster();
  const client = new ClusterClient(parseKubeconfig(cluster.kubeconfig));
  try {
    await fill(cluster, COUNT, object);
    const kind = (await client.discover()).find(({ kind }) => kind === 'VPC');
    if (kind === undefined) throw new Error('the cluster serves no VPCs');
    return await withBenchDatabase(async ({ db }) => {
      const documents = Array.from({ length: COUNT }, (_, index) => documentOf(object(index), 'r1'));
      const toStates = async () => {
        const { fabricId, fencing } = await createTestFabric(db);
        await recordGitReading(db, fabricId, fencing, readingOf('r1', await databaseNow(db), documents));
        return timed(async () => {
          const startedAt = await databaseNow(db);
          const { objects, resourceVersion } = await list(client, kind);
          if (objects.length !== COUNT) throw new Error(`the cluster listed ${objects.length} objects`);
          const read = objects.map((live) => toReadObject(kind.group, live));
          await recordClusterListing(db, fabricId, fencing, {
            ...kind,
            epoch: 1,
            resourceVersion,
            startedAt,
            objects: read,
          });
        });
      };
      const memory = () => Math.round(process.memoryUsage().rss / 1e6);
      const before = memory();
      const result = await interleave(
        { name: 'list to states', run: toStates },
        { name: 'LIST alone', run: () => timed(() => list(client, kind)) },
        rounds,
      );
      return { ...result, cluster: cluster.name, rss_mb: { before, after: memory() } };
    });
  } finally {
    client.close();
    await cluster.stop();
  }
}
