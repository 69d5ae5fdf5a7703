import type { DriftSpellInsert, DriftSpellRow } from '#db/queries/drift-spells.ts';
import { findOpenSpells, insertSpells, updateSpells } from '#db/queries/drift-spells.ts';
import type { Tx } from '#db/transaction.ts';
import { shownSeverity } from '#lib/domain/drift/shown-severity.ts';
import type { DriftFacts, Instant } from '#lib/domain/lifecycle/facts.ts';
import { SEVERITIES } from '#lib/domain/lifecycle/states.ts';
import { endedBy } from './ended-by.ts';
import type { FabricContext } from './fabric-context.ts';
import type { Outcome } from './perform-plans.ts';
import type { Written } from './write-resources.ts';

type Extent = Pick<DriftSpellRow, 'status' | 'severity' | 'score' | 'count' | 'first' | 'writer'>;

/** The drift that has begun and stands; null where nothing drifts. */
function standing({ facts, conclusion }: Outcome): (DriftFacts & { onset: Instant }) | null {
  const { drift } = facts;
  if (drift === null || drift.onset === null || conclusion.removed) return null;
  return { ...drift, onset: drift.onset };
}

const extentOf = ({ status, severity, onset, score, realCount, first, writer }: DriftFacts): Extent => ({
  status,
  severity: shownSeverity({ status, severity, onset }) ?? severity,
  score,
  count: realCount,
  first,
  writer,
});

function isWorse(a: Extent, b: Extent): boolean {
  const [left, right] = [a, b].map((one) => [SEVERITIES.indexOf(one.severity), one.score, one.count]);
  const index = left?.findIndex((value, place) => value !== right?.[place]) ?? -1;
  return index !== -1 && (left?.[index] ?? 0) > (right?.[index] ?? 0);
}

const hashesOf = ({ desired, actual }: Outcome['facts']) => ({
  desiredHash: desired?.contentHash ?? null,
  actualHash: actual?.documentHash ?? null,
});

const isSame = (a: DriftSpellRow, b: DriftSpellRow) =>
  (Object.keys(a) as (keyof DriftSpellRow)[]).every((key) => a[key] === b[key]);

/** Opens a spell where drift begins, keeps the worst it comes to, and ends it where drift ends or the record goes. */
export async function recordDriftSpells(
  tx: Tx,
  { fabric }: FabricContext,
  written: readonly Written[],
  now: Instant,
): Promise<void> {
  const concerned = written.filter(
    ({ outcome, changed }) =>
      changed && ((outcome.before.drift?.onset ?? null) !== null || standing(outcome) !== null),
  );
  if (concerned.length === 0) return;
  const open = await findOpenSpells(
    tx,
    fabric.id,
    concerned.map(({ id }) => id),
  );
  const begun: DriftSpellInsert[] = [];
  const moved: DriftSpellRow[] = [];
  for (const { id, outcome } of concerned) {
    const drift = standing(outcome);
    const spell = open.get(id);
    const lasts = drift !== null && spell?.onset.getTime() === drift.onset;
    if (spell !== undefined && !lasts)
      moved.push({ ...spell, endedAt: new Date(now), endedBy: endedBy(outcome) });
    if (drift === null) continue;
    const extent = extentOf(drift);
    if (spell === undefined || !lasts) {
      const onset = new Date(drift.onset);
      begun.push({ fabricId: fabric.id, resourceId: id, onset, ...extent, ...hashesOf(outcome.facts) });
      continue;
    }
    const grown = { ...spell, ...(isWorse(extent, spell) ? extent : {}), ...hashesOf(outcome.facts) };
    if (!isSame(spell, grown)) moved.push(grown);
  }
  // The ends first: a resource has at most one spell that lasts.
  await updateSpells(tx, moved);
  await insertSpells(tx, begun);
}
