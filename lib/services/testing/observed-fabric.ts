import { and, eq, ne } from 'drizzle-orm';
import { databaseNow } from '#db/queries/clock.ts';
import { alerts } from '#db/schema/alerts.ts';
import type { Database } from '#db/transaction.ts';
import { recordClusterChanges, recordClusterListing } from '../resource/record-cluster.ts';
import { recordGitReading, recordUnchangedRevision } from '../resource/record-git-reading.ts';
import {
  createTestFabric,
  documentOf,
  historyOf,
  listingOf,
  liveOf,
  readingOf,
  rowOf,
  vpc,
  vpcIdentity,
} from './test-fabric.ts';

/** A VPC that differs from another by one number. */
export const spec = (vlan: number) => ({ subnets: { default: { subnet: '10.0.1.0/24', vlan } } });

/** A fabric whose both sides are read through one small vocabulary. */
export async function observedFabric(db: Database, options: { graceSeconds?: number } = {}) {
  const { fabricId, fencing } = await createTestFabric(db, options);
  let resourceVersion = 100;
  const git = async (revision: string, documents: Record<string, number>, more = {}) => {
    const read = Object.entries(documents).map(([name, vlan]) => documentOf(vpc(name, spec(vlan)), revision));
    return recordGitReading(db, fabricId, fencing, readingOf(revision, await databaseNow(db), read, more));
  };
  const gitUnchanged = async (revision: string) =>
    recordUnchangedRevision(db, fabricId, fencing, revision, await databaseNow(db));
  const list = async (objects: Record<string, number>) => {
    const live = Object.entries(objects).map(([name, vlan]) =>
      liveOf(vpc(name, spec(vlan)), ++resourceVersion),
    );
    return recordClusterListing(
      db,
      fabricId,
      fencing,
      listingOf(++resourceVersion, await databaseNow(db), live),
    );
  };
  const watch = async (upserts: Record<string, number>, deleted: string[] = []) =>
    recordClusterChanges(db, fabricId, fencing, {
      group: 'vpc.githedgehog.com',
      kind: 'VPC',
      epoch: 1,
      provenAt: await databaseNow(db),
      present: Object.entries(upserts).map(([name, vlan]) =>
        liveOf(vpc(name, spec(vlan)), ++resourceVersion),
      ),
      deleted: deleted.map((name) => ({
        identity: vpcIdentity(name),
        resourceVersion: String(++resourceVersion),
      })),
      resourceVersion: String(resourceVersion),
    });
  const state = async (name: string) => (await rowOf(db, fabricId, name))?.state ?? null;
  const history = (name: string) => historyOf(db, fabricId, name);
  const openAlerts = async () =>
    (
      await db
        .select()
        .from(alerts)
        .where(and(eq(alerts.fabricId, fabricId), ne(alerts.status, 'resolved')))
    ).map(({ type, severity }) => `${type} ${severity}`);
  /** Both sides are read once more, as the cluster is now said to be. */
  const confirm = async (objects: Record<string, number>, revision = 'r1') => {
    await list(objects);
    await gitUnchanged(revision);
  };
  return { db, fabricId, fencing, git, gitUnchanged, list, watch, confirm, state, history, openAlerts };
}
