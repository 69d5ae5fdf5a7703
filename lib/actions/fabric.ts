'use server';

import { z } from 'zod';
import type { ActionResult } from '#lib/contract/problem.ts';
import { releaseRevision } from '#lib/services/fabric/release-revision.ts';
import { requestDriftCheck, requestSync } from '#lib/services/fabric/request-checks.ts';
import { webDatabase } from '#lib/web-database.ts';
import { LOCAL_ACTOR } from './local-actor.ts';
import { parse } from './parse.ts';
import { perform } from './perform.ts';

const FabricInput = z.object({ fabricId: z.uuid() });
const ReleaseInput = FabricInput.extend({ set: z.string().min(1).max(200) });

/** Asks for a Git sync and a fresh reading of the cluster. */
export async function syncNow(input: z.input<typeof FabricInput>): Promise<ActionResult> {
  return perform(async () => {
    const { fabricId } = parse(FabricInput, input);
    await requestSync(webDatabase().db, fabricId);
    return null;
  });
}

/** Asks for every resource to be compared again. */
export async function checkDrift(input: z.input<typeof FabricInput>): Promise<ActionResult> {
  return perform(async () => {
    const { fabricId } = parse(FabricInput, input);
    await requestDriftCheck(webDatabase().db, fabricId);
    return null;
  });
}

/** Confirms exactly what the held revision would take away. */
export async function releaseHeldRevision(input: z.input<typeof ReleaseInput>): Promise<ActionResult> {
  return perform(async () => {
    const { fabricId, set } = parse(ReleaseInput, input);
    await releaseRevision(webDatabase().db, LOCAL_ACTOR, fabricId, set);
    return null;
  });
}
