'use server';

import { z } from 'zod';
import type { ActionResult } from '#lib/contract/problem.ts';
import { requestDriftCheck, requestSync } from '#lib/services/fabric/request-checks.ts';
import { webDatabase } from '#lib/web-database.ts';
import { parse } from './parse.ts';
import { perform } from './perform.ts';

const FabricInput = z.object({ fabricId: z.uuid() });

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
