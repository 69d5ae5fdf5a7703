import type { ResourceState } from './states.ts';

/** The seed's INVALID_TRANSITIONS with its explanations: what a refusal says beside the unmet condition. */
export const INVALID_TRANSITIONS: Record<ResourceState, Partial<Record<ResourceState, string>>> = {
  DRAFT: {
    SYNCED: 'a draft cannot skip the commit',
    DRIFTED: 'a draft cannot skip the commit',
    ORPHANED: 'a draft cannot skip the commit',
  },
  COMMITTED: { DRIFTED: 'it must be deployed first', ORPHANED: 'it must be deployed first' },
  PENDING: {
    DRAFT: 'its deployment must be resolved first',
    COMMITTED: 'its deployment must be resolved first',
  },
  SYNCED: { PENDING: 'it needs new desired state' },
  DRIFTED: { PENDING: 'it must be reconciled first' },
  ORPHANED: { SYNCED: 'it must be imported or edited first', PENDING: 'it must be imported or edited first' },
};
