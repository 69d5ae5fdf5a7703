import { and, eq, isNotNull, isNull, min, or } from 'drizzle-orm';
import type { ResourceIdentity } from '../../lib/domain/hedgehog/kubernetes-object.ts';
import type { ProofWanted } from '../../lib/domain/lifecycle/conclude.ts';
import { resources } from '../schema/resources.ts';
import type { Reader } from '../transaction.ts';
import { databaseNow } from './clock.ts';

const live = (fabricId: string) => and(eq(resources.fabricId, fabricId), isNull(resources.removedAt));

/** The resources whose conclusion waits for a reading. */
export async function findProofsWanted(
  tx: Reader,
  fabricId: string,
): Promise<(ResourceIdentity & { proofWanted: ProofWanted | null })[]> {
  return tx
    .select({
      group: resources.group,
      kind: resources.kind,
      namespace: resources.namespace,
      name: resources.name,
      proofWanted: resources.proofWanted,
    })
    .from(resources)
    .where(and(live(fabricId), isNotNull(resources.proofWanted)));
}

/** Milliseconds until time alone could change a conclusion; infinite when it cannot. */
export async function untilNextCheck(tx: Reader, fabricId: string): Promise<number> {
  const [row] = await tx
    .select({ at: min(resources.nextCheckAt) })
    .from(resources)
    .where(live(fabricId));
  if (row?.at == null) return Number.POSITIVE_INFINITY;
  return new Date(row.at).getTime() - (await databaseNow(tx));
}

/** The commits of which a Git sync has to say whether the branch contains them: not yet seen ones, and bases of drafts. */
export async function findJudgedCommits(tx: Reader, fabricId: string): Promise<Set<string>> {
  const rows = await tx
    .select({ desired: resources.desiredCommit, base: resources.draftBaseCommit })
    .from(resources)
    .where(and(live(fabricId), or(isNotNull(resources.unseenCommit), isNotNull(resources.draftBaseCommit))));
  return new Set(rows.flatMap(({ desired, base }) => [desired, base]).filter((commit) => commit !== null));
}
