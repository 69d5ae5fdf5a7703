import { bulkInsert, bulkUpdate } from '#db/queries/bulk.ts';
import type { FactColumns } from '#db/queries/resource-row.ts';
import { rowFromFacts } from '#db/queries/resource-row.ts';
import type { ResourceRow } from '#db/queries/resources.ts';
import { findRemovedIds } from '#db/queries/resources.ts';
import { resources } from '#db/schema/resources.ts';
import type { Tx } from '#db/transaction.ts';
import { identityKey } from '#lib/domain/hedgehog/kubernetes-object.ts';
import type { Instant } from '#lib/domain/lifecycle/facts.ts';
import { blankFacts } from '#lib/domain/lifecycle/facts.ts';
import { AppError } from '#lib/errors.ts';
import type { Outcome } from './perform-plans.ts';

/** Nothing to keep: no side, no draft, or only an object that the fabric itself owns. */
function isNothing({ facts, plans, situation }: Outcome): boolean {
  if (plans.length > 0 || facts.desired !== null || facts.draft !== null) return false;
  return facts.actual === null || situation.systemOwned;
}

/** An outcome that left a trace: its row changed, or it was refused. */
export interface Written {
  outcome: Outcome;
  id: number;
  changed: boolean;
}

const FACT_KEYS = Object.keys(
  rowFromFacts(blankFacts({ group: '', kind: '', namespace: '', name: '' }), null, null),
) as (keyof FactColumns)[];

function changedKeys(row: ResourceRow, columns: FactColumns): (keyof FactColumns)[] {
  return FACT_KEYS.filter((key) => {
    const [a, b] = [row[key], columns[key]];
    return a instanceof Date && b instanceof Date ? a.getTime() !== b.getTime() : a !== b;
  });
}

/**
 * Writes the rows that changed, by one UPDATE and one INSERT. `rows` are the locked rows by position, null where there
 * was none. @throws AppError conflict when a row came or changed meanwhile
 */
export async function writeResources(
  tx: Tx,
  fabricId: string,
  rows: readonly (ResourceRow | null)[],
  outcomes: readonly Outcome[],
  now: Instant,
): Promise<Written[]> {
  const updates: (FactColumns & { fabricId: string; id: number; version: number; removedAt: Date | null })[] =
    [];
  const inserts: { outcome: Outcome; columns: FactColumns }[] = [];
  const written: Written[] = [];
  const touched = new Set<keyof FactColumns>();
  for (const [index, outcome] of outcomes.entries()) {
    const row = rows[index] ?? null;
    const { facts, proofWanted, nextCheckAt, removed } = outcome.conclusion;
    const columns = rowFromFacts(facts, proofWanted, nextCheckAt);
    if (row === null) {
      if (!isNothing(outcome)) inserts.push({ outcome, columns });
      continue;
    }
    const keys = changedKeys(row, columns);
    for (const key of keys) touched.add(key);
    const changed = removed || keys.length > 0;
    if (changed)
      updates.push({
        ...columns,
        fabricId,
        id: row.id,
        version: row.version + 1,
        removedAt: removed ? new Date(now) : null,
      });
    if (changed || outcome.refusal !== null) written.push({ outcome, id: row.id, changed });
  }
  const updated = await bulkUpdate(
    tx,
    resources,
    ['fabricId', 'id'],
    ['version', 'removedAt', ...touched],
    updates,
  );
  if (updated !== updates.length)
    throw new AppError('conflict', 'Resources changed while they were written. Repeat.');
  return [...written, ...(await insert(tx, fabricId, inserts))];
}

async function insert(
  tx: Tx,
  fabricId: string,
  inserts: readonly { outcome: Outcome; columns: FactColumns }[],
): Promise<Written[]> {
  if (inserts.length === 0) return [];
  const removed = await findRemovedIds(
    tx,
    fabricId,
    inserts.map(({ outcome }) => outcome.identity),
  );
  const previous = new Map(removed.map(({ identity, id }) => [identityKey(identity), id]));
  const rows = inserts.map(({ outcome, columns }) => ({
    ...columns,
    fabricId,
    previousId: previous.get(identityKey(outcome.identity)) ?? null,
  }));
  const inserted = await bulkInsert(tx, resources, ['fabricId', 'previousId', ...FACT_KEYS], rows, [
    resources.id,
    resources.group,
    resources.kind,
    resources.namespace,
    resources.name,
  ]);
  if (inserted.length !== inserts.length)
    throw new AppError('conflict', 'A resource came while it was written. Repeat.');
  const ids = new Map(
    inserted.map(({ id, group, kind, namespace, name }) => {
      const identity = {
        group: String(group),
        kind: String(kind),
        namespace: String(namespace),
        name: String(name),
      };
      return [identityKey(identity), Number(id)];
    }),
  );
  return inserts.map(({ outcome }) => {
    const id = ids.get(identityKey(outcome.identity)) ?? 0;
    outcome.resourceId = id;
    return { outcome, id, changed: true };
  });
}
