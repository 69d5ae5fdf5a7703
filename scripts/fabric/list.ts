import { asc, eq, isNull } from 'drizzle-orm';
import { fabrics } from '#db/schema/fabrics.ts';
import { repositories } from '#db/schema/repositories.ts';
import type { Command } from './command.ts';

/** Every fabric with what it is read from and how that goes. */
export const listCommand: Command = async ({ db }, { options, print }) => {
  const rows = await db
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
    })
    .from(fabrics)
    .innerJoin(repositories, eq(repositories.id, fabrics.repositoryId))
    .where(isNull(fabrics.removedAt))
    .orderBy(asc(fabrics.name));
  for (const row of rows) {
    if (options.json) {
      print(JSON.stringify(row));
      continue;
    }
    const git = row.gitError ?? `${row.branch}@${row.revision?.slice(0, 7) ?? 'not read yet'}`;
    print(
      `${row.name}  ${row.status}  git ${row.repository}: ${git}  cluster ${row.cluster}${row.clusterError ? `: ${row.clusterError}` : ''}`,
    );
  }
  if (rows.length === 0 && !options.json) print('No fabrics yet. Add one with: npm run fabric -- add …');
};
