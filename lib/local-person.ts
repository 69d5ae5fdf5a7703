/** Everybody is the sandbox's engineer until people can sign in. */
export const LOCAL_PERSON = 'engineer';
