import { eq } from 'drizzle-orm';
import { documents } from '#db/schema/documents.ts';
import { resources } from '#db/schema/resources.ts';
import { evaluateResources } from '#lib/services/resource/evaluate-resources.ts';
import { withBenchDatabase } from './bench-database.ts';
import { median, timed } from './measure.ts';
import { COUNT, syncedFabric } from './synced-fabric.ts';

const memory = () => Math.round(process.memoryUsage().rss / 1e6);

/**
 * A pass over 10,000 resources, facts from the database included: with nothing changed, when hashes alone are compared,
 * and with every verdict void, as after a new catalogue, when every pair of documents is read and compared.
 */
export async function benchFullPass(rounds = 5): Promise<Record<string, unknown>> {
  return withBenchDatabase(async ({ db }) => {
    const { fabricId, fencing } = await syncedFabric(db);
    const pass = () => timed(() => evaluateResources(db, fabricId, fencing, { kind: 'all' }));
    const times = { unchanged: [] as number[], anew: [] as number[] };
    await pass();
    const before = memory();
    for (let round = 0; round < rounds; round++) {
      times.unchanged.push(await pass());
      await db.update(resources).set({ driftKey: 'void' }).where(eq(resources.fabricId, fabricId));
      times.anew.push(await pass());
    }
    const texts = await db.$count(documents, eq(documents.fabricId, fabricId));
    return {
      resources: COUNT,
      documents: texts,
      'nothing changed': `${median(times.unchanged).toFixed(0)} ms`,
      'all compared anew': `${median(times.anew).toFixed(0)} ms`,
      rounds,
      rss_mb: { before, after: memory() },
    };
  });
}
