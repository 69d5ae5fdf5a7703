import type { Json } from '../hedgehog/kubernetes-object.ts';
import type { Difference, DifferenceClass, DifferenceOp, Weight, Writer } from './comparison.ts';
import { findIgnoreRule, type IgnoreRule } from './ignore-rules.ts';
import { isDeployer, isInstaller, type Ownership } from './ownership.ts';
import { pathText } from './path-text.ts';

/** A key of a path that is another one on the two sides: an item at another position, a key in another spelling. */
export interface Moved {
  depth: number;
  desired: string | number;
  actual: string | number;
}

/** Where the comparison stands, and what it has found; `tokens` leads to the same place in managedFields. */
export interface Walk {
  readonly path: (string | number)[];
  readonly tokens: string[];
  /** The keys of the path that are others on the two sides, by their depth. */
  readonly moved: Moved[];
  /** How many tokens managedFields follows: below a list that is owned whole it goes no further; -1 when nothing cuts. */
  cut: number;
  /** The list that the walk stands in lies in another order than Git's, so its last writer may have done no more than that. */
  reordered: boolean;
  readonly differences: Difference[];
  real: number;
  readonly rules: readonly IgnoreRule[];
  readonly ownership: () => Ownership;
  readonly ownershipKnown: () => boolean;
  /** The server says that applying desired would change nothing. */
  readonly applyingIsVain: boolean;
}

/** What stands at one place on both sides, as written; undefined where a side writes nothing. */
export interface Sides {
  desired: Json | undefined;
  actual: Json | undefined;
  /** Git says nothing here, although it may write an empty value. */
  silent: boolean;
}

interface Cause {
  class: DifferenceClass;
  reason: string;
  ruleId?: string;
}

const lengthHere = (walk: Walk) => (walk.cut < 0 ? walk.tokens.length : walk.cut);

/** The writer of the place where the walk stands. */
export function writerHere(walk: Walk): Writer | null {
  return walk.ownership().writerOf(walk.tokens, lengthHere(walk));
}

function opOf(sides: Sides): DifferenceOp {
  if (sides.desired === undefined) return 'only_in_cluster';
  return sides.actual === undefined ? 'missing_in_cluster' : 'changed';
}

function realReason(op: DifferenceOp, writer: Writer | null): string {
  if (op === 'missing_in_cluster') {
    return writer === null
      ? 'Git declares it and the cluster lacks it; a removal leaves no name'
      : `Git declares it and the cluster lacks it; ${writer.manager} wrote the list last`;
  }
  const silent = op === 'only_in_cluster';
  if (writer === null)
    return silent ? 'only the cluster has it and nothing explains it' : 'the cluster has another value';
  if (isDeployer(writer.manager)) return `${writer.manager} deployed this earlier; Git says otherwise now`;
  return silent ? `${writer.manager} added it; Git is silent` : `${writer.manager} changed it`;
}

const FILLED_BY_SERVER: Cause = {
  class: 'defaulted',
  reason: 'the server says that applying would change nothing, and nobody owns it',
};

/** The installer wrote what stands here; a hand beside it wrote the same, or it would be the only owner. */
function isInstalledHere(walk: Walk): boolean {
  return walk.ownership().isOwnedBy(isInstaller, walk.tokens, lengthHere(walk));
}

/** Why the cluster has something that Git does not say; null when nothing explains it. */
function explain(walk: Walk, op: DifferenceOp, hydrated: boolean, writer: Writer | null): Cause | null {
  const byOthers = writer === null || isDeployer(writer.manager);
  if (hydrated && (byOthers || walk.reordered || isInstalledHere(walk))) {
    return { class: 'cluster-owned', reason: 'the installer fills it while Git is silent' };
  }
  if (writer === null && walk.ownershipKnown()) {
    return { class: 'defaulted', reason: 'nobody owns it, so the server or a webhook filled it' };
  }
  if (writer === null && walk.applyingIsVain && op === 'only_in_cluster') return FILLED_BY_SERVER;
  return null;
}

function causeOf(walk: Walk, sides: Sides, hydrated: boolean, writer: Writer | null): Cause {
  const op = opOf(sides);
  const explained = sides.silent && op !== 'missing_in_cluster' ? explain(walk, op, hydrated, writer) : null;
  if (explained !== null) return explained;
  const rule = findIgnoreRule(walk.rules, walk.path, writer?.manager ?? null);
  if (rule === null) return { class: 'real', reason: realReason(op, writer) };
  return { class: 'ignored', reason: `ignored by ${rule.author}: ${rule.reason}`, ruleId: rule.id };
}

function placesHere({ path, moved }: Walk): Pick<Difference, 'places'> {
  if (moved.length === 0) return {};
  const [desired, actual] = [[...path], [...path]];
  for (const key of moved) {
    desired[key.depth] = key.desired;
    actual[key.depth] = key.actual;
  }
  return { places: { desired, actual } };
}

function add(walk: Walk, sides: Sides, weight: Weight, writer: Writer | null, cause: Cause): void {
  if (cause.class === 'real') walk.real++;
  const path = [...walk.path];
  walk.differences.push({
    path,
    pathText: pathText(path),
    ...placesHere(walk),
    op: opOf(sides),
    class: cause.class,
    ...(sides.desired === undefined ? {} : { desired: sides.desired }),
    ...(sides.actual === undefined ? {} : { actual: sides.actual }),
    weight,
    ...(writer === null ? {} : { writer }),
    reason: cause.reason,
    ...(cause.ruleId === undefined ? {} : { ruleId: cause.ruleId }),
  });
}

/** Records a difference whose cause is still to be found: real unless owners or rules explain it. */
export function reportDifference(walk: Walk, sides: Sides, weight: Weight, hydrated: boolean): void {
  const writer = writerHere(walk);
  add(walk, sides, weight, writer, causeOf(walk, sides, hydrated, writer));
}

/** Records a difference that the normal form has explained already. */
export function reportExplained(
  walk: Walk,
  sides: Sides,
  weight: Weight,
  cause: { class: Exclude<DifferenceClass, 'real' | 'ignored'>; reason: string },
): void {
  add(walk, sides, weight, null, cause);
}
