import { and, asc, eq, isNull } from 'drizzle-orm';
import { hiddenText } from '#components/rule/rule-words.ts';
import { databaseNow } from '#db/queries/clock.ts';
import { findFabric } from '#db/queries/fabrics.ts';
import { resources } from '#db/schema/resources.ts';
import { transitions } from '#db/schema/transitions.ts';
import { isAwaited, shownSeverity } from '#lib/domain/drift/shown-severity.ts';
import { getFabricByName } from '#lib/services/fabric/add-fabric.ts';
import { heldRevisionOf } from '#lib/views/fabric-reading.ts';
import { isStale } from '#lib/views/staleness.ts';
import type { Command } from './command.ts';
import { requireFabric } from './commands.ts';
import { heldLine } from './list.ts';

const iso = (date: Date | null) => date?.toISOString() ?? null;

/** Every resource of a fabric; state null while it is unknown. */
export const resourcesCommand: Command = async ({ db }, { fabric, options, print }) => {
  const { id } = await getFabricByName(db, requireFabric(fabric));
  const { record, rows, now } = await db.transaction(async (tx) => ({
    record: await findFabric(tx, id),
    rows: await tx
      .select()
      .from(resources)
      .where(and(eq(resources.fabricId, id), isNull(resources.removedAt)))
      .orderBy(asc(resources.group), asc(resources.kind), asc(resources.namespace), asc(resources.name)),
    now: await databaseNow(tx),
  }));
  if (record === null) return;
  const held = heldRevisionOf(record.fabric);
  if (held !== null && !options.json) print(heldLine(record.fabric.name, held).trim());
  const kinds = new Map(record.kinds.map((kind) => [`${kind.group}/${kind.kind}`, kind]));
  for (const row of rows) {
    const stale = isStale(row, { ...record, kind: kinds.get(`${row.group}/${row.kind}`) ?? null }, now);
    const { kind, namespace, name, state, driftStatus, driftScore, driftHidden: hidden } = row;
    const verdict = { status: driftStatus, severity: row.severity, onset: row.driftOnset };
    const awaited = isAwaited(verdict);
    const since = iso(row.lastStateChange);
    const reason = row.stateChangeReason;
    if (options.json) {
      print(
        JSON.stringify({
          kind,
          namespace,
          name,
          state,
          driftStatus,
          driftScore,
          severity: shownSeverity(verdict),
          awaited,
          hidden,
          since,
          reason,
          stale,
          keptFrom: held === null ? null : record.fabric.gitRevision,
          held: held?.revision ?? null,
        }),
      );
    } else {
      print(
        `${(state ?? 'unknown').padEnd(10)} ${kind}/${name}  ${reason ?? ''}${hidden > 0 ? `  (${hiddenText(hidden)})` : ''}${held === null ? '' : `  (kept, ${held.revision.slice(0, 7)} is held)`}${awaited ? '  (awaited)' : ''}${stale ? '  (stale)' : ''}`,
      );
    }
  }
};

/** The history of a fabric or of one resource, oldest first; refused attempts included. */
export const historyCommand: Command = async ({ db }, { fabric, options, print }) => {
  const { id } = await getFabricByName(db, requireFabric(fabric));
  const rows = await db
    .select()
    .from(transitions)
    .where(
      and(
        eq(transitions.fabricId, id),
        options.kind === undefined ? undefined : eq(transitions.kind, options.kind),
        options.name === undefined ? undefined : eq(transitions.name, options.name),
      ),
    )
    .orderBy(asc(transitions.at), asc(transitions.id));
  for (const row of rows) {
    const { kind, namespace, name, trigger, reason, actor, refused } = row;
    const entry = { at: iso(row.at), from: row.fromState, to: row.toState, trigger, reason, actor, refused };
    if (options.json) print(JSON.stringify({ ...entry, kind, namespace, name }));
    else
      print(
        `${entry.at}  ${kind}/${name}  ${entry.from ?? '–'} → ${refused ? 'refused' : entry.to}  ${trigger}  ${reason}  (${actor})`,
      );
  }
};
