import type { ActionOffer, ResourceVerb } from '#lib/contract/resource-detail.ts';
import type { FabricStatus } from '#lib/domain/fabric/connection.ts';
import type { ConditionName } from '#lib/domain/lifecycle/conditions.ts';
import { unmetConditions } from '#lib/domain/lifecycle/plan-transition.ts';
import { explain } from '#lib/domain/lifecycle/refusal.ts';
import type { Situation } from '#lib/domain/lifecycle/situation.ts';
import type { Trigger } from '#lib/domain/lifecycle/states.ts';
import { TRANSITIONS, type Transition } from '#lib/domain/lifecycle/transitions.ts';

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

const EDIT = { trigger: 'edit', to: 'DRAFT' } as const;
const COMMIT = { trigger: 'commit', to: 'COMMITTED' } as const;

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

/** What is told plainer than by the table: drafts that are there, and verbs that have nothing to work on. */
function decidedByFacts({ facts: { draft, desired } }: Situation, verb: ResourceVerb): ActionOffer | null {
  switch (verb) {
    case 'edit':
      return draft === null ? null : yes(verb);
    case 'delete':
      if (desired === null) return no(verb, 'it is not in Git, so there is no document to remove');
      if (draft?.deletes === true) return no(verb, 'the draft deletes it already', [COMMIT]);
      return draft === null ? null : yes(verb);
    case 'commit':
      return draft === null ? no(verb, 'there is no draft', [EDIT, COMMIT]) : null;
    case 'discard':
      return draft === null ? no(verb, 'there is no draft') : null;
    case 'import':
      return desired === null ? null : no(verb, 'it is in Git already');
    default:
      return verb satisfies never;
  }
}

/** What a person brings along cannot be missing before they were asked for it. */
function isStillToBring(row: Transition, name: ConditionName): boolean {
  return row.needs === 'draft' && name.startsWith('draft_');
}

function offer(s: Situation, verb: ResourceVerb): ActionOffer {
  const decided = decidedByFacts(s, verb);
  if (decided !== null) return decided;
  const trigger = TRIGGERS_OF[verb];
  const { state } = s.facts;
  const row =
    TRANSITIONS.find(
      ({ by, from, triggers }) =>
        by === 'person' && state !== null && from.includes(state) && triggers.includes(trigger),
    ) ?? null;
  const unmet =
    row === null ? [] : unmetConditions(s, row.requires).filter((name) => !isStillToBring(row, name));
  if (row !== null && unmet.length === 0) return yes(verb);
  const { why, path } = explain(s, trigger, row, unmet);
  return no(verb, why, path);
}

/** For each thing that a person can do: that it is possible, or why not and the way there. */
export function actionOffers(s: Situation, place: Place, verbs: readonly ResourceVerb[]): ActionOffer[] {
  const readOnly = readOnlyReason(place);
  return verbs.map((verb) => (readOnly === null ? offer(s, verb) : no(verb, readOnly)));
}
