import { LOCAL_PERSON } from '#lib/local-person.ts';
import type { Actor } from '#lib/services/lifecycle/perform-plans.ts';

/** Who performs what the browser asks for. */
export const LOCAL_ACTOR: Actor = { kind: 'person', name: LOCAL_PERSON };
