import { databaseNow } from '#db/queries/clock.ts';
import type { Database } from '#db/transaction.ts';
import { recordClusterListing } from '#lib/services/resource/record-cluster.ts';
import { recordGitReading } from '#lib/services/resource/record-git-reading.ts';
import {
  createTestFabric,
  documentOf,
  listingOf,
  liveOf,
  readingOf,
  vpc,
} from '#lib/services/testing/test-fabric.ts';

export const COUNT = 10_000;
const spec = (index: number) => ({
  subnets: { default: { subnet: '10.0.1.0/24', vlan: 1000 + (index % 1000) } },
});

/** A fabric of 10,000 VPCs that are SYNCED. */
export async function syncedFabric(db: Database) {
  const { fabricId, fencing } = await createTestFabric(db);
  const objects = Array.from({ length: COUNT }, (_, index) => vpc(`v-${index}`, spec(index)));
  const documents = objects.map((object) => documentOf(object, 'r1'));
  await recordGitReading(db, fabricId, fencing, readingOf('r1', await databaseNow(db), documents));
  const live = objects.map((object, index) => liveOf(object, index + 1));
  await recordClusterListing(db, fabricId, fencing, listingOf(COUNT + 1, await databaseNow(db), live));
  return { fabricId, fencing };
}
