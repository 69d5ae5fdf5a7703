import type { IgnoreRuleRow, RulePreview, RuleRemoval, RuleScope } from '#lib/contract/ignore-rule.ts';

const counted = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`;

/** Of what a rule covers its path, beside the path itself: "of every Switch named leaf-*, when kubectl-edit wrote it". */
export function scopeText({ kind, namePattern, manager }: Omit<RuleScope, 'path'>): string {
  const isPattern = namePattern !== null && /[*?]/.test(namePattern);
  const what = kind ?? 'resource';
  const named =
    namePattern === null
      ? `of every ${what}`
      : isPattern
        ? `of every ${what} named ${namePattern}`
        : `of ${kind === null ? 'every resource named ' : `${kind}/`}${namePattern}`;
  return manager === null ? named : `${named}, when ${manager} wrote it`;
}

/** "3 fields in 2 resources"; null when it hides nothing. */
export function hidesText({ fields, resources }: IgnoreRuleRow['hides']): string | null {
  if (fields === 0) return null;
  return `${counted(fields, 'field')} in ${counted(resources, 'resource')}`;
}

/** What a rule would do that is not added yet. */
export function previewText({ hides, inSync }: Pick<RulePreview, 'hides' | 'inSync'>): string {
  const text = hidesText(hides);
  if (text === null) return 'Hides nothing now.';
  if (inSync === 0) return `Hides ${text}; no resource would be in sync by it alone.`;
  return `Hides ${text}; ${counted(inSync, 'resource')} would have no difference left.`;
}

/** What removing a rule does: "1 field in 1 resource counts again. 2 fields in 1 resource are still hidden by rule 4, …". */
export function removalText({ countsAgain, stillHidden }: RuleRemoval): string {
  const verb = (fields: number, one: string, many: string) => (fields === 1 ? one : many);
  const again = hidesText(countsAgain);
  const sentences = stillHidden.map(({ by, hides }) => {
    const named = `rule ${by.id}, ${by.path} ${scopeText(by)} (${by.author}: ${by.reason})`;
    return `${hidesText(hides)} ${verb(hides.fields, 'is', 'are')} still hidden by ${named}.`;
  });
  if (again !== null) sentences.unshift(`${again} ${verb(countsAgain.fields, 'counts', 'count')} again.`);
  else sentences.unshift(sentences.length === 0 ? 'It covers no difference now.' : 'No field counts again.');
  return sentences.join(' ');
}

/** "2 fields hidden by rules". */
export function hiddenText(hidden: number): string {
  return `${counted(hidden, 'field')} hidden by rules`;
}
