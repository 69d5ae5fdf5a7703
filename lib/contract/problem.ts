import { z } from 'zod';
import type { ErrorCode } from '../errors.ts';

/** A failure as browsers and tokens see it: a stable code and number, and one sentence for people. */
export const Problem = z.strictObject({
  code: z.string(),
  number: z.number(),
  message: z.string(),
  details: z.record(z.string(), z.string()),
});
export type Problem = z.infer<typeof Problem>;

export const HTTP_STATUS: Record<ErrorCode, number> = {
  invalid_input: 400,
  not_found: 404,
  conflict: 409,
  forbidden: 403,
  refused: 422,
  read_only: 403,
  git_failed: 502,
  git_unreachable: 503,
  git_credentials: 502,
  git_push_rejected: 409,
  cluster_failed: 502,
  cluster_unreachable: 503,
  cluster_credentials: 502,
  cluster_forbidden: 502,
  kubeconfig_invalid: 400,
  database_unavailable: 503,
  worker_unavailable: 503,
  internal: 500,
};

/** What a server action answers. */
export type ActionResult<T = null> = { ok: true; value: T } | { ok: false; problem: Problem };
