import type { FieldRule, KindProfile } from '../hedgehog/kind-profile.ts';

/** The field rules of a profile as a tree; children by field name, `*` for map entries, `[]` for list items. */
export interface RuleNode {
  rule: FieldRule;
  readonly children: Map<string, RuleNode>;
}

function segmentsOf(path: string): string[] {
  if (path === '') return [];
  return path.split('.').flatMap((part) => {
    const brackets = part.indexOf('[]');
    if (brackets < 0) return [part];
    return [part.slice(0, brackets), ...Array<string>((part.length - brackets) / 2).fill('[]')];
  });
}

/** Orders a profile's rules by path. */
export function ruleTree(profile: KindProfile): RuleNode {
  const root: RuleNode = { rule: {}, children: new Map() };
  for (const [path, rule] of Object.entries(profile.fields)) {
    let node = root;
    for (const segment of segmentsOf(path)) {
      let child = node.children.get(segment);
      if (child === undefined) {
        child = { rule: {}, children: new Map() };
        node.children.set(segment, child);
      }
      node = child;
    }
    node.rule = rule;
  }
  return root;
}
