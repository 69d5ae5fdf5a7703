import type { FabricKindRow, FabricRecord } from '#db/queries/fabrics.ts';
import type { Comparison } from '#lib/domain/drift/comparison.ts';
import { summarise } from '#lib/domain/drift/summarise.ts';
import { isSystemOwned } from '#lib/domain/hedgehog/system-owned.ts';
import type { ResourceFacts } from '#lib/domain/lifecycle/facts.ts';
import type { Situation } from '#lib/domain/lifecycle/situation.ts';

/** What a decision about the resource would be made from now. */
export function situationOf(
  facts: ResourceFacts,
  { fabric, repository }: FabricRecord,
  kind: FabricKindRow | null,
  comparison: Comparison | null,
  now: number,
): Situation {
  const listed = kind !== null && kind.listedEpoch === fabric.clusterEpoch;
  return {
    facts,
    git: {
      connected: repository.connection === 'connected',
      complete: fabric.gitReadAt !== null,
      revision: fabric.gitRevision,
      readAt: fabric.gitReadAt?.getTime() ?? null,
    },
    cluster: {
      complete: listed,
      readAt: listed ? (kind.listedAt?.getTime() ?? null) : null,
      observedThrough: listed ? (kind.observedThrough?.getTime() ?? null) : null,
    },
    comparison: comparison === null ? null : summarise(facts.drift?.key ?? '', comparison),
    systemOwned: facts.actual?.systemOwned ?? isSystemOwned(facts.identity),
    draftGuard: { checkErrors: 0, approvalsMissing: 0 },
    graceMs: fabric.graceSeconds * 1000,
    now,
  };
}
