import type { ResourceDetail, ResourceVerb } from '#lib/contract/resource-detail.ts';

type Facts = Pick<ResourceDetail, 'actions' | 'draft' | 'state'>;

const ON_A_DRAFT: readonly ResourceVerb[] = ['commit', 'discard', 'take_over'];

/** Why an open sheet can do nothing any more, since something else happened meanwhile; null while it can. */
export function goneText(verb: ResourceVerb, { actions, draft, state }: Facts): string | null {
  const offer = actions.find((one) => one.verb === verb);
  if (offer?.available === true) return null;
  if (draft === null && ON_A_DRAFT.includes(verb))
    return state === 'COMMITTED'
      ? 'The draft is gone: it was committed meanwhile.'
      : 'The draft is gone: it was committed or discarded elsewhere meanwhile.';
  return `Not possible any more: ${offer?.reason ?? 'the resource is another one by now'}.`;
}
