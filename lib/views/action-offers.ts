import type { ActionOffer, ResourceVerb } from '#lib/contract/resource-detail.ts';
import type { FabricStatus } from '#lib/domain/fabric/connection.ts';
import { unmetConditions } from '#lib/domain/lifecycle/plan-transition.ts';
import { explain } from '#lib/domain/lifecycle/refusal.ts';
import type { Situation } from '#lib/domain/lifecycle/situation.ts';
import type { Trigger } from '#lib/domain/lifecycle/states.ts';
import { TRANSITIONS } from '#lib/domain/lifecycle/transitions.ts';

/** What of the fabric itself decides whether anything may be done. */
export interface Place {
  name: string;
  status: FabricStatus;
  sandbox: boolean;
}

const TRIGGERS_OF: Record<ResourceVerb, Trigger> = {
  edit: 'edit',
  commit: 'commit',
  discard: 'discard',
  import: 'import',
  delete: 'edit',
};

const yes = (verb: ResourceVerb): ActionOffer => ({ verb, available: true, reason: null, path: [] });
const no = (verb: ResourceVerb, reason: string, path: ActionOffer['path'] = []): ActionOffer => ({
  verb,
  available: false,
  reason,
  path,
});

function readOnlyReason({ name, status, sandbox }: Place): string | null {
  if (status === 'decommissioned') return `fabric ${name} is decommissioned and read-only`;
  if (sandbox) return null;
  return 'until people can sign in, only the sandbox takes changes; commit to the repository directly';
}

/** A draft that is there is edited and turned into a deletion without a transition: only the draft changes. */
function withDraft(s: Situation, verb: ResourceVerb): ActionOffer | null {
  const { draft, desired } = s.facts;
  if (verb === 'delete') {
    if (desired === null) return no(verb, 'it is not in Git, so there is no document to remove');
    if (draft?.deletes === true) return no(verb, 'the draft deletes it already; commit the draft');
    return draft === null ? null : yes(verb);
  }
  return verb === 'edit' && draft !== null ? yes(verb) : null;
}

function offer(s: Situation, verb: ResourceVerb): ActionOffer {
  const decided = withDraft(s, verb);
  if (decided !== null) return decided;
  const trigger = TRIGGERS_OF[verb];
  const { state } = s.facts;
  const row =
    TRANSITIONS.find(
      ({ by, from, triggers }) =>
        by === 'person' && state !== null && from.includes(state) && triggers.includes(trigger),
    ) ?? null;
  const unmet = row === null ? [] : unmetConditions(s, row.requires);
  if (row !== null && unmet.length === 0) return yes(verb);
  const { why, path } = explain(s, trigger, row, unmet);
  return no(verb, why, path);
}

/** For each thing that a person can do: that it is possible, or why not and the way there. */
export function actionOffers(s: Situation, place: Place, verbs: readonly ResourceVerb[]): ActionOffer[] {
  const readOnly = readOnlyReason(place);
  return verbs.map((verb) => (readOnly === null ? offer(s, verb) : no(verb, readOnly)));
}
