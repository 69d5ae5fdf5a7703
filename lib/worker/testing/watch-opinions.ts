import { eq } from 'drizzle-orm';
import type { DatabaseHandle } from '#db/client.ts';
import { secondOpinions } from '#db/schema/second-opinions.ts';
import type { KubernetesObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { removeFabric } from '#lib/services/fabric/remove-fabric.ts';
import { manifestOf } from '../proof/testing/manifests.ts';
import { createGitOrigin } from './git-origin.ts';
import { watchFabric } from './watched-fabric.ts';

/** A fabric whose Git holds these objects, with what is stored of second opinions. */
export async function watchOpinions(
  database: DatabaseHandle,
  kubeconfig: string,
  inGit: readonly KubernetesObject[],
) {
  const origin = await createGitOrigin();
  await origin.commit({ 'vpcs.yaml': manifestOf(...inGit) }, 'Begin');
  const f = await watchFabric(database, { url: origin.url, kubeconfig });
  const { db } = database;
  const stored = () => db.select().from(secondOpinions).where(eq(secondOpinions.fabricId, f.fabricId));
  const opinionOf = async (name: string) => {
    const row = await f.row(name);
    const own = (await stored()).filter(({ desiredHash }) => desiredHash === row?.desiredHash);
    return own.find(({ actualHash }) => actualHash === row?.actualHash) ?? null;
  };
  return {
    ...f,
    stored,
    opinionOf,
    /** Waits until the API server was asked about the resource as it is, and gives its answer. */
    asked: (name: string) => f.until(() => opinionOf(name)),
    async end() {
      await f.close();
      await removeFabric(db, f.fabricId, 'test');
      await origin.remove();
    },
  };
}
