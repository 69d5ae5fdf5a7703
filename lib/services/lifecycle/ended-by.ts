import type { Outcome } from './perform-plans.ts';

/** What ended an alert or a drift: new content in Git, the trigger of a transition, or that its cause is gone. */
export function endedBy({ plans }: Pick<Outcome, 'plans'>): string {
  if (plans.some((plan) => plan.row === 8)) return 'superseded';
  return plans.find((plan) => plan.row !== null)?.trigger ?? 'cause_gone';
}
