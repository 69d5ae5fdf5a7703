import { databaseNow } from '#db/queries/clock.ts';
import type { FabricRow } from '#db/queries/fabrics.ts';
import { findFabricSource } from '#db/queries/fabrics.ts';
import type { Lease } from '#db/queries/leases.ts';
import { untilNextCheck } from '#db/queries/waiting.ts';
import { AppError, toAppError } from '#lib/errors.ts';
import type { ServedKind } from '#lib/kubernetes/observation.ts';
import { completeDriftCheck } from '#lib/services/fabric/record-connection.ts';
import { judgeRules } from '#lib/services/ignore-rule/judge-rules.ts';
import { takeOverOperations } from '#lib/services/operation/end-operation.ts';
import { evaluateResources } from '#lib/services/resource/evaluate-resources.ts';
import { forgetOldOpinions } from '#lib/services/resource/record-second-opinions.ts';
import type { ClusterSideRunner } from './cluster-side.ts';
import { startClusterSide } from './cluster-side.ts';
import { createGitObserver } from './git-observer.ts';
import type { KindChoice } from './managed-kinds.ts';
import { kindChoiceOf } from './managed-kinds.ts';
import { performOperations } from './operations.ts';
import { proveWanted } from './prove.ts';
import { createProofRetries, gitRetryMs, SECOND_LOOK_MS, withJitter } from './schedule.ts';
import { createSecondOpinions } from './second-opinions.ts';
import type { WorkerContext } from './worker-context.ts';

/** Looks after one fabric until it is closed, its lease is lost or the fabric is gone. */
export interface FabricRunner {
  /** Look again: something was asked for or has changed. Waking twice is harmless. */
  wake(): void;
  close(): Promise<void>;
  /** Settles when the runner has ended, by whatever cause. */
  ended: Promise<void>;
}

// However quiet a fabric is, what it asked for is looked at this often: a lost notification costs at most this.
const LONGEST_SLEEP_MS = 5_000;

/** Starts looking after a fabric. */
export function startFabricRunner(
  context: WorkerContext,
  { fabricId, fencing: number }: Lease,
): FabricRunner {
  const fencing = { fencing: number };
  const log = context.log;
  let closing = false;
  let woken = false;
  let wakeUp: () => void = () => {};
  const wake = () => {
    woken = true;
    wakeUp();
  };
  let served: readonly ServedKind[] | null = null;
  const due = { git: 0, pass: Number.POSITIVE_INFINITY, judge: false };
  const proofs = createProofRetries();
  let gitFailures = 0;
  let requestHandled = 0;
  let cluster: ClusterSideRunner | null = null;
  const git = createGitObserver(context, fabricId, fencing, () => served);
  const opinions = createSecondOpinions(context, fabricId, fencing, () => cluster);

  const onServed = (kinds: readonly ServedKind[]) => {
    const key = (list: readonly ServedKind[] | null) =>
      JSON.stringify(list?.map(({ group, kind, servedVersions }) => [group, kind, servedVersions]));
    if (key(kinds) !== key(served)) due.judge = true;
    served = kinds;
    wake();
  };

  const syncGit = async (intervalMs: number): Promise<boolean> => {
    const judgedAnew = due.judge;
    due.judge = false;
    const outcome = await git.sync({ judgedAnew });
    gitFailures = outcome === 'failed' ? gitFailures + 1 : 0;
    const wait =
      outcome === 'again'
        ? SECOND_LOOK_MS
        : gitFailures > 0
          ? gitRetryMs(intervalMs, gitFailures)
          : intervalMs;
    due.git = performance.now() + withJitter(wait);
    return outcome === 'recorded';
  };

  const check = async (fabric: FabricRow) => {
    const startedAt = new Date(await databaseNow(context.db));
    // A listing confirms what was suspected before it.
    await opinions.ask('decide');
    await cluster?.relistAll();
    await evaluateResources(context.db, fabricId, fencing, { kind: 'all' });
    await forgetOldOpinions(context.db, fabricId, fencing);
    await completeDriftCheck(context.db, fabricId, fencing, startedAt);
    due.pass = performance.now() + withJitter(fabric.fullPassSeconds * 1000);
  };

  /** One look at everything that may be due. */
  const turn = async (): Promise<number> => {
    const fabric = (await findFabricSource(context.db, fabricId))?.fabric;
    if (fabric === undefined || fabric.removedAt !== null)
      throw new AppError('not_found', 'The fabric was removed.');
    if (cluster === null) {
      await takeOverOperations(context.db, fabricId, fencing);
      cluster = await startClusterSide(context, fabric, fencing, { served: onServed, recorded: wake });
    }
    const intervalMs = fabric.gitIntervalSeconds * 1000;
    const requested = fabric.gitSyncRequestedAt?.getTime() ?? 0;
    const asked = requested > requestHandled && requested >= (fabric.gitReadAt?.getTime() ?? 0);
    if (asked || due.judge || performance.now() >= due.git) {
      requestHandled = requested;
      // Who asks wants to know, not to be told that nothing moved: what is held may be what is wrong.
      due.judge ||= asked;
      await syncGit(intervalMs);
    }
    await cluster.manage(await kindChoice(context, fabricId));
    await performOperations(context, fabricId, fencing, git);
    const rulesChange = await judgeRules(context.db, fabricId, fencing);
    const checkRequested = fabric.driftCheckRequestedAt?.getTime() ?? 0;
    if (due.pass === Number.POSITIVE_INFINITY)
      due.pass = performance.now() + withJitter(fabric.fullPassSeconds * 1000);
    if (checkRequested > (fabric.driftCheckedAt?.getTime() ?? 0) || performance.now() >= due.pass)
      await check(fabric);
    const next = await untilNextCheck(context.db, fabricId);
    if (next <= 0) await evaluateResources(context.db, fabricId, fencing, { kind: 'waiting' });
    const { observer, epoch } = cluster;
    const decideByOpinion = () => opinions.ask('decide');
    const prover = { observer, epoch, syncGit: () => syncGit(intervalMs), decideByOpinion };
    await proveWanted(context, fabricId, fencing, prover, proofs);
    await opinions.ask('explain');
    const soonest = Math.min(due.git, due.pass, proofs.soonest(), opinions.soonest()) - performance.now();
    return Math.min(soonest, rulesChange, next <= 0 ? 1_000 : next, LONGEST_SLEEP_MS);
  };

  const sleep = (milliseconds: number) =>
    new Promise<void>((resolve) => {
      if (woken || closing) return resolve();
      const timer = setTimeout(resolve, Math.max(50, milliseconds));
      wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const run = async () => {
    for (let errors = 0; !closing; ) {
      woken = false;
      try {
        const wait = await turn();
        errors = 0;
        await sleep(wait);
      } catch (error) {
        const failure = toAppError(error);
        if (failure.code === 'conflict' || failure.code === 'not_found') {
          log.info({ fabricId, reason: failure.message }, 'the fabric is left');
          break;
        }
        errors += 1;
        log.error({ fabricId, err: failure }, 'looking after a fabric failed; it is tried again');
        await sleep(Math.min(500 * 2 ** Math.min(errors, 6), 30_000));
      }
    }
    await cluster?.close();
  };

  const ended = run();
  return {
    wake,
    ended,
    async close() {
      closing = true;
      wakeUp();
      await ended;
    },
  };
}

/** What is managed now: a Git sync may have brought a kind that was not in Git before. */
async function kindChoice({ db }: WorkerContext, fabricId: string): Promise<KindChoice> {
  const found = await findFabricSource(db, fabricId);
  return found === null ? { chosen: null, inGit: [] } : kindChoiceOf(found.fabric);
}
