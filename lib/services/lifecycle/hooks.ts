import { sql } from 'drizzle-orm';
import { requestGitSyncRow } from '#db/queries/fabrics.ts';
import type { Tx } from '#db/transaction.ts';
import type { LiveTopic } from '#lib/contract/live-frame.ts';
import { FABRIC_CHANGED_CHANNEL } from '#lib/contract/live-frame.ts';
import { isHeld } from '#lib/domain/lifecycle/breaker.ts';
import type { Instant } from '#lib/domain/lifecycle/facts.ts';
import type { Plan, Refusal } from '#lib/domain/lifecycle/plan-transition.ts';
import type { Trigger } from '#lib/domain/lifecycle/states.ts';
import type { FabricContext } from './fabric-context.ts';
import { reconcileAlerts } from './reconcile-alerts.ts';
import { recordDifferences } from './record-differences.ts';
import { recordDriftSpells } from './record-drift-spells.ts';
import type { Written } from './write-resources.ts';

/** A condition that is not of one resource: null passes, a sentence refuses. */
type BeforeHook = { name: string; check: (context: FabricContext, plan: Plan) => string | null };

const BEFORE: readonly BeforeHook[] = [
  {
    name: 'fabric_writable',
    check: ({ fabric }) =>
      fabric.status === 'decommissioned' ? `fabric ${fabric.name} is decommissioned and read-only` : null,
  },
  {
    name: 'revision_not_held',
    check: ({ fabric }, { trigger }) =>
      isHeld(fabric) && WRITES_TO_GIT.includes(trigger)
        ? `revision ${fabric.heldRevision?.slice(0, 7)} is held; let it go or revert it first`
        : null,
  },
];

/** Triggers that write to the branch, and so would stand on a revision that nobody has confirmed. */
const WRITES_TO_GIT: readonly Trigger[] = ['commit', 'import', 'accept_drift'];

type AfterHook = (tx: Tx, context: FabricContext, written: readonly Written[], now: Instant) => Promise<void>;

/** A commit asks for the Git sync that will see it. */
const requestGitSync: AfterHook = async (tx, context, written) => {
  const pushed = written.some(({ outcome }) =>
    outcome.plans.some((plan) => plan.to === 'COMMITTED' && plan.row !== 17),
  );
  if (pushed) await requestGitSyncRow(tx, context.fabric.id);
};

/** Screens and the worker learn of it when the transaction commits (NOTIFY is delivered then). */
const notify: AfterHook = async (tx, context, written) => {
  if (written.length === 0) return;
  await notifyFabric(tx, context.fabric.id, ['resources', 'alerts']);
};

const AFTER: readonly AfterHook[] = [
  reconcileAlerts,
  recordDifferences,
  recordDriftSpells,
  requestGitSync,
  notify,
];

/** Tells every listening process of a change, once the transaction commits. */
export async function notifyFabric(tx: Tx, fabricId: string, topics: readonly LiveTopic[]): Promise<void> {
  await tx.execute(sql`select pg_notify(${FABRIC_CHANGED_CHANNEL}, ${JSON.stringify({ fabricId, topics })})`);
}

/** The plan if every hook passes, else the refusal of the first that does not. */
export function runBeforeHooks(context: FabricContext, plan: Plan): Plan | Refusal {
  for (const hook of BEFORE) {
    const refused = hook.check(context, plan);
    if (refused === null) continue;
    const verb = plan.trigger.replaceAll('_', ' ');
    return {
      kind: 'refusal',
      from: plan.from,
      trigger: plan.trigger,
      unmet: [],
      message: `Cannot ${verb}: ${refused} (${hook.name})`,
      path: [],
    };
  }
  return plan;
}

/** Runs what belongs into the transaction of a transition; a hook that throws rolls it back. */
export async function runAfterHooks(
  tx: Tx,
  context: FabricContext,
  written: readonly Written[],
  now: Instant,
): Promise<void> {
  for (const hook of AFTER) await hook(tx, context, written, now);
}
