import { and, eq, inArray, isNull, or, type SQL, sql } from 'drizzle-orm';
import { resources } from '#db/schema/resources.ts';
import type { ResourceFilter } from '#lib/contract/resource-filter.ts';
import type { ResourceState } from '#lib/domain/lifecycle/states.ts';
import { severityColumn } from './drift-columns.ts';

const literally = (text: string) => text.replaceAll(/[\\%_]/g, (character) => `\\${character}`);

function stateCondition(states: ResourceFilter['states']): SQL | undefined {
  if (states.length === 0) return undefined;
  const known = states.filter((state): state is ResourceState => state !== 'unread');
  return or(
    known.length > 0 ? inArray(resources.state, known) : undefined,
    states.includes('unread') ? isNull(resources.state) : undefined,
  );
}

/** SQL: live resources of the fabric that the filter lets through. */
export function matchesFilter(fabricId: string, filter: ResourceFilter): SQL | undefined {
  const { kinds, severities, writers, owners, text } = filter;
  const pattern = `%${literally(text)}%`;
  return and(
    eq(resources.fabricId, fabricId),
    isNull(resources.removedAt),
    stateCondition(filter.states),
    kinds.length > 0 ? inArray(resources.kind, kinds) : undefined,
    severities.length > 0 ? inArray(severityColumn, severities) : undefined,
    writers.length > 0 ? inArray(resources.driftWriter, writers) : undefined,
    owners.length > 0 ? inArray(resources.draftOwner, owners) : undefined,
    text === ''
      ? undefined
      : sql`(${resources.name} ilike ${pattern} or ${resources.kind} || '/' || ${resources.name} ilike ${pattern})`,
  );
}
