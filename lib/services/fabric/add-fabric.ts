import { and, eq, isNull } from 'drizzle-orm';
import { z } from 'zod';
import { fabrics } from '#db/schema/fabrics.ts';
import { repositories } from '#db/schema/repositories.ts';
import type { Database, Tx } from '#db/transaction.ts';
import { AppError } from '#lib/errors.ts';
import { normaliseDirectory } from '#lib/repository-path.ts';

/** What a fabric is made from; credentials come sealed. */
export const NewFabric = z.object({
  name: z
    .string()
    .regex(
      /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/,
      'must be lower-case letters, digits and dashes, at most 63',
    ),
  url: z.string().min(1, 'must not be empty'),
  branch: z.string().min(1, 'must not be empty'),
  directory: z.string().default(''),
  username: z.string().nullable().default(null),
  sealedPassword: z.string().nullable().default(null),
  gitIntervalSeconds: z.number().int().min(1, 'must be at least one second').max(86_400).default(30),
  graceSeconds: z.number().int().min(0).max(86_400).default(300),
  sealedKubeconfig: z.string(),
  /** What tells this cluster from others, as its connection test found it. */
  clusterIdentity: z.string(),
  sandbox: z.boolean().default(false),
});
export type NewFabric = z.input<typeof NewFabric>;

function isNested(a: string, b: string): boolean {
  return a === b || a === '' || b === '' || a.startsWith(`${b}/`) || b.startsWith(`${a}/`);
}

/**
 * Adds a fabric whose connections were tested. Refused when the name is taken, another fabric has the same cluster,
 * or the same or a nested directory of the same branch (lifecycle.md §9).
 * @throws AppError invalid_input, conflict
 */
export async function addFabric(db: Database, input: NewFabric): Promise<{ id: string }> {
  const parsed = NewFabric.safeParse(input);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new AppError('invalid_input', `The fabric's ${issue?.path.join('.')} ${issue?.message}.`);
  }
  const fabric = { ...parsed.data, directory: normaliseDirectory(parsed.data.directory) };
  return db.transaction(async (tx) => {
    const repositoryId = await takeRepository(tx, fabric);
    await refuseOverlap(tx, fabric, repositoryId);
    const [row] = await tx
      .insert(fabrics)
      .values({
        name: fabric.name,
        repositoryId,
        branch: fabric.branch,
        directory: fabric.directory,
        gitIntervalSeconds: fabric.gitIntervalSeconds,
        graceSeconds: fabric.graceSeconds,
        sealedKubeconfig: fabric.sealedKubeconfig,
        clusterIdentity: fabric.clusterIdentity,
        sandbox: fabric.sandbox,
      })
      .returning({ id: fabrics.id });
    if (row === undefined) throw new AppError('internal', 'The fabric was not written.');
    return row;
  });
}

async function takeRepository(tx: Tx, fabric: z.output<typeof NewFabric>): Promise<string> {
  const { url, username, sealedPassword } = fabric;
  const values = { url, username, sealedPassword, connection: 'connected' as const, connectionError: null };
  const [row] = await tx
    .insert(repositories)
    .values(values)
    .onConflictDoUpdate({ target: repositories.url, set: values })
    .returning({ id: repositories.id });
  if (row === undefined) throw new AppError('internal', 'The repository was not written.');
  return row.id;
}

async function refuseOverlap(
  tx: Tx,
  fabric: z.output<typeof NewFabric>,
  repositoryId: string,
): Promise<void> {
  // One at a time: two fabrics added at once must not both find the place free.
  const live = await tx.select().from(fabrics).where(isNull(fabrics.removedAt)).for('update');
  for (const other of live) {
    if (other.name === fabric.name) {
      throw new AppError(
        'conflict',
        `There is a fabric ${fabric.name} already. Choose another name, or remove it first.`,
      );
    }
    if (other.clusterIdentity === fabric.clusterIdentity) {
      throw new AppError(
        'conflict',
        `Fabric ${other.name} has the same cluster. A cluster belongs to one fabric.`,
      );
    }
    const sameBranch = other.repositoryId === repositoryId && other.branch === fabric.branch;
    if (sameBranch && isNested(other.directory, fabric.directory)) {
      throw new AppError(
        'conflict',
        `Fabric ${other.name} reads directory "${other.directory || '.'}" of the same branch. Choose a directory that is neither inside nor around it.`,
      );
    }
  }
}

/** The live fabric of this name. @throws AppError not_found */
export async function getFabricByName(db: Database, name: string): Promise<typeof fabrics.$inferSelect> {
  const [row] = await db
    .select()
    .from(fabrics)
    .where(and(eq(fabrics.name, name), isNull(fabrics.removedAt)));
  if (row === undefined)
    throw new AppError('not_found', `There is no fabric ${name}. List the fabrics to see which there are.`);
  return row;
}
