import { describe, expect, test } from 'vitest';
import { expectedAlerts, standingAlerts } from '../alert/expected-alerts.ts';
import { conclude } from './conclude.ts';
import { findInconsistencies } from './consistency.ts';
import type { Situation } from './situation.ts';
import {
  at,
  but,
  clusterHas,
  facts,
  gitHas,
  now,
  published,
  readAgain,
  revision,
} from './testing/situations.ts';
import { drifted, synced } from './testing/six-states.ts';

const concluded = (s: Situation) => ({ ...s, facts: conclude(s).facts });

/** Somebody changes the object, both sides are read again, and somebody changes it back. */
function drifts(s: Situation, minute: number): Situation {
  const seen = but(s, clusterHas('x'), facts({ actualUpdatedAt: at(minute) }), now(at(minute)));
  return concluded(but(concluded(seen), readAgain(at(minute + 1))));
}
const recovers = (s: Situation, minute: number) =>
  concluded(but(s, clusterHas('a'), facts({ actualUpdatedAt: at(minute) }), readAgain(at(minute))));

const twice = recovers(drifts(recovers(drifts(synced, 10), 15), 20), 25);
const thrice = drifts(twice, 30);
const calm = recovers(thrice, 35);
const END = at(30 + 60);

describe('a resource that flaps', () => {
  test('is known by its onsets: each is kept as it began', () => {
    expect(twice.facts.drift).toMatchObject({ onset: null, recentOnsets: [at(10), at(20)] });
    expect(thrice.facts.drift).toMatchObject({ onset: at(30), recentOnsets: [at(10), at(20), at(30)] });
    expect(calm.facts.drift).toMatchObject({ status: 'in_sync', recentOnsets: [at(10), at(20), at(30)] });
  });

  test('alerts as any other the first two times, and is quiet in between', () => {
    expect(standingAlerts(twice)).toEqual([]);
    expect(expectedAlerts(twice)).toEqual([]);
    expect(conclude(twice).nextCheckAt).toBeNull();
  });

  test('says so from the third time on', () => {
    expect(expectedAlerts(thrice)).toEqual([
      {
        type: 'drift_detected',
        severity: 'medium',
        message: 'flapping: drifted 3 times in 20 min, last by kubectl-edit: spec.description a → x',
      },
    ]);
  });

  test('says how often as far as is remembered, and names nobody who is not known', () => {
    const onsets = Array.from({ length: 10 }, (_, i) => at(i - 10));
    const often = but(
      drifted,
      published('spec_drift', { onset: at(-1), recentOnsets: onsets, writer: null }),
    );
    expect(expectedAlerts(often)[0]?.message).toBe(
      'flapping: drifted 10 times in 9 min, last: spec.description a → x',
    );
  });

  test('an ignore rule that comes and goes is no drift that begins again', () => {
    const hidden = (live: string) =>
      published('in_sync', { key: `content a:live ${live}:schema:1:7`, recentOnsets: [at(-9)] });
    expect(concluded(but(drifted, hidden('x'))).facts.drift).toMatchObject({ recentOnsets: [at(-9)] });
    expect(concluded(but(drifted, hidden('y'))).facts.drift?.recentOnsets).toHaveLength(2);
  });

  test('keeps its alert open while it is in sync, until it was quiet for an hour, and is looked at then', () => {
    expect(expectedAlerts(calm)).toEqual([]);
    expect(standingAlerts(calm)).toEqual(['drift_detected']);
    expect(findInconsistencies(calm, { openAlerts: ['drift_detected'] })).toEqual([]);
    expect(findInconsistencies(calm, { openAlerts: [] })).toEqual([]);
    expect(conclude(calm).nextCheckAt).toBe(END);
    const quiet = concluded(but(calm, now(END)));
    expect(standingAlerts(quiet)).toEqual([]);
    expect(conclude(quiet).nextCheckAt).toBeNull();
    expect(findInconsistencies(quiet, { openAlerts: ['drift_detected'] }).map(({ code }) => code)).toEqual([
      'drift_alert_without_drift',
    ]);
  });

  test('that drifts on is an ordinary drift after an hour', () => {
    expect(conclude(thrice).nextCheckAt).toBe(END);
    const standing = concluded(but(thrice, now(END)));
    expect(expectedAlerts(standing)[0]?.message).toBe('spec.description a → x, changed by kubectl-edit');
  });

  test('new content in Git ends its alert all the same', () => {
    const superseded = concluded(but(thrice, gitHas('b'), revision(2, at(36)), now(at(36))));
    expect(superseded.facts.state).toBe('PENDING');
    expect(expectedAlerts(superseded)).toEqual([]);
    expect(standingAlerts(superseded)).toEqual([]);
  });
});
