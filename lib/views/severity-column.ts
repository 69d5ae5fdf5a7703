import { sql } from 'drizzle-orm';
import { resources } from '#db/schema/resources.ts';
import { SEVERITY_BY_STATUS } from '#lib/contract/shown-severity.ts';
import { SEVERITIES, type Severity } from '#lib/domain/lifecycle/states.ts';

const cases = Object.entries(SEVERITY_BY_STATUS).map(
  ([status, severity]) => `when '${status}' then '${severity}'`,
);

/** SQL: the severity to show, so that filter and order agree with what a row says. */
export const severityColumn = sql<Severity | null>`case ${resources.driftStatus} ${sql.raw(cases.join(' '))} else ${resources.severity} end`;

/** SQL: none and not known are 0, critical is 4. */
export const severityRank = sql`coalesce(array_position(${sql.raw(
  `array['${SEVERITIES.filter((severity) => severity !== 'none').join("','")}']`,
)}, ${severityColumn}), 0)`;
