import { userInfo } from 'node:os';
import { getFabricByName } from '#lib/services/fabric/add-fabric.ts';
import { removeFabric } from '#lib/services/fabric/remove-fabric.ts';
import type { Command } from './command.ts';
import { requireFabric } from './commands.ts';

/** Stops looking after a fabric. Git and the cluster are not touched; the history stays in the database. */
export const removeCommand: Command = async ({ db }, { fabric, print }) => {
  const { id, name } = await getFabricByName(db, requireFabric(fabric));
  await removeFabric(db, id, userInfo().username);
  print(`Fabric ${name} removed. Git and the cluster were not touched.`);
};
