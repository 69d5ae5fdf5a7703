import { describe, expect, test } from 'vitest';
import { LIVE_TOPICS, type LiveTopic } from './live-frame.ts';
import { isStaleAfter, queryKeys } from './query-keys.ts';

const leaf = { group: 'g', kind: 'Switch', namespace: 'default', name: 'leaf-03' };
const KEYS = {
  fabrics: queryKeys.fabrics(),
  activity: queryKeys.activity(),
  summary: queryKeys.fabric('f'),
  facets: queryKeys.facets('f'),
  resources: queryKeys.resources('f', 'state=DRIFTED'),
  drift: queryKeys.drift('f', 'group=kind'),
  resource: queryKeys.resource('f', leaf),
  rules: queryKeys.rules('f'),
  'rule-preview': queryKeys.rulePreview('f', 'path=spec.asn'),
  'rule-removal': queryKeys.ruleRemoval('f', '3'),
  timeline: queryKeys.timeline('f', leaf, 'all'),
  moment: queryKeys.moment('f', '2026-11-24T14:11:00.000Z', 3),
  jump: queryKeys.jump('leaf'),
};
const staleAfter = (topics: LiveTopic[], fabricId = 'f') =>
  Object.entries(KEYS).flatMap(([name, key]) => (isStaleAfter(key, fabricId, topics) ? [name] : []));

describe('what a change makes stale', () => {
  test.each<[LiveTopic, string[]]>([
    ['fabric', ['fabrics', 'summary', 'resource', 'rules', 'rule-preview', 'rule-removal']],
    [
      'resources',
      [
        'fabrics',
        'activity',
        'summary',
        'facets',
        'resources',
        'drift',
        'resource',
        'rules',
        'rule-preview',
        'rule-removal',
        'timeline',
      ],
    ],
    ['alerts', ['fabrics', 'activity', 'summary', 'resource']],
    ['operations', ['resource']],
  ])('%s', (topic, expected) => {
    expect(staleAfter([topic])).toEqual(expected);
  });

  test('another fabric leaves this one alone, but not what spans them', () => {
    expect(staleAfter([...LIVE_TOPICS], 'other')).toEqual(['fabrics', 'activity']);
  });

  test('a resource that is called like a question is not taken for it', () => {
    const key = queryKeys.moment('f', 'resources', 1);
    expect(isStaleAfter(key, 'f', ['resources'])).toBe(false);
  });

  test('several topics add up; none makes nothing stale', () => {
    expect(staleAfter(['operations', 'alerts'])).toEqual(['fabrics', 'activity', 'summary', 'resource']);
    expect(staleAfter([])).toEqual([]);
  });
});

test('two resources, two filters and two fabrics have keys of their own', () => {
  const keys = [
    KEYS.resource,
    queryKeys.resource('g', leaf),
    queryKeys.resource('f', { ...leaf, name: 'leaf-04' }),
    KEYS.resources,
    queryKeys.resources('f', ''),
    KEYS.drift,
    queryKeys.drift('f', ''),
    KEYS.timeline,
    queryKeys.timeline('f', leaf, 'refused'),
  ].map((key) => JSON.stringify(key));
  expect(new Set(keys).size).toBe(keys.length);
});
