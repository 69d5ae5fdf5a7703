import { type PatternStep, parsePathPattern } from './path-pattern.ts';

const EXAMPLES =
  "Write for example spec.subnets.*.dhcp.**, spec.subnets.web-*.vlan, spec.links[*].leaf.ip or metadata.labels['example.com/team'].";

const isKey = (step: PatternStep | undefined, key: string) =>
  typeof step === 'object' && 'key' in step && step.key === key;

/** Says at least something of the keys that it is for. */
function isNamed(step: PatternStep): boolean {
  if (typeof step !== 'object') return false;
  return 'key' in step ? step.key !== '' : step.parts.some((part) => part !== '');
}

/** Where a rule may hide something: the sections that are compared leaf by leaf. */
function sectionDepth(steps: readonly PatternStep[]): number | null {
  if (isKey(steps[0], 'spec')) return 1;
  const owned = isKey(steps[1], 'labels') || isKey(steps[1], 'annotations');
  return isKey(steps[0], 'metadata') && owned ? 2 : null;
}

/**
 * Why a path may not be an ignore rule's, in words with an example; null when it may. Stricter than matching: a rule names
 * at least one field, as it must hide neither that an object is missing nor all of it.
 */
export function rulePathProblem(path: string): string | null {
  if (path.trim() === '') return `The path is empty. ${EXAMPLES}`;
  const steps = parsePathPattern(path);
  if (steps === null) return `The path ${path.trim()} cannot be read. ${EXAMPLES}`;
  const whole = 'A rule cannot hide existence or a whole object';
  if (!steps.some(isNamed)) return `${whole}: name a field. ${EXAMPLES}`;
  const depth = sectionDepth(steps);
  if (depth === null) {
    return `A rule reaches only what is below spec, metadata.labels or metadata.annotations. ${EXAMPLES}`;
  }
  if (!steps.slice(depth).some(isNamed)) {
    return `${whole} or section: name a field below it. ${EXAMPLES}`;
  }
  return null;
}
