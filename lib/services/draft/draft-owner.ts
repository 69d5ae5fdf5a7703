import type { ResourceFacts } from '#lib/domain/lifecycle/facts.ts';
import { AppError } from '#lib/errors.ts';
import type { Actor } from '../lifecycle/perform-plans.ts';

/** A draft is its owner's alone until it is taken over. @throws AppError forbidden */
export function requireOwner(actor: Actor, { identity, draft }: ResourceFacts, verb: string): void {
  if (draft === null || draft.owner === actor.name) return;
  throw new AppError(
    'forbidden',
    `${identity.kind}/${identity.name} has a draft by ${draft.owner}. Take the draft over before you ${verb} it, or ask them.`,
    { details: { owner: draft.owner } },
  );
}
