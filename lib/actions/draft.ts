'use server';

import { z } from 'zod';
import type { ActionResult } from '#lib/contract/problem.ts';
import { discardDraft } from '#lib/services/draft/discard-draft.ts';
import { saveDraft } from '#lib/services/draft/save-draft.ts';
import { takeOverDraft } from '#lib/services/draft/take-over-draft.ts';
import { requestCommit, requestImport } from '#lib/services/operation/request-commit.ts';
import { webDatabase } from '#lib/web-database.ts';
import { LOCAL_ACTOR } from './local-actor.ts';
import { parse } from './parse.ts';
import { perform } from './perform.ts';
import { identityOf, ResourceInput } from './resource-input.ts';

const DraftInput = ResourceInput.extend({
  text: z
    .string()
    .max(2_000_000, 'is longer than 2,000,000 characters: too long for one document')
    .nullable(),
  create: z.boolean().default(false),
  rebased: z.boolean().default(false),
  standsOn: z.string().max(100).nullable(),
});

export interface SavedDraft {
  problems: { line: number | null; message: string }[];
  standsOn: string | null;
}

/** Saves a draft; null as its text is a draft that deletes. */
export async function saveDraftText(input: z.input<typeof DraftInput>): Promise<ActionResult<SavedDraft>> {
  return perform(async () => {
    const parsed = parse(DraftInput, input);
    const { fabricId, text, create, rebased, standsOn } = parsed;
    const saved = await saveDraft(webDatabase().db, LOCAL_ACTOR, {
      fabricId,
      identity: identityOf(parsed),
      text,
      create,
      rebased,
      standsOn,
    });
    return { problems: saved.problems, standsOn: saved.standsOn };
  });
}

/** Throws a draft away. */
export async function discardDraftText(input: ResourceInput): Promise<ActionResult> {
  return perform(async () => {
    const parsed = parse(ResourceInput, input);
    await discardDraft(webDatabase().db, LOCAL_ACTOR, parsed.fabricId, identityOf(parsed));
    return null;
  });
}

const TakeOverInput = ResourceInput.extend({ owner: z.string().min(1).max(253) });

/** Makes another person's draft one's own. */
export async function takeOverDraftOf(input: z.input<typeof TakeOverInput>): Promise<ActionResult> {
  return perform(async () => {
    const parsed = parse(TakeOverInput, input);
    await takeOverDraft(webDatabase().db, LOCAL_ACTOR, parsed.fabricId, identityOf(parsed), parsed.owner);
    return null;
  });
}

const CommitInput = ResourceInput.extend({ message: z.string().max(5000) });

/** Asks for a draft to be committed and pushed; answers the operation's id. */
export async function commitDraft(input: z.input<typeof CommitInput>): Promise<ActionResult<string>> {
  return perform(() => {
    const parsed = parse(CommitInput, input);
    const message = parsed.message.trim();
    return requestCommit(
      webDatabase().db,
      LOCAL_ACTOR,
      parsed.fabricId,
      identityOf(parsed),
      message === '' ? null : message,
    );
  });
}

/** Asks for an orphan to be written into Git; answers the operation's id. */
export async function importResource(input: ResourceInput): Promise<ActionResult<string>> {
  return perform(() => {
    const parsed = parse(ResourceInput, input);
    return requestImport(webDatabase().db, LOCAL_ACTOR, parsed.fabricId, identityOf(parsed));
  });
}
