import { userInfo } from 'node:os';
import { heldReasonText } from '#lib/domain/lifecycle/breaker.ts';
import { AppError } from '#lib/errors.ts';
import { getFabricByName } from '#lib/services/fabric/add-fabric.ts';
import { releaseRevision } from '#lib/services/fabric/release-revision.ts';
import { heldRevisionOf } from '#lib/views/fabric-reading.ts';
import type { Command } from './command.ts';
import { requireFabric } from './commands.ts';

/**
 * Confirms what the held revision would take away: exactly the set that is named.
 * @throws AppError conflict when nothing, or another set, is held; refused without the set's name
 */
export const releaseCommand: Command = async ({ db }, { fabric, options, print }) => {
  const row = await getFabricByName(db, requireFabric(fabric));
  const held = heldRevisionOf(row);
  if (held === null) throw new AppError('conflict', `No revision of fabric ${row.name} is held.`);
  if (options.set === undefined) {
    throw new AppError(
      'refused',
      `Nothing is let go without its name: ${held.revision.slice(0, 7)} is held because ${heldReasonText(held)}. If that is meant, repeat with --set ${held.set}`,
    );
  }
  await releaseRevision(db, { kind: 'person', name: userInfo().username }, row.id, options.set);
  const { revision, set, removed } = held;
  if (options.json) print(JSON.stringify({ revision, set, removed, released: true }));
  else
    print(
      `Fabric ${row.name}: ${revision.slice(0, 7)} is let go, though ${heldReasonText(held)}. The next Git sync takes it on.`,
    );
};
