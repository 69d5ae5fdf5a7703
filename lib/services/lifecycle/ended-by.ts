import type { Outcome } from './perform-plans.ts';

/** What ended an alert or a drift: new content in Git, a rule, the trigger of a transition, or that its cause is gone. */
export function endedBy({ plans, situation }: Pick<Outcome, 'plans' | 'situation'>): string {
  const isHidden = (situation.ruleEffect?.hides.length ?? 0) > 0;
  if (isHidden && plans.some((plan) => plan.row === 7)) return 'hidden_by_rule';
  if (plans.some((plan) => plan.row === 8)) return 'superseded';
  return plans.find((plan) => plan.row !== null)?.trigger ?? 'cause_gone';
}
