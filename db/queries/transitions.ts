import { transitions } from '../schema/transitions.ts';
import type { Tx } from '../transaction.ts';
import { bulkInsert } from './bulk.ts';

export type NewTransitionRow = typeof transitions.$inferInsert;

/** Appends history rows in the order given. */
export async function appendTransitions(tx: Tx, rows: readonly NewTransitionRow[]): Promise<void> {
  await bulkInsert(
    tx,
    transitions,
    [
      'fabricId',
      'at',
      'resourceId',
      'group',
      'kind',
      'namespace',
      'name',
      'fromState',
      'toState',
      'trigger',
      'reason',
      'actorKind',
      'actor',
      'refused',
      'context',
      'desiredHash',
      'actualHash',
      'lastedMs',
    ],
    rows,
  );
}
