import { hiddenText } from '#components/rule/rule-words.ts';
import type { Certainty } from '#lib/contract/certainty.ts';
import type { DriftVerdict, ResourceDetail } from '#lib/contract/resource-detail.ts';
import { classifySeverity } from '#lib/domain/drift/score.ts';
import { isAwaited, shownSeverity } from '#lib/domain/drift/shown-severity.ts';
import { opinionText } from './opinion-text.ts';

/** The score and what was made of it, and how much it leaves out; of what cannot be said now, that it was the last. */
export function scoreText(verdict: DriftVerdict, compared: Certainty): string {
  const text = severityText(verdict);
  const whole = verdict.hidden === 0 ? text : `${text}, ${hiddenText(verdict.hidden)}`;
  return compared.level === 'proven' ? whole : `Unknown now, last: ${whole}`;
}

/** With the reason where severity is above its band. */
function severityText(verdict: DriftVerdict): string {
  const { score, severity, severityReason, status } = verdict;
  if (status === 'in_sync') return 'Score 0, no real difference';
  const rounded = score === 0 || score === 1 ? String(score) : score.toFixed(3);
  if (isAwaited(verdict)) return `Score ${rounded}, and awaited, so no drift`;
  const shown = shownSeverity(verdict);
  const band = classifySeverity(score);
  // A missing side scores 1 whatever it means; what it means is the severity beside it.
  if (shown !== severity) return `Score ${rounded}, ${shown} as an orphan`;
  if (severityReason === null) return `Score ${rounded}, ${severity}`;
  const because = `${severity} because ${severityReason}`;
  return band === severity ? `Score ${rounded}, ${because}` : `Score ${rounded}, ${band} by size, ${because}`;
}

type Evidence = Pick<
  ResourceDetail,
  | 'kind'
  | 'namespace'
  | 'name'
  | 'fabric'
  | 'state'
  | 'drift'
  | 'removedAt'
  | 'desired'
  | 'actual'
  | 'git'
  | 'kindReading'
  | 'opinion'
  | 'asOf'
>;

/** The API server is asked where both sides exist and really differ. */
export function isOpinionAwaited({ drift, removedAt }: Pick<ResourceDetail, 'drift' | 'removedAt'>): boolean {
  return removedAt === null && drift?.status === 'spec_drift';
}

/** The evidence as lines of text, to be pasted into a ticket. */
export function evidenceText(detail: Evidence, compared: Certainty): string {
  const { kind, namespace, name, fabric, state, drift, desired, actual, git, kindReading, asOf, opinion } =
    detail;
  const lines = [
    `${kind} ${namespace}/${name} in ${fabric.name}: ${state ?? 'not read yet'}`,
    compared.level === 'proven' || detail.removedAt !== null ? null : `Unknown now: ${compared.reason}`,
    drift === null ? null : `${scoreText(drift, compared)}; compared ${drift.checkedAt}`,
    drift?.first == null ? null : `${drift.first}${drift.writer === null ? '' : `, by ${drift.writer}`}`,
    desired === null
      ? `Git ${git.branch}@${git.revision ?? 'unread'}: no document`
      : `Git ${git.branch}@${desired.commit ?? git.revision ?? 'unread'} ${desired.path}#${desired.documentIndex} content ${desired.hash}`,
    `Git read ${git.readAt ?? 'never'}`,
    actual === null
      ? 'Cluster: no object'
      : `Cluster uid ${actual.uid} resourceVersion ${actual.resourceVersion} generation ${actual.generation} content ${actual.hash}`,
    `Cluster watched until ${kindReading?.observedThrough ?? 'never'}`,
    opinion === null && !isOpinionAwaited(detail) ? null : `Dry run: ${opinionText(opinion)}`,
    opinion === null ? null : `Asked ${opinion.askedAt}`,
    `As of ${asOf}`,
  ];
  return lines.filter((line) => line !== null).join('\n');
}
