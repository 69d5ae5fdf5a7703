import { and, asc, eq, inArray, isNotNull, isNull, or, type SQL, sql } from 'drizzle-orm';
import { databaseNow } from '#db/queries/clock.ts';
import { factsFromRow } from '#db/queries/resource-row.ts';
import type { ResourceRow } from '#db/queries/resources.ts';
import type { OpinionPair } from '#db/queries/second-opinions.ts';
import { fabricKinds } from '#db/schema/fabrics.ts';
import { resources } from '#db/schema/resources.ts';
import { secondOpinions } from '#db/schema/second-opinions.ts';
import type { Database, Tx } from '#db/transaction.ts';
import type { Difference } from '#lib/domain/drift/comparison.ts';
import { identityKey, type ResourceIdentity } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { compareContents } from '../lifecycle/compare-contents.ts';
import { loadFabricContext } from '../lifecycle/fabric-context.ts';
import { CHUNK_SIZE } from '../lifecycle/perform-plans.ts';

/**
 * Why an opinion is wanted: `decide` while drift is only suspected and the answer could explain all of it away,
 * `explain` once drift is published and people ask what applying Git would do.
 */
export type OpinionPurpose = 'decide' | 'explain';

/** A resource whose two sides nobody asked the API server about. */
export interface OpinionWanted {
  identity: ResourceIdentity;
  desiredApiVersion: string;
  pair: OpinionPair;
}

const isUnasked = or(
  isNull(secondOpinions.outcome),
  // Rights are given and taken without a trace in either side.
  and(
    eq(secondOpinions.outcome, 'not_permitted'),
    sql`${secondOpinions.askedAt} < clock_timestamp() - interval '1 hour'`,
  ),
);

const isSuspected = and(isNotNull(resources.proofWanted), isNotNull(resources.suspectSince));
// In all states that can hold it, so that an index finds none in a healthy fabric.
const isDrift = and(
  inArray(resources.state, ['DRIFTED', 'DRAFT', 'PENDING', 'COMMITTED']),
  eq(resources.driftStatus, 'spec_drift'),
);

function findUnasked(
  tx: Pick<Tx, 'select'>,
  fabricId: string,
  scope: SQL | undefined,
): Promise<{ row: ResourceRow; schemaHash: string | null }[]> {
  return tx
    .select({ row: resources, schemaHash: fabricKinds.schemaHash })
    .from(resources)
    .innerJoin(
      fabricKinds,
      and(
        eq(fabricKinds.fabricId, resources.fabricId),
        eq(fabricKinds.group, resources.group),
        eq(fabricKinds.kind, resources.kind),
      ),
    )
    .leftJoin(
      secondOpinions,
      and(
        eq(secondOpinions.fabricId, resources.fabricId),
        eq(secondOpinions.desiredHash, resources.desiredHash),
        eq(secondOpinions.actualHash, resources.actualHash),
        eq(secondOpinions.schemaHash, sql`coalesce(${fabricKinds.schemaHash}, '')`),
      ),
    )
    .where(
      and(
        eq(resources.fabricId, fabricId),
        isNull(resources.removedAt),
        isNotNull(resources.desiredHash),
        isNotNull(resources.actualHash),
        scope,
        isUnasked,
      ),
    )
    .orderBy(sql`${resources.driftOnset} asc nulls last`, asc(resources.id))
    .limit(CHUNK_SIZE);
}

/** Only what nobody owns and only the cluster has can be explained by the server. */
const couldBeExplained = ({ class: cause, op, writer }: Difference) =>
  cause === 'real' && op === 'only_in_cluster' && writer === undefined;

async function decidable(tx: Tx, fabricId: string, rows: readonly ResourceRow[]): Promise<Set<string>> {
  const context = await loadFabricContext(tx, fabricId, null);
  const facts = rows.map(factsFromRow);
  const compared = await compareContents(tx, context, facts, new Map(), await databaseNow(tx));
  const found = [...compared].filter(([, { differences }]) => differences?.some(couldBeExplained));
  return new Set(found.map(([key]) => key));
}

/** The resources that an opinion is wanted about and not stored for, the oldest drift first; a bounded number of them. */
export async function findOpinionsWanted(
  db: Database,
  fabricId: string,
  purpose: OpinionPurpose,
): Promise<OpinionWanted[]> {
  return db.transaction(async (tx) => {
    const found = await findUnasked(tx, fabricId, purpose === 'decide' ? isSuspected : isDrift);
    if (found.length === 0) return [];
    const rows = found.map(({ row }) => row);
    const chosen = purpose === 'decide' ? await decidable(tx, fabricId, rows) : null;
    return found.flatMap(({ row, schemaHash }) => {
      const { group, kind, namespace, name, desiredHash, actualHash, desiredApiVersion } = row;
      const identity = { group, kind, namespace, name };
      if (desiredHash === null || actualHash === null) return [];
      if (chosen !== null && !chosen.has(identityKey(identity))) return [];
      const pair = { desiredHash, actualHash, schemaHash: schemaHash ?? '' };
      return [{ identity, desiredApiVersion: desiredApiVersion ?? '', pair }];
    });
  });
}
