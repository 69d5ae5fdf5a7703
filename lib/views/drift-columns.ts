import { sql } from 'drizzle-orm';
import { resources } from '#db/schema/resources.ts';
import { SEVERITIES, type Severity } from '#lib/domain/lifecycle/states.ts';

/** SQL: `shownSeverity` of lib/domain, so that filter and order agree with what a row says. */
export const severityColumn = sql<Severity | null>`case
  when ${resources.driftStatus} is null then ${resources.severity}
  when ${resources.driftOnset} is null then 'none'
  when ${resources.driftStatus} = 'actual_only' then 'high'
  else ${resources.severity} end`;

/** SQL: none and not known are 0, critical is 4. */
export const severityRank = sql`coalesce(array_position(${sql.raw(
  `array['${SEVERITIES.filter((severity) => severity !== 'none').join("','")}']`,
)}, ${severityColumn}), 0)`;

/** SQL: no verdict could be made, or Git's side is the last good one. A draft that neither side knows has nothing to compare. */
export const isUncompared = sql`(${resources.desiredStale} is not null or (${resources.driftStatus} is null
  and not (${resources.state} is not distinct from 'DRAFT' and ${resources.desiredHash} is null and ${resources.actualHash} is null)))`;

/** SQL: it drifts or is an orphan, by a verdict of the present sides. */
export const hasDrift = sql`(${resources.driftOnset} is not null and not ${isUncompared})`;

/** SQL: a difference is one field that really differs, or a whole object that only one side has. */
export const differenceCount = sql<number>`coalesce(sum(greatest(${resources.driftCount}, 1)) filter (where ${hasDrift}), 0)::int`;
