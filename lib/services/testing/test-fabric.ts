import { randomUUID } from 'node:crypto';
import { and, asc, eq, isNull } from 'drizzle-orm';
import { fabricKinds, fabrics } from '#db/schema/fabrics.ts';
import { repositories } from '#db/schema/repositories.ts';
import { resources } from '#db/schema/resources.ts';
import { transitions } from '#db/schema/transitions.ts';
import type { Database } from '#db/transaction.ts';
import { contentHash } from '#lib/content-hash.ts';
import { canonicalActualContent, canonicalDesiredContent } from '#lib/domain/drift/canonical-content.ts';
import type { Json, KubernetesObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import type { Fencing } from '#lib/services/lifecycle/fabric-context.ts';
import type { ReadObject } from '#lib/services/resource/record-cluster.ts';
import type { CompleteGitReading, ReadDocument } from '#lib/services/resource/record-git-reading.ts';

const GROUP = 'vpc.githedgehog.com';

/** A fabric of its own for one test, in whatever database the test has. */
export async function createTestFabric(
  db: Database,
  options: { url?: string; sandbox?: boolean; graceSeconds?: number } = {},
) {
  const [repository] = await db
    .insert(repositories)
    .values({ url: options.url ?? `/repositories/${randomUUID()}`, connection: 'connected' })
    .onConflictDoUpdate({ target: repositories.url, set: { connection: 'connected' } })
    .returning();
  const [fabric] = await db
    .insert(fabrics)
    .values({
      name: `fabric-${randomUUID().slice(0, 8)}`,
      repositoryId: repository?.id ?? '',
      branch: 'main',
      sealedKubeconfig: '',
      sandbox: options.sandbox ?? true,
      graceSeconds: options.graceSeconds ?? 300,
    })
    .returning();
  const fabricId = fabric?.id ?? '';
  const fencing: Fencing = { fencing: 1 };
  await db.execute(
    `insert into fabric_leases (fabric_id, worker, until, fencing) values ('${fabricId}', 'test', now() + interval '1 hour', 1)`,
  );
  await db.insert(fabricKinds).values({
    fabricId,
    group: GROUP,
    kind: 'VPC',
    version: 'v1beta1',
    servedVersions: '["v1beta1"]',
    plural: 'vpcs',
  });
  return { fabricId, fencing };
}

/** A VPC as Git or the cluster would hold it. */
export function vpc(
  name: string,
  spec: Json,
  metadata: Partial<KubernetesObject['metadata']> = {},
): KubernetesObject {
  return {
    apiVersion: `${GROUP}/v1beta1`,
    kind: 'VPC',
    metadata: { name, namespace: 'default', ...metadata },
    spec,
  };
}

export const vpcIdentity = (name: string) => ({ group: GROUP, kind: 'VPC', namespace: 'default', name });

/** The object as a document of Git. */
export function documentOf(object: KubernetesObject, commit: string, comment = ''): ReadDocument {
  const text = `${comment}${JSON.stringify(object)}\n`;
  const { name } = object.metadata;
  return {
    identity: vpcIdentity(name),
    apiVersion: object.apiVersion,
    object,
    text,
    contentHash: contentHash(canonicalDesiredContent(object)),
    documentHash: contentHash(text),
    path: `vpcs/${name}.yaml`,
    documentIndex: 0,
    commit,
  };
}

/** The object as the cluster answers it at a resourceVersion. */
export function liveOf(object: KubernetesObject, resourceVersion: number): ReadObject {
  const metadata = {
    uid: `uid-${object.metadata.name}`,
    generation: 1,
    resourceVersion: String(resourceVersion),
    ...object.metadata,
  };
  const live = { ...object, metadata };
  const text = JSON.stringify(live);
  return {
    identity: vpcIdentity(object.metadata.name),
    object: live,
    text,
    hash: contentHash(canonicalActualContent(live)),
    documentHash: contentHash(text),
  };
}

/** A complete reading of these documents. */
export function readingOf(
  revision: string,
  startedAt: number,
  documents: readonly ReadDocument[],
  more: Partial<CompleteGitReading> = {},
): CompleteGitReading {
  return {
    revision,
    startedAt,
    documents,
    kinds: [`${GROUP}/VPC`],
    ambiguous: [],
    findings: [],
    provesAbsence: () => true,
    ancestry: { contains: () => true, rewritten: false },
    ...more,
  };
}

/** A complete listing of these objects as VPCs. */
export function listingOf(
  resourceVersion: number,
  startedAt: number,
  objects: readonly ReadObject[],
  epoch = 1,
) {
  return { group: GROUP, kind: 'VPC', epoch, resourceVersion: String(resourceVersion), startedAt, objects };
}

/** The live row of a resource; null when there is none. */
export async function rowOf(db: Database, fabricId: string, name: string) {
  const [row] = await db
    .select()
    .from(resources)
    .where(and(eq(resources.fabricId, fabricId), eq(resources.name, name), isNull(resources.removedAt)));
  return row ?? null;
}

/** The history of a resource as `FROM→TO trigger`, oldest first; refused attempts end in `refused`. */
export async function historyOf(db: Database, fabricId: string, name: string): Promise<string[]> {
  const rows = await db
    .select()
    .from(transitions)
    .where(and(eq(transitions.fabricId, fabricId), eq(transitions.name, name)))
    .orderBy(asc(transitions.at), asc(transitions.id));
  return rows.map((row) => `${row.fromState ?? '∅'}→${row.refused ? 'refused' : row.toState} ${row.trigger}`);
}
