import { asc, eq, isNull } from 'drizzle-orm';
import { fabrics } from '#db/schema/fabrics.ts';
import { repositories } from '#db/schema/repositories.ts';
import type { HeldRevision } from '#lib/contract/readings.ts';
import { heldReasonText } from '#lib/domain/lifecycle/breaker.ts';
import { heldRevisionOf } from '#lib/views/fabric-reading.ts';
import type { Command } from './command.ts';

/** What is held of a fabric and what can be done about it. */
export function heldLine(name: string, held: HeldRevision): string {
  const what = `  ${held.revision.slice(0, 7)} is held since ${held.since}: ${heldReasonText(held)}.`;
  return held.releasedBy === null
    ? `${what} Let them go with: npm run fabric -- release ${name} --set ${held.set}`
    : `${what} Let go by ${held.releasedBy}.`;
}

/** Every fabric with what it is read from and how that goes. */
export const listCommand: Command = async ({ db }, { options, print }) => {
  const found = await db
    .select({
      name: fabrics.name,
      status: fabrics.status,
      git: repositories.url,
      branch: fabrics.branch,
      directory: fabrics.directory,
      repository: repositories.connection,
      revision: fabrics.gitRevision,
      readAt: fabrics.gitReadAt,
      gitError: fabrics.gitError,
      cluster: fabrics.clusterConnection,
      clusterError: fabrics.clusterError,
      fabric: fabrics,
    })
    .from(fabrics)
    .innerJoin(repositories, eq(repositories.id, fabrics.repositoryId))
    .where(isNull(fabrics.removedAt))
    .orderBy(asc(fabrics.name));
  const rows = found.map(({ fabric, ...row }) => ({ ...row, held: heldRevisionOf(fabric) }));
  for (const row of rows) {
    if (options.json) {
      print(JSON.stringify(row));
      continue;
    }
    const git = row.gitError ?? `${row.branch}@${row.revision?.slice(0, 7) ?? 'not read yet'}`;
    print(
      `${row.name}  ${row.status}  git ${row.repository}: ${git}  cluster ${row.cluster}${row.clusterError ? `: ${row.clusterError}` : ''}`,
    );
    if (row.held !== null) print(heldLine(row.name, row.held));
  }
  if (rows.length === 0 && !options.json) print('No fabrics yet. Add one with: npm run fabric -- add …');
};
