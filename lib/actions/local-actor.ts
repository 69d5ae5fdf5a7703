import type { Actor } from '#lib/services/lifecycle/perform-plans.ts';

/** Everybody is the sandbox's engineer until people can sign in. */
export const LOCAL_ACTOR: Actor = { kind: 'person', name: 'engineer' };
