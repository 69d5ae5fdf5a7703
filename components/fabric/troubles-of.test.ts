import { describe, expect, test } from 'vitest';
import {
  ago,
  clusterReading,
  fabricSummary,
  gitReading,
  heldRevision,
  kindReading,
  kindSummary,
  NOW,
  stateCounts,
} from '#lib/contract/testing/samples.ts';
import { troublesOf } from './troubles-of.ts';

const troubles = (more: Parameters<typeof fabricSummary>[0]) => troublesOf(fabricSummary(more), NOW);

describe('what keeps a fabric from being read', () => {
  test('is nothing on a good day', () => {
    expect(troubles({})).toEqual([]);
  });

  test('an unreachable cluster: since when, and what it means', () => {
    const cluster = clusterReading({ connection: 'failed', error: 'connection refused.', errorAt: ago(360) });
    expect(troubles({ cluster })).toEqual([
      {
        subject: 'The cluster does not answer:',
        message: 'connection refused',
        since: ago(360),
        means: 'Its resources are unknown until it does, not in sync.',
        held: null,
      },
    ]);
  });

  test('a Git that cannot be read', () => {
    const git = gitReading({ error: 'authentication failed', errorAt: ago(90) });
    expect(troubles({ git })).toMatchObject([{ message: 'authentication failed', since: ago(90) }]);
  });

  test('a revision that waits for somebody, before everything else', () => {
    const held = heldRevision();
    const git = gitReading({ held });
    expect(troubles({ git, cluster: clusterReading({ connection: 'failed' }) })[0]).toEqual({
      subject: 'c0ffee1 is held:',
      message: 'it would take away 20 of 24 documents (VPC/a, VPC/b, VPC/c and 17 more)',
      since: ago(30),
      means:
        'Everything stays at 3f2a1c9 until they are let go or Git moves on: revert the commit to keep them.',
      held,
    });
    expect(troubles({ git: gitReading({ held: heldRevision({ releasedBy: 'ada' }) }) })).toMatchObject([
      { means: 'Let go by ada; the next reading of Git takes it on.', held: null },
    ]);
    expect(troubles({ git: gitReading({ held, error: 'timeout', readAt: ago(5) }) })).toHaveLength(2);
  });

  test('what was kept is no proof once the interval of Git has passed, and says so', () => {
    const unknown = /states, differences and severities are unknown\.$/;
    const means = (git: Parameters<typeof gitReading>[0]) => troubles({ git: gitReading(git) })[0]?.means;
    expect(means({ held: heldRevision(), readAt: ago(59) })).not.toMatch(unknown);
    expect(means({ held: heldRevision(), readAt: ago(61) })).toMatch(unknown);
    expect(means({ error: 'timeout', readAt: ago(59) })).not.toMatch(unknown);
    expect(means({ error: 'timeout', readAt: ago(61) })).toMatch(unknown);
  });

  test('readings that just stop arriving', () => {
    const found = troubles({
      git: gitReading({ readAt: ago(500) }),
      cluster: clusterReading({ observedThrough: ago(500) }),
    });
    expect(found.map(({ message, since }) => [message, since])).toEqual([
      ['no reading arrives', ago(500)],
      ['no reading arrives', ago(500)],
    ]);
  });

  test('a kind that may not be read, when it has resources', () => {
    const reading = kindReading({ availability: 'forbidden', message: 'no right to list switches' });
    const counts = stateCounts({ SYNCED: 2 });
    const kinds = [
      kindSummary({ kind: 'Switch', reading, counts }),
      kindSummary({ kind: 'Server', reading, counts: stateCounts() }),
    ];
    expect(troubles({ kinds })).toMatchObject([
      { subject: 'Switch cannot be read:', message: 'no right to list switches' },
    ]);
    expect(troubles({ kinds, cluster: clusterReading({ connection: 'failed' }) })).toHaveLength(1);
  });
});
