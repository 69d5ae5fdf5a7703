import { randomUUID } from 'node:crypto';
import { alerts } from '#db/schema/alerts.ts';
import { differences } from '#db/schema/differences.ts';
import { documents } from '#db/schema/documents.ts';
import { driftSpells } from '#db/schema/drift-spells.ts';
import { fabricKinds, fabrics } from '#db/schema/fabrics.ts';
import { repositories } from '#db/schema/repositories.ts';
import { resources } from '#db/schema/resources.ts';
import { transitions } from '#db/schema/transitions.ts';
import type { Database } from '#db/transaction.ts';
import { contentHash } from '#lib/content-hash.ts';
import type { KubernetesObject } from '#lib/domain/hedgehog/kubernetes-object.ts';

export const GROUP = 'vpc.githedgehog.com';

type ResourceInsert = typeof resources.$inferInsert;
type TransitionInsert = typeof transitions.$inferInsert;

export const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);

/** A fabric as rows, written directly: what views read is what the schema holds, whoever wrote it. */
export async function storeFabric(db: Database, more: Partial<typeof fabrics.$inferInsert> = {}) {
  const [repository] = await db
    .insert(repositories)
    .values({ url: `https://user:secret@git.example.net/${randomUUID()}.git`, connection: 'connected' })
    .returning();
  const [fabric] = await db
    .insert(fabrics)
    .values({
      name: `fabric-${randomUUID().slice(0, 8)}`,
      repositoryId: repository?.id ?? '',
      branch: 'main',
      sealedKubeconfig: '',
      gitRevision: 'a1b2c3d4',
      gitReadAt: new Date(),
      clusterConnection: 'connected',
      sandbox: true,
      ...more,
    })
    .returning();
  if (fabric === undefined) throw new Error('no fabric was stored');
  const id = fabric.id;
  return {
    id,
    name: fabric.name,

    async kind(kind: string, values: Partial<typeof fabricKinds.$inferInsert> = {}) {
      await db.insert(fabricKinds).values({
        fabricId: id,
        group: GROUP,
        kind,
        version: 'v1beta1',
        plural: `${kind.toLowerCase()}s`,
        availability: 'listed',
        listedEpoch: fabric.clusterEpoch,
        listedAt: new Date(),
        observedThrough: new Date(),
        ...values,
      });
    },

    async resource(name: string, values: Partial<ResourceInsert> = {}) {
      const row = { fabricId: id, group: GROUP, kind: 'VPC', namespace: 'default', name, ...values };
      const [stored] = await db.insert(resources).values(row).returning();
      if (stored === undefined) throw new Error('no resource was stored');
      return stored;
    },

    async transition(of: typeof resources.$inferSelect, values: Partial<TransitionInsert> = {}) {
      const { group, kind, namespace, name } = of;
      const [stored] = await db
        .insert(transitions)
        .values({
          fabricId: id,
          resourceId: of.id,
          group,
          kind,
          namespace,
          name,
          trigger: 'edit',
          reason: 'Edited',
          actorKind: 'person',
          actor: 'engineer',
          ...values,
        })
        .returning();
      if (stored === undefined) throw new Error('no transition was stored');
      return stored;
    },

    async difference(
      of: typeof resources.$inferSelect,
      values: Partial<typeof differences.$inferInsert> = {},
    ) {
      await db.insert(differences).values({
        fabricId: id,
        resourceId: of.id,
        ordinal: 0,
        path: '["spec","vlan"]',
        pathText: 'spec.vlan',
        op: 'changed',
        class: 'real',
        desired: '1',
        actual: '2',
        weight: 'high',
        writer: 'kubectl-edit',
        reason: 'kubectl-edit changed it',
        ...values,
      });
    },

    async spell(of: typeof resources.$inferSelect, values: Partial<typeof driftSpells.$inferInsert> = {}) {
      await db.insert(driftSpells).values({
        fabricId: id,
        resourceId: of.id,
        onset: minutesAgo(9),
        status: 'spec_drift',
        severity: 'high',
        score: 0.25,
        count: 1,
        first: 'spec.vlan 1 → 2',
        writer: 'kubectl-edit',
        ...values,
      });
    },

    async alert(values: Partial<typeof alerts.$inferInsert> = {}) {
      await db
        .insert(alerts)
        .values({ fabricId: id, type: 'drift_detected', severity: 'high', message: 'differs', ...values });
    },

    async text(text: string): Promise<string> {
      const hash = contentHash(text);
      await db.insert(documents).values({ fabricId: id, hash, text }).onConflictDoNothing();
      return hash;
    },
  };
}

export type StoredFabric = Awaited<ReturnType<typeof storeFabric>>;

export function vpc(
  name: string,
  vlan: number,
  more: Partial<KubernetesObject['metadata']> = {},
): KubernetesObject {
  return {
    apiVersion: `${GROUP}/v1beta1`,
    kind: 'VPC',
    metadata: { name, namespace: 'default', ...more },
    spec: { subnets: { default: { subnet: '10.0.1.0/24', vlan } } },
  };
}

/** The columns of a resource that Git and the cluster both have, with their documents stored. */
export async function bothSides(
  fabric: StoredFabric,
  desired: KubernetesObject,
  actual: KubernetesObject,
): Promise<Partial<ResourceInsert>> {
  return {
    desiredHash: await fabric.text(JSON.stringify(desired)),
    desiredDocumentHash: await fabric.text(`# from Git\n${JSON.stringify(desired)}\n`),
    desiredApiVersion: desired.apiVersion,
    desiredPath: 'vpcs/a.yaml',
    desiredDocumentIndex: 1,
    desiredRevision: 2,
    desiredCommit: 'a1b2c3d4',
    desiredUpdatedAt: minutesAgo(60),
    settledRevision: 2,
    actualHash: contentHash(`content ${JSON.stringify(actual)}`),
    actualDocumentHash: await fabric.text(JSON.stringify(actual)),
    actualUid: 'uid-1',
    actualApiVersion: actual.apiVersion,
    actualEpoch: 1,
    actualResourceVersion: '1849213',
    actualGeneration: 7,
    actualUpdatedAt: minutesAgo(9),
  };
}
