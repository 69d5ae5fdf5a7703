import type { IgnoreRule } from '../drift/ignore-rules.ts';
import type { TransitionInput } from './effects.ts';
import type { Situation } from './situation.ts';
import { isDeletionExpected } from './situation.ts';
import type { Trigger } from './states.ts';

const short = (commit: string | null) => (commit === null ? 'an unknown commit' : commit.slice(0, 7));

function difference(s: Situation): string {
  if (s.facts.actual === null) return 'not in the cluster, though Git has it';
  const by = s.comparison?.writer ? `, changed by ${s.comparison.writer}` : '';
  return `${s.comparison?.first ?? 'differs from Git'}${by}`;
}

const fieldsText = (count: number) => `${count} ${count === 1 ? 'field' : 'fields'}`;

/** What rules hide is still different: a reason must not say more than was found. */
function exceptHidden(text: string, s: Situation): string {
  const hidden = s.comparison?.hidden ?? 0;
  return hidden === 0 ? text : `${text}, but for ${fieldsText(hidden)} hidden by rules`;
}

const named = ({ id, author, reason }: IgnoreRule) => `rule ${id} (${author}: ${reason})`;

/** A rule that hides drift has not ended it, and one that ends has not begun it: the rule is the cause, and is named. */
function recovery(s: Situation): string {
  const hides = s.ruleEffect?.hides ?? [];
  if (hides.length === 0) return exceptHidden('The cluster has what Git says again', s);
  const causes = hides.map(({ rule, fields }) => `${named(rule)} hides ${fieldsText(fields)}`);
  return `Not counted as drift any more: ${causes.join('; ')}`;
}

function onset(s: Situation): string {
  const releases = s.ruleEffect?.releases ?? [];
  if (releases.length === 0) return difference(s);
  const causes = releases.map(({ rule, fields }) => {
    const end = rule.removedBy === null ? 'has expired' : `was removed by ${rule.removedBy}`;
    return `${named(rule)} ${end} and hid ${fieldsText(fields)}`;
  });
  return `Counts as drift again: ${causes.join('; ')}; ${difference(s)}`;
}

function firstSight(s: Situation): string {
  if (s.facts.actual === null) return 'First seen in Git, not in the cluster';
  if (s.facts.desired === null) return 'First seen in the cluster, not in Git';
  return s.comparison?.realCount === 0
    ? exceptHidden('First seen in Git and in the cluster, equal', s)
    : `First seen: ${difference(s)}`;
}

function orphan(s: Situation): string {
  const commit = s.facts.gitDropped?.commit ?? null;
  const dropped = commit === null ? 'Git has no document of it' : `Git dropped it at ${short(commit)}`;
  return `${dropped}; ${isDeletionExpected(s) ? 'its deletion is expected' : 'it is still in the cluster'}`;
}

/** Rows whose usual reason would not be true of a repair. */
const REPAIRS: Partial<Record<number, string>> = {
  6: 'Auto-corrected: drift detected',
  11: 'Auto-corrected: it had a draft',
  12: 'Auto-corrected: it had a draft',
  13: 'Auto-corrected: it had a draft',
  14: 'Auto-corrected: it had no draft',
};

/** One sentence that tells why a transition happened, from the facts it was concluded from. */
export function reasonFor(
  row: number | null,
  trigger: Trigger,
  s: Situation,
  input: TransitionInput,
): string {
  if (trigger === 'auto_repair' && row !== null && REPAIRS[row] !== undefined) return REPAIRS[row];
  const commit = input.pushed?.commit ?? s.facts.desiredCommit;
  switch (row) {
    case 1:
      return `${input.pushed?.document === null ? 'Deletion committed' : 'Committed'} as ${short(commit)}`;
    case 2:
      return `Git sync found ${short(commit)}`;
    case 3:
      return exceptHidden('Adopted: the cluster already has what Git now says', s);
    case 4:
      return exceptHidden('Deployed: the cluster has what Git says', s);
    case 5:
    case 6:
      return onset(s);
    case 7:
      return recovery(s);
    case 8:
      return `Git brought new content at ${short(commit)}`;
    case 9:
      return `Drift accepted into Git as ${short(commit)}`;
    case 10:
      return input.pushed ? `Imported into Git as ${short(commit)}` : `Git sync found it at ${short(commit)}`;
    case 11:
      return 'Started to manage an orphan';
    case 12:
    case 13:
      return input.draft?.deletes ? 'Drafted its deletion' : 'Edited';
    case 14:
      return 'Draft discarded';
    case 15:
      return orphan(s);
    case 16:
      return 'Gone from Git and from the cluster';
    case 17:
      return `Git holds the draft's document at ${short(s.git.revision)}`;
    case 18:
      return 'The branch was rewritten and lost the commit; it is a draft again';
    default:
      if (trigger === 'first_sight') return firstSight(s);
      return trigger === 'create' ? 'Created as a draft' : `Transitioned via ${trigger}`;
  }
}
