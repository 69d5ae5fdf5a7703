import type { FabricKindRow, FabricRecord, FabricRow } from '#db/queries/fabrics.ts';
import { findFabric, holdFencing } from '#db/queries/fabrics.ts';
import { findStandingRules } from '#db/queries/ignore-rules.ts';
import type { Tx } from '#db/transaction.ts';
import type { IgnoreRule } from '#lib/domain/drift/ignore-rules.ts';
import type { ResourceIdentity } from '#lib/domain/hedgehog/kubernetes-object.ts';
import type { ClusterSide, GitSide } from '#lib/domain/lifecycle/situation.ts';
import { AppError } from '#lib/errors.ts';

/** Proof that a worker still holds the lease of a fabric: the number it was given with it. */
export interface Fencing {
  fencing: number;
}

/** What every decision about a fabric's resources needs of the fabric itself. */
export interface FabricContext {
  fabric: FabricRow;
  git: GitSide;
  cluster: (identity: ResourceIdentity) => ClusterSide;
  kind: (identity: ResourceIdentity) => FabricKindRow | null;
  /** Those that nobody removed; some may have expired. */
  rules: readonly IgnoreRule[];
}

const kindKey = ({ group, kind }: { group: string; kind: string }) => `${group}/${kind}`;

function gitSide({ fabric, repository }: FabricRecord): GitSide {
  return {
    connected: repository.connection === 'connected',
    complete: fabric.gitReadAt !== null,
    revision: fabric.gitRevision,
    readAt: fabric.gitReadAt?.getTime() ?? null,
  };
}

function clusterSide(fabric: FabricRow, kind: FabricKindRow | undefined): ClusterSide {
  // Readings of a former epoch are of another cluster: they say nothing about this one.
  if (kind === undefined || kind.listedEpoch !== fabric.clusterEpoch) {
    return { complete: false, readAt: null, observedThrough: null };
  }
  return {
    complete: true,
    readAt: kind.listedAt?.getTime() ?? null,
    observedThrough: kind.observedThrough?.getTime() ?? null,
  };
}

/**
 * Loads a fabric; with a fencing number, holds its lease until the transaction ends.
 * @throws AppError not_found; conflict when a fencing number is given and the lease has passed on.
 */
export async function loadFabricContext(
  tx: Tx,
  fabricId: string,
  fencing: Fencing | null,
): Promise<FabricContext> {
  const record = await findFabric(tx, fabricId);
  if (record === null || record.fabric.removedAt !== null) {
    throw new AppError(
      'not_found',
      `There is no fabric ${fabricId}. List the fabrics to see which there are.`,
    );
  }
  const { fabric, kinds } = record;
  if (fencing !== null && fencing.fencing !== (await holdFencing(tx, fabricId))) {
    throw new AppError('conflict', `Fabric ${fabric.name} is looked after by another worker now.`);
  }
  const byKind = new Map(kinds.map((kind) => [kindKey(kind), kind]));
  return {
    fabric,
    git: gitSide(record),
    cluster: (identity) => clusterSide(fabric, byKind.get(kindKey(identity))),
    kind: (identity) => byKind.get(kindKey(identity)) ?? null,
    rules: await findStandingRules(tx, fabricId),
  };
}
