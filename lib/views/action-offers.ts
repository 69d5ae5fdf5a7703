import { type ActionOffer, RESOURCE_VERBS } from '#lib/contract/resource-detail.ts';
import type { FabricStatus } from '#lib/domain/fabric/connection.ts';
import { type Action, availableActions } from '#lib/domain/lifecycle/available-actions.ts';
import type { Situation } from '#lib/domain/lifecycle/situation.ts';

/** What of the fabric itself decides whether anything may be done. */
export interface Place {
  name: string;
  status: FabricStatus;
  sandbox: boolean;
}

function readOnlyReason({ name, status, sandbox }: Place): string | null {
  if (status === 'decommissioned') return `fabric ${name} is decommissioned and read-only`;
  if (sandbox) return null;
  return 'until people can sign in, only the sandbox takes changes; commit to the repository directly';
}

/** A draft that is there can be typed on and turned into a deletion: no transition, so no row of the table. */
function isDraftOnly({ verb }: Action, { facts: { draft, desired } }: Situation): boolean {
  if (draft === null) return false;
  return verb === 'edit' || (verb === 'delete' && desired !== null && !draft.deletes);
}

/** Plainer than "only from DRAFT": what the verb would have to work on. */
function plainReason({ verb, reason }: Action, { facts: { draft, desired } }: Situation): string | null {
  if (draft === null && (verb === 'commit' || verb === 'discard')) return 'there is no draft';
  if (draft?.deletes === true && verb === 'delete') return 'the draft deletes it already';
  if (desired !== null && verb === 'import') return 'it is in Git already';
  return reason;
}

/** For each thing that a person can do: that it is possible, or why not and the way there. */
export function actionOffers(s: Situation, place: Place): ActionOffer[] {
  const readOnly = readOnlyReason(place);
  const actions = availableActions(s);
  return RESOURCE_VERBS.flatMap((verb): ActionOffer[] => {
    const action = actions.find((one) => one.verb === verb);
    if (action === undefined) return [];
    if (readOnly !== null) return [{ verb, available: false, reason: readOnly, path: [] }];
    if (action.available || isDraftOnly(action, s))
      return [{ verb, available: true, reason: null, path: [] }];
    return [{ verb, available: false, reason: plainReason(action, s), path: action.path }];
  });
}
