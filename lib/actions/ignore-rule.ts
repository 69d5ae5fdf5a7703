'use server';

import { z } from 'zod';
import { type RuleRemoval, RuleScope } from '#lib/contract/ignore-rule.ts';
import type { ActionResult } from '#lib/contract/problem.ts';
import { addIgnoreRule } from '#lib/services/ignore-rule/add-ignore-rule.ts';
import { removeIgnoreRule } from '#lib/services/ignore-rule/remove-ignore-rule.ts';
import { webDatabase } from '#lib/web-database.ts';
import { LOCAL_ACTOR } from './local-actor.ts';
import { parse } from './parse.ts';
import { perform } from './perform.ts';

const DAY_MS = 86_400_000;

const AddInput = RuleScope.extend({
  fabricId: z.uuid(),
  reason: z.string(),
  /** Days from now, by the server's clock; null is without an end. How many there may be, the service says. */
  days: z.number().int().min(1).nullable(),
});

/** Adds an ignore rule; answers its id. */
export async function addRule(input: z.input<typeof AddInput>): Promise<ActionResult<string>> {
  return perform(async () => {
    const { fabricId, days, ...rule } = parse(AddInput, input);
    const expiresAt = days === null ? null : new Date(Date.now() + days * DAY_MS);
    const { id } = await addIgnoreRule(webDatabase().db, LOCAL_ACTOR, fabricId, { ...rule, expiresAt });
    return id;
  });
}

const RemoveInput = z.object({ fabricId: z.uuid(), ruleId: z.string().max(20) });

/** Removes an ignore rule; answers what counts again, and what other rules still hide. */
export async function removeRule(input: z.input<typeof RemoveInput>): Promise<ActionResult<RuleRemoval>> {
  return perform(async () => {
    const { fabricId, ruleId } = parse(RemoveInput, input);
    return removeIgnoreRule(webDatabase().db, LOCAL_ACTOR, fabricId, ruleId);
  });
}
