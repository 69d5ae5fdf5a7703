/**
 * What the API server answers to a server-side apply dry run of desired (drift.md, Second opinion): applying would change
 * nothing, would change something, is refused by validation or a webhook, or may not be asked with these credentials.
 */
export const OPINION_OUTCOMES = ['unchanged', 'would_change', 'refused', 'not_permitted'] as const;
export type OpinionOutcome = (typeof OPINION_OUTCOMES)[number];
