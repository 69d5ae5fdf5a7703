import type { LoudLines } from '#components/diff/quiet-lines.ts';
import type { ResourceDetail } from '#lib/contract/resource-detail.ts';

type ViewId = 'fields' | 'yaml' | 'draft' | 'git' | 'cluster';

/** One way to look at the sides of a resource. */
export type ComparisonView = { id: ViewId; word: string } & (
  | { kind: 'fields' }
  | { kind: 'sentence'; text: string }
  | { kind: 'diff'; left: string; right: string; label: string; loud: LoudLines | null }
  | { kind: 'text'; text: string; label: string }
);

type Sides = Pick<
  ResourceDetail,
  'desired' | 'actual' | 'draft' | 'compared' | 'differences' | 'draftChanges' | 'drift'
>;

function fieldsView({ desired, actual, differences, draftChanges, draft }: Sides): ComparisonView {
  const fields = { id: 'fields', word: 'Fields' } as const;
  if (draftChanges.length > 0 || differences.length > 0) return { ...fields, kind: 'fields' };
  const sentence = (text: string): ComparisonView => ({ ...fields, kind: 'sentence', text });
  if (draft?.deletes === true) return sentence('The draft removes the document from Git.');
  if (desired !== null && actual !== null) return sentence('Git and cluster have the same in every field.');
  if (desired !== null) return sentence('Git declares it; the cluster does not have it.');
  return sentence(
    actual === null
      ? 'It is neither in Git nor in the cluster yet.'
      : 'The cluster has it; no document in Git declares it.',
  );
}

/** Every way that these sides can be looked at. */
export function comparisonViews(sides: Sides): ComparisonView[] {
  const { desired, actual, draft, compared } = sides;
  const views: ComparisonView[] = [fieldsView(sides)];
  if (compared !== null) {
    const { desired: left, actual: right, real } = compared;
    views.push({
      id: 'yaml',
      word: 'YAML',
      kind: 'diff',
      left,
      right,
      loud: real && { left: real.desired, right: real.actual },
      label: 'From Git to the cluster, as YAML',
    });
  }
  if (draft !== null) {
    const left = desired?.text ?? '';
    const right = draft.text ?? '';
    views.push({
      id: 'draft',
      word: 'Draft',
      kind: 'diff',
      left,
      right,
      loud: null,
      label: 'From Git to the draft, as it will stand in Git',
    });
  }
  if (desired !== null) {
    views.push({ id: 'git', word: 'Git', kind: 'text', text: desired.text, label: 'The document in Git' });
  }
  if (actual !== null) {
    views.push({ id: 'cluster', word: 'Cluster', kind: 'text', text: actual.text, label: 'The live object' });
  }
  return views;
}
