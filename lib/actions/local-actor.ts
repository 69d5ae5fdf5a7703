import type { Actor } from '#lib/services/lifecycle/perform-plans.ts';

/** Everybody is this person until people can sign in. */
export const LOCAL_ACTOR: Actor = { kind: 'person', name: 'local' };
