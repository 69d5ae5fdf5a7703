import type { SecondOpinion } from '#lib/contract/second-opinion.ts';

// The only refusal that depends on how a deployer writes (drift.md, What managedFields can and cannot tell).
const UNKNOWN_FIELD = /field not declared in schema/;

/** What a refusal in these words means for a deployment. */
export function refusalText(words: string | null): string {
  const refuses = 'The API server refuses what Git says';
  return UNKNOWN_FIELD.test(words ?? '')
    ? `${refuses}: a server-side apply (Flux) will fail, an update (Argo CD) will drop the field.`
    : `${refuses}: deploying it will fail.`;
}

/** What a dry run said, in a few words. */
export function opinionText(opinion: SecondOpinion | null): string {
  if (opinion === null) return 'not asked yet';
  const { outcome, message, changes, changeCount } = opinion;
  switch (outcome) {
    case 'unchanged':
      return 'nothing would change';
    case 'would_change':
      return changeCount === 1
        ? `would change ${(changes[0] ?? '').replace(/^spec\./, '')} only`
        : `would change ${changeCount} fields`;
    case 'refused':
      return `refused: ${message ?? 'without a word'}`;
    case 'not_permitted':
      return 'not permitted';
    default:
      return outcome satisfies never;
  }
}
