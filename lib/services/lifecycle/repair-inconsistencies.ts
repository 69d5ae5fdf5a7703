import { findOpenAlerts } from '#db/queries/alerts.ts';
import { findMissingDocuments } from '#db/queries/documents.ts';
import { pageOfResources } from '#db/queries/resources.ts';
import type { Database, Tx } from '#db/transaction.ts';
import type { ResourceIdentity } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { identityKey } from '#lib/domain/hedgehog/kubernetes-object.ts';
import type { Inconsistency } from '#lib/domain/lifecycle/consistency.ts';
import {
  factsToRepairFrom,
  findInconsistencies,
  forgetComparison,
  isReread,
} from '#lib/domain/lifecycle/consistency.ts';
import type { ResourceFacts } from '#lib/domain/lifecycle/facts.ts';
import type { ResourceState } from '#lib/domain/lifecycle/states.ts';
import { requestSync } from '../fabric/request-checks.ts';
import type { FabricContext } from './fabric-context.ts';
import { loadFabricContext } from './fabric-context.ts';
import type { Actor, Outcome } from './perform-plans.ts';
import { CHUNK_SIZE, performPlans } from './perform-plans.ts';

/** What became of a finding: `waiting` for a reading that was asked for, `remains` for its owner. */
export type FindingOutcome = 'found' | 'repaired' | 'waiting' | 'remains';

/** One finding of one resource; the state is the one it had when it was found. */
export interface CheckedFinding extends Inconsistency {
  identity: ResourceIdentity;
  state: ResourceState | null;
  outcome: FindingOutcome;
}

export interface ConsistencyReport {
  checked: number;
  findings: CheckedFinding[];
}

interface Judged {
  identity: ResourceIdentity;
  facts: ResourceFacts;
  found: Inconsistency[];
}

const CHECK: Actor = { kind: 'system', name: 'consistency-check' };

/**
 * Looks at every record of a fabric for what does not fit together (lifecycle.md §5), comparing anew whatever was
 * compared before. With `repair`, what can be mended is, each chunk in the transaction that found it; where a side
 * must be read again, the worker is asked to. @throws AppError not_found
 */
export async function repairInconsistencies(
  db: Database,
  fabricId: string,
  { repair }: { repair: boolean },
): Promise<ConsistencyReport> {
  const report: ConsistencyReport = { checked: 0, findings: [] };
  for (let after: number | undefined = 0; after !== undefined; ) {
    const from: number = after;
    const { rows, findings } = await db.transaction(async (tx) => {
      const context = await loadFabricContext(tx, fabricId, null);
      const rows = await pageOfResources(tx, fabricId, from, CHUNK_SIZE);
      const identities = rows.map(({ id: _, ...identity }) => identity);
      return { rows, findings: await checkChunk(tx, context, identities, repair) };
    });
    report.checked += rows.length;
    report.findings.push(...findings);
    after = rows.at(-1)?.id;
  }
  if (report.findings.some(({ outcome }) => outcome === 'waiting')) await requestSync(db, fabricId);
  return report;
}

async function checkChunk(
  tx: Tx,
  context: FabricContext,
  identities: readonly ResourceIdentity[],
  repair: boolean,
): Promise<CheckedFinding[]> {
  const faulty = (await judge(tx, context, identities)).filter(({ found }) => found.length > 0);
  if (!repair) return faulty.flatMap((judged) => told(judged, () => 'found'));
  const outcomes = await performPlans(tx, context, {
    actor: CHECK,
    trigger: 'auto_repair',
    changes: faulty.map(({ identity, found }) => ({
      identity,
      observe: (facts) =>
        factsToRepairFrom(
          facts,
          found.map(({ repair }) => repair),
        ),
    })),
  });
  const waits = new Map(outcomes.map((outcome) => [identityKey(outcome.identity), waitsForReading(outcome)]));
  const after = await judge(
    tx,
    context,
    faulty.map(({ identity }) => identity),
  );
  return faulty.flatMap((before, index) => {
    const left = after[index]?.found ?? [];
    const isWaiting = waits.get(identityKey(before.identity)) ?? false;
    const became = (finding: Inconsistency): FindingOutcome => {
      if (isReread(finding)) return 'waiting';
      if (left.some(({ code }) => code === finding.code)) return 'remains';
      return isWaiting && finding.code.startsWith('synced_') ? 'waiting' : 'repaired';
    };
    const known = new Set(before.found.map(({ code }) => code));
    const fresh = left.filter(({ code }) => !known.has(code));
    return [...told(before, became), ...told({ ...before, found: fresh }, () => 'remains')];
  });
}

/** A suspicion that waits for its confirming reading: until then SYNCED stands, and is no finding. */
function waitsForReading({ conclusion }: Outcome): boolean {
  return conclusion.proofWanted !== null || conclusion.facts.suspectSince !== null;
}

function told(
  { identity, facts, found }: Judged,
  outcome: (finding: Inconsistency) => FindingOutcome,
): CheckedFinding[] {
  return found.map((finding) => ({ ...finding, identity, state: facts.state, outcome: outcome(finding) }));
}

/** What is wrong with each of these records as they stand, in the order given. */
async function judge(
  tx: Tx,
  context: FabricContext,
  identities: readonly ResourceIdentity[],
): Promise<Judged[]> {
  const outcomes = await performPlans(tx, context, {
    actor: CHECK,
    rehearsal: true,
    changes: identities.map((identity) => ({ identity, observe: forgetComparison })),
  });
  const fabricId = context.fabric.id;
  const hashes = outcomes.flatMap(({ before }) => documentsOf(before));
  const missingDocuments = await findMissingDocuments(tx, fabricId, hashes);
  const ids = outcomes.flatMap(({ resourceId }) => resourceId ?? []);
  const alerts = Map.groupBy(await findOpenAlerts(tx, fabricId, ids), ({ resourceId }) => resourceId);
  return outcomes.map(({ identity, before, situation, resourceId }) => {
    const openAlerts = (alerts.get(resourceId) ?? []).map(({ type }) => type);
    const found = findInconsistencies({ ...situation, facts: before }, { openAlerts, missingDocuments });
    return { identity, facts: before, found };
  });
}

function documentsOf({ desired, actual, draft }: ResourceFacts): string[] {
  return [desired?.documentHash, desired?.contentHash, actual?.documentHash, draft?.documentHash].filter(
    (hash) => typeof hash === 'string',
  );
}
