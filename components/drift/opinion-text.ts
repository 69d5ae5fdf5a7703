import type { SecondOpinion } from '#lib/contract/second-opinion.ts';

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
