import { and, desc, eq, inArray, ne, type SQL, sql } from 'drizzle-orm';
import { fabrics } from '#db/schema/fabrics.ts';
import { resources } from '#db/schema/resources.ts';
import { transitions } from '#db/schema/transitions.ts';
import type { Tx } from '#db/transaction.ts';
import type { ResourcePath } from '#lib/contract/paths.ts';
import type { TimelineEntry, TimelinePage } from '#lib/contract/timeline.ts';
import type { TimelineFilter } from '#lib/contract/timeline-filter.ts';
import { AppError } from '#lib/errors.ts';

const PAGE_SIZE = 50;

function contextOf(context: string | null): Pick<TimelineEntry, 'commit' | 'byRule'> {
  const known: { commit?: unknown; rules?: unknown } = context === null ? {} : JSON.parse(context);
  return {
    commit: typeof known.commit === 'string' ? known.commit : null,
    byRule: Array.isArray(known.rules),
  };
}

async function entries(tx: Tx, condition: SQL | undefined, limit: number): Promise<TimelineEntry[]> {
  const rows = await tx
    .select({ entry: transitions, fabric: fabrics.name })
    .from(transitions)
    .innerJoin(fabrics, eq(fabrics.id, transitions.fabricId))
    .where(condition)
    .orderBy(desc(transitions.at), desc(transitions.id))
    .limit(limit);
  return rows.map(({ entry, fabric }) => ({
    id: entry.id,
    at: entry.at.toISOString(),
    group: entry.group,
    kind: entry.kind,
    namespace: entry.namespace,
    name: entry.name,
    fabric,
    from: entry.fromState,
    to: entry.toState,
    trigger: entry.trigger,
    reason: entry.reason,
    actorKind: entry.actorKind,
    actor: entry.actor,
    refused: entry.refused,
    ...contextOf(entry.context),
    lastedMs: entry.lastedMs,
    hasDifferences: entry.desiredHash !== null && entry.actualHash !== null,
  }));
}

/** The latest transitions across all fabrics. */
export function latestTransitions(tx: Tx, limit: number): Promise<TimelineEntry[]> {
  return entries(tx, eq(transitions.refused, false), limit);
}

/** The history of a resource, of its earlier records too, newest first. `after` is where the page before ended. */
export async function timeline(
  tx: Tx,
  fabricId: string,
  { group, kind, namespace, name }: ResourcePath,
  after: string,
  filter: TimelineFilter = 'all',
): Promise<TimelinePage> {
  const records = await tx
    .select({ id: resources.id })
    .from(resources)
    .where(
      and(
        eq(resources.fabricId, fabricId),
        eq(resources.group, group),
        eq(resources.kind, kind),
        eq(resources.namespace, namespace),
        eq(resources.name, name),
      ),
    );
  if (records.length === 0) return { entries: [], next: null };
  const ids = records.map(({ id }) => id);
  const found = await entries(
    tx,
    and(
      eq(transitions.fabricId, fabricId),
      inArray(transitions.resourceId, ids),
      passes(filter),
      isBefore(after),
    ),
    PAGE_SIZE + 1,
  );
  const page = found.slice(0, PAGE_SIZE);
  const last = found.length > PAGE_SIZE ? page.at(-1) : undefined;
  return { entries: page, next: last === undefined ? null : `${last.at}~${last.id}` };
}

function passes(filter: TimelineFilter): SQL | undefined {
  if (filter === 'refused') return eq(transitions.refused, true);
  return filter === 'people' ? ne(transitions.actorKind, 'system') : undefined;
}

function isBefore(after: string): SQL | undefined {
  if (after === '') return undefined;
  const [at = '', id = ''] = after.split('~');
  if (Number.isNaN(Date.parse(at)) || !/^\d{1,15}$/.test(id)) {
    throw new AppError(
      'invalid_input',
      'The page key "after" is not one of ours. Ask for the first page again.',
    );
  }
  return sql`(${transitions.at}, ${transitions.id}) < (${at}::timestamptz, ${id}::bigint)`;
}
