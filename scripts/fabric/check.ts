import { AppError } from '#lib/errors.ts';
import { getFabricByName } from '#lib/services/fabric/add-fabric.ts';
import type { CheckedFinding } from '#lib/services/lifecycle/repair-inconsistencies.ts';
import { repairInconsistencies } from '#lib/services/lifecycle/repair-inconsistencies.ts';
import type { Command, CommandCall } from './command.ts';
import { requireFabric } from './commands.ts';
import { syncAndWait, timeoutOf } from './sync.ts';

const WORDS = { found: '', repaired: 'repaired', waiting: 'read again', remains: 'remains' } as const;

function show(findings: readonly CheckedFinding[], { options, print }: CommandCall): void {
  for (const { identity, state, code, explanation, repair, outcome } of findings) {
    const { kind, namespace, name } = identity;
    if (options.json) {
      print(JSON.stringify({ kind, namespace, name, state, code, explanation, repair, outcome }));
      continue;
    }
    const word = WORDS[outcome] === '' ? '' : `  (${WORDS[outcome]})`;
    print(`${code}  ${kind}/${name}: ${explanation}${word}`);
  }
}

/**
 * Tells what does not fit together in the records of a fabric, and with --repair mends what can be. What needs a reading
 * is read and looked at once more. @throws AppError refused when something is left
 */
export const checkCommand: Command = async (database, call) => {
  const { fabric, options, host, print } = call;
  const { id, name } = await getFabricByName(database.db, requireFabric(fabric));
  const { checked, findings } = await repairInconsistencies(database.db, id, {
    repair: options.repair === true,
  });
  show(findings, call);
  let left = findings.filter(({ outcome }) => outcome !== 'repaired');
  if (left.some(({ outcome }) => outcome === 'waiting')) {
    await syncAndWait(database, { id, name, host, timeoutMs: timeoutOf(options) });
    left = (await repairInconsistencies(database.db, id, { repair: false })).findings;
    show(
      left.map((finding) => ({ ...finding, outcome: 'remains' })),
      call,
    );
  }
  if (left.length > 0) {
    const hint = options.repair ? 'Their owners must mend them.' : 'Mend what can be with --repair.';
    const count = `${left.length} finding${left.length === 1 ? '' : 's'}`;
    throw new AppError('refused', `Fabric ${name}: ${count} in ${checked} records. ${hint}`);
  }
  if (!options.json) print(`Fabric ${name}: ${checked} records, nothing left to repair.`);
};
