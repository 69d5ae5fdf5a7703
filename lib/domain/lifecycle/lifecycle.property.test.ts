import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { expectedAlerts } from '../alert/expected-alerts.ts';
import { conclude } from './conclude.ts';
import { findInconsistencies } from './consistency.ts';
import type { ResourceFacts } from './facts.ts';
import type { Plan } from './plan-transition.ts';
import type { Situation } from './situation.ts';
import { isEqual } from './situation.ts';
import { RESOURCE_STATES } from './states.ts';
import {
  actualFacts,
  at,
  but,
  committed,
  desiredFacts,
  draftFacts,
  facts,
  given,
} from './testing/situations.ts';
import type { Doc, Step } from './testing/world.ts';
import { World } from './testing/world.ts';
import { FIRST_SIGHT, TRANSITIONS } from './transitions.ts';

const SEED = Number(process.env.PROPERTY_SEED ?? 20_261_124);
const RUNS = Number(process.env.PROPERTY_RUNS ?? 300);
console.log(`lifecycle properties: PROPERTY_SEED=${SEED} PROPERTY_RUNS=${RUNS}`);

const check = <T>(arbitrary: fc.Arbitrary<T>, predicate: (value: T) => void, numRuns = RUNS) =>
  fc.assert(fc.property(arbitrary, predicate), { seed: SEED, numRuns, unbiased: true });

const content = fc.constantFrom('a', 'b', 'c');
const document: fc.Arbitrary<Doc> = fc.record({ content, comment: fc.constantFrom('', '', 'why') });
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null, freq: 3 });

type Act = (world: World) => void;

/** An action with a name, so that a counterexample reads as a story. */
function act<T>(name: string, arbitrary: fc.Arbitrary<T>, run: (world: World, value: T) => void) {
  return arbitrary.map((value) => {
    const done: Act = (world) => run(world, value);
    return Object.assign(done, { toString: () => `${name} ${JSON.stringify(value) ?? ''}` });
  });
}

const nothing = fc.constant(undefined);
const observation = fc.oneof(
  act('fetch begins', nothing, (w) => w.beginFetch()),
  act(
    'fetch ends',
    fc.constantFrom('read', 'read', 'read', 'failed', 'unreadable', 'ambiguous'),
    (w, outcome) => w.endFetch(outcome),
  ),
  act('git read', nothing, (w) => readGit(w)),
  act('list', nothing, (w) => readCluster(w)),
  act('watch', nothing, (w) => w.watch()),
  act('direct read', nothing, (w) => w.read()),
  act('settle', nothing, (w) => w.settle()),
  act('evaluate', nothing, (w) => w.evaluate()),
  act('repair', nothing, (w) => w.evaluate('auto_repair')),
);
const elsewhere = fc.oneof(
  act('commit elsewhere', maybe(document), (w, doc) => w.commitElsewhere(doc)),
  act('rewrite', maybe(document), (w, doc) => w.rewrite(doc)),
  act('change', maybe(content), (w, letter) => w.change(letter)),
  act('wait', fc.constantFrom(0.5, 2, 11), (w, minutes) => w.wait(minutes)),
  act('connected', fc.boolean(), (w, connected) => w.connect(connected)),
  act('epoch', nothing, (w) => w.beginEpoch()),
);
const persons = fc.oneof(
  act('edit', fc.tuple(maybe(document), fc.boolean()), (w, [doc, rebase]) => w.edit(doc, rebase)),
  act('discard', nothing, (w) => w.discard()),
  act('commit', fc.boolean(), (w, saved) => w.push('commit', saved)),
  act('accept', fc.boolean(), (w, saved) => w.push('accept_drift', saved)),
  act('import', fc.boolean(), (w, saved) => w.push('import', saved)),
  act('deploy', fc.constantFrom('succeeded', 'failed', 'errored'), (w, outcome) => w.deploy(outcome)),
  act('delete', nothing, (w) => w.requestDeletion()),
);
const acts = fc.array(fc.oneof({ arbitrary: observation, weight: 3 }, elsewhere, persons), {
  maxLength: 40,
  size: 'max',
});
const start = act('start', fc.tuple(maybe(document), maybe(content)), (w, [doc, letter]) => {
  w.commitElsewhere(doc);
  w.change(letter);
  for (const read of [readGit, readCluster, readGit, readCluster]) read(w);
});
/** Half of the stories begin where both sides have been read. */
const story = fc.oneof(
  acts,
  fc.tuple(start, acts).map(([first, more]) => [first, ...more]),
);

const readGit: Act = (world) => {
  world.beginFetch();
  world.endFetch();
};
const readCluster: Act = (world) => world.list();

function play(acts: readonly Act[], world = new World()): World {
  for (const run of acts) run(world);
  return world;
}

/** Every plan begins where the one before ended, and stands in the table. */
function expectAdmitted(before: ResourceFacts['state'], plans: readonly Plan[]): void {
  let from = before;
  for (const plan of plans) {
    expect(plan.from).toBe(from);
    if (plan.row === null) {
      const known =
        plan.trigger === 'create' ? plan.to === 'DRAFT' : FIRST_SIGHT.some(({ to }) => to === plan.to);
      expect(known && plan.from === null && ['create', 'first_sight'].includes(plan.trigger)).toBe(true);
    } else {
      const admitted = TRANSITIONS.some(
        (row) =>
          row.row === plan.row &&
          row.from.some((state) => state === plan.from) &&
          (row.to === plan.to || row.to === 'BEFORE') &&
          (row.triggers.includes(plan.trigger) || plan.trigger === 'auto_repair'),
      );
      expect(admitted, `row ${plan.row}: ${plan.from} → ${plan.to} by ${plan.trigger}`).toBe(true);
    }
    expect(plan.facts.state).toBe(plan.to === 'REMOVED' ? null : plan.to);
    from = plan.facts.state;
  }
}

function expectConcluded(situation: Situation): void {
  const again = conclude(situation);
  expect(again.plans).toEqual([]);
  expect(again.facts).toEqual(situation.facts);
}

/** What a world at rest is, from its two sides and from whether their last revision was concluded on before. */
function stateAtRest({ facts, document, object }: World): ResourceFacts['state'] {
  const isSettled = facts.settledRevision === facts.desiredRevision;
  if (document === null) return object === null ? null : 'ORPHANED';
  if (object === null) return isSettled ? 'DRIFTED' : 'PENDING';
  if (document.content === object.content) return 'SYNCED';
  const refused =
    facts.deployment?.revision === facts.desiredRevision && facts.deployment.outcome === 'failed';
  return refused && !isSettled ? 'PENDING' : 'DRIFTED';
}

const removes = ({ conclusion, plans }: Step) =>
  conclusion.removed || plans.some(({ to }) => to === 'REMOVED');

describe('any story of Git, cluster and people', () => {
  test('takes only steps that the table admits, few at a time', () => {
    check(story, (acts) => {
      for (const { before, plans } of play(acts).steps) {
        expectAdmitted(before.state, plans);
        expect(plans.length).toBeLessThanOrEqual(5);
      }
    });
  });

  test('reaches every row of the table, every first sight and every removal', () => {
    const rows = new Set<number>();
    const firsts = new Set<string>();
    const collect = (acts: Act[]) => {
      for (const plan of play(acts).steps.flatMap(({ plans }) => plans)) {
        if (plan.row === null) firsts.add(plan.to);
        else rows.add(plan.row);
      }
    };
    check(story, collect, Math.max(RUNS, 1_000));
    expect([...rows].sort((a, b) => a - b)).toEqual(Array.from({ length: 18 }, (_, i) => i + 1));
    expect([...firsts].sort()).toEqual(['DRAFT', 'DRIFTED', 'ORPHANED', 'PENDING', 'SYNCED']);
  });

  test('concludes once: concluding again changes nothing', () => {
    check(story, (acts) => {
      for (const step of play(acts).steps) if (!removes(step)) expectConcluded(step.situation);
    });
  });

  test('concludes nothing before both sides were read completely', () => {
    check(story, (acts) => {
      for (const { plans, situation } of play(acts).steps) {
        if (situation.git.complete && situation.cluster.complete) continue;
        expect(plans.filter(({ trigger }) => trigger === 'first_sight')).toEqual([]);
      }
    });
  });

  test('never loses a draft but by discard, commit or row 17, nor changes what it says but by its owner', () => {
    check(story, (acts) => {
      for (const { cause, before, plans, conclusion } of play(acts).steps) {
        if (before.draft === null) continue;
        const left = plans.some(({ row }) => row === 1 || row === 14 || row === 17);
        if (left) continue;
        expect(conclusion.removed).toBe(false);
        if (cause !== 'save') expect(conclusion.facts.draft?.documentHash).toBe(before.draft.documentHash);
      }
    });
  });

  test('learns nothing from an observation that failed', () => {
    check(story, (acts) => {
      const world = play(acts);
      world.evaluate();
      const { facts } = world;
      world.beginFetch();
      world.endFetch('failed');
      expect(world.facts).toEqual(facts);
    });
  });

  test('counts revisions up, and settles none that it does not have', () => {
    check(story, (acts) => {
      for (const { before, conclusion } of play(acts).steps) {
        expect(conclusion.facts.desiredRevision).toBeGreaterThanOrEqual(before.desiredRevision);
        expect(conclusion.facts.settledRevision ?? 0).toBeLessThanOrEqual(conclusion.facts.desiredRevision);
      }
    });
  });

  test('becomes SYNCED only with proof, and DRIFTED only with a difference', () => {
    check(story, (acts) => {
      for (const { plans, situation } of play(acts).steps) {
        const last = plans.at(-1);
        if (last?.to === 'SYNCED' && last.row !== 14) expect(isEqual(situation)).toBe(true);
        if (last?.to === 'DRIFTED' && last.row !== 14) expect(isEqual(situation)).toBe(false);
      }
    });
  });

  test('keeps drift of a settled revision open until it ends or Git brings new content, whatever people draft', () => {
    check(story, (acts) => {
      for (const step of play(acts).steps) {
        const { before, conclusion, situation } = step;
        if (before.settledRevision !== before.desiredRevision) continue;
        const open = before.drift?.status === 'spec_drift' || before.drift?.status === 'desired_only';
        if (!open || before.drift?.onset === null || removes(step) || situation.facts.desired === null)
          continue;
        if (isEqual(situation) || conclusion.facts.desiredRevision !== before.desiredRevision) continue;
        expect(conclusion.facts.drift?.onset).toBe(before.drift?.onset);
        expect(expectedAlerts(situation).map(({ type }) => type)).toContain('drift_detected');
      }
    });
  });

  test('leaves no inconsistent record', () => {
    check(story, (acts) => {
      for (const step of play(acts).steps) {
        const openAlerts = expectedAlerts(step.situation).map(({ type }) => type);
        if (!removes(step)) expect(findInconsistencies(step.situation, { openAlerts })).toEqual([]);
      }
    });
  });

  test('ends, once the world rests, in the state that both sides have', () => {
    check(story, (acts) => {
      const world = play(acts);
      world.settle();
      if (world.facts.state === 'DRAFT') {
        world.discard();
        world.settle();
      }
      expect(world.facts.state).toBe(stateAtRest(world));
    });
  });
});

describe('first sight', () => {
  test('is the same in either order of the same two readings', () => {
    check(fc.tuple(maybe(document), maybe(content)), ([doc, letter]) => {
      const begin = () => play([(w) => w.commitElsewhere(doc), (w) => w.change(letter)]);
      const states = [
        [readGit, readCluster],
        [readCluster, readGit],
      ].map((order) => play(order, begin()).facts);
      expect(states[0]?.state).toBe(states[1]?.state);
      expect(states[0]?.drift?.status).toBe(states[1]?.drift?.status);
    });
  });
});

describe('any facts at all, reachable or not', () => {
  const moment = maybe(fc.integer({ min: 0, max: 20 }).map(at));
  const instant = fc.integer({ min: 0, max: 20 }).map(at);
  const state = maybe(fc.constantFrom(...RESOURCE_STATES));
  const lost = maybe(maybe(content).map(committed));
  const anyFacts: fc.Arbitrary<Partial<ResourceFacts>> = fc.record({
    state,
    stateBeforeDraft: maybe(fc.constantFrom(...RESOURCE_STATES.filter((s) => s !== 'DRAFT'))),
    lastStateChange: moment,
    desired: maybe(
      fc
        .tuple(document, fc.constantFrom(null, null, 'ambiguous' as const, 'unreadable' as const))
        .map(([{ content, comment }, stale]) => desiredFacts(content, { comment, stale })),
    ),
    desiredRevision: fc.integer({ min: 0, max: 3 }),
    desiredUpdatedAt: moment,
    desiredCommit: maybe(fc.constant('commit-1')),
    unseenCommit: lost,
    adopted: fc.boolean(),
    gitDropped: maybe(instant.map((when) => ({ at: when, commit: null }))),
    lostCommit: lost,
    settledRevision: maybe(fc.integer({ min: 0, max: 3 })),
    actual: maybe(content.map((letter) => actualFacts(letter))),
    actualUpdatedAt: moment,
    proofReadAt: moment,
    draft: maybe(
      fc
        .tuple(maybe(content), maybe(content), fc.boolean(), fc.boolean())
        .map(([letter, base, baseLost, commitLost]) =>
          draftFacts(letter, {
            base: {
              documentHash: base === null ? null : desiredFacts(base).documentHash,
              revision: 1,
              commit: null,
            },
            baseLost,
            commitLost,
          }),
        ),
    ),
    deployment: maybe(
      fc
        .tuple(fc.integer({ min: 0, max: 3 }), instant, fc.constantFrom('succeeded', 'failed', 'errored'))
        .map(([revision, when, outcome]) => ({ revision, at: when, outcome, message: null })),
    ),
    deletionRequestedAt: moment,
    suspectSince: moment,
  });
  const anySituation = fc
    .record({
      more: anyFacts,
      gitSide: fc.record({ connected: fc.boolean(), complete: fc.boolean(), readAt: moment }),
      cluster: fc.record({ complete: fc.boolean(), readAt: moment, observedThrough: moment }),
      systemOwned: fc.boolean(),
      compared: fc.boolean(),
      now: fc.integer({ min: 20, max: 40 }).map(at),
    })
    .map(({ more, gitSide, cluster, systemOwned, compared, now }): Situation => {
      const s = but(given(facts(more)));
      const comparison = compared ? s.comparison : null;
      return { ...s, git: { ...s.git, ...gitSide }, cluster, systemOwned, comparison, now };
    });

  test.each([null, 'auto_repair'] as const)('end within few admitted steps, with trigger %s', (trigger) => {
    check(anySituation, (s) => {
      const { plans, removed, facts: concluded } = conclude(s, { trigger });
      expectAdmitted(s.facts.state, plans);
      expect(plans.length).toBeLessThanOrEqual(6);
      if (removed) return;
      const again = conclude({ ...s, facts: concluded }, { trigger });
      expect(again.plans).toEqual([]);
      expect(again.facts).toEqual(concluded);
    });
  });

  test('change nothing that was given', () => {
    check(anySituation, (s) => {
      const copy = structuredClone(s);
      conclude(s);
      expectedAlerts(s);
      expect(s).toEqual(copy);
    });
  });
});
