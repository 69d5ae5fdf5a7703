import { type ActionOffer, RESOURCE_VERBS, type ResourceVerb } from '#lib/contract/resource-detail.ts';
import type { FabricStatus } from '#lib/domain/fabric/connection.ts';
import { type Action, availableActions } from '#lib/domain/lifecycle/available-actions.ts';
import { isHeld } from '#lib/domain/lifecycle/breaker.ts';
import type { Situation } from '#lib/domain/lifecycle/situation.ts';

/** What of the fabric itself decides whether anything may be done. */
export interface Place {
  name: string;
  status: FabricStatus;
  sandbox: boolean;
  heldRevision: string | null;
  heldSet: string | null;
  releasedSet: string | null;
}

function readOnlyReason({ name, status, sandbox }: Place): string | null {
  if (status === 'decommissioned') return `fabric ${name} is decommissioned and read-only`;
  if (sandbox) return null;
  return 'until people can sign in, only the sandbox takes changes; commit to the repository directly';
}

/** What writes to the branch would stand on a revision that nobody has confirmed. */
function heldReason(verb: ResourceVerb, place: Place): string | null {
  if ((verb !== 'commit' && verb !== 'import') || !isHeld(place)) return null;
  return `revision ${place.heldRevision?.slice(0, 7)} is held; let it go or revert it first`;
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

const OWNERS_VERBS: readonly ResourceVerb[] = ['edit', 'discard', 'delete'];

/** Another person's draft is not to be touched before it is taken over; null when it is nobody's or one's own. */
function foreignOffer(verb: ResourceVerb, owner: string): ActionOffer | null {
  if (verb === 'take_over') return { verb, available: true, reason: null, path: [] };
  if (!OWNERS_VERBS.includes(verb)) return null;
  return { verb, available: false, reason: `the draft is ${owner}'s; take it over first`, path: [] };
}

/** For each thing that a person can do: that it is possible, or why not and the way there. */
export function actionOffers(s: Situation, place: Place, viewer: string): ActionOffer[] {
  const readOnly = readOnlyReason(place);
  const actions = availableActions(s);
  const owner = s.facts.draft?.owner ?? viewer;
  return RESOURCE_VERBS.flatMap((verb): ActionOffer[] => {
    const action = actions.find((one) => one.verb === verb);
    if (action === undefined && owner === viewer) return [];
    const held = heldReason(verb, place);
    if (readOnly !== null) return [{ verb, available: false, reason: readOnly, path: [] }];
    const foreign = owner === viewer ? null : foreignOffer(verb, owner);
    if (foreign !== null) return [foreign];
    if (action === undefined) return [];
    if (held !== null && action.available) return [{ verb, available: false, reason: held, path: [] }];
    if (action.available || isDraftOnly(action, s))
      return [{ verb, available: true, reason: null, path: [] }];
    return [{ verb, available: false, reason: plainReason(action, s), path: action.path }];
  });
}
