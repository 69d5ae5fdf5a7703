import type { LiveTopic } from './live-frame.ts';
import type { ResourcePath } from './paths.ts';

/** The keys under which answers are kept. Everything of one fabric begins with its id. */
export const queryKeys = {
  fabrics: () => ['fabrics'] as const,
  activity: () => ['activity'] as const,
  fabric: (fabricId: string) => ['fabric', fabricId, 'summary'] as const,
  facets: (fabricId: string) => ['fabric', fabricId, 'facets'] as const,
  resources: (fabricId: string, filter: string) => ['fabric', fabricId, 'resources', filter] as const,
  drift: (fabricId: string, filter: string) => ['fabric', fabricId, 'drift', filter] as const,
  resource: (fabricId: string, { group, kind, namespace, name }: ResourcePath) =>
    ['fabric', fabricId, 'resource', group, kind, namespace, name] as const,
  rules: (fabricId: string) => ['fabric', fabricId, 'rules'] as const,
  rulePreview: (fabricId: string, scope: string) => ['fabric', fabricId, 'rule-preview', scope] as const,
  ruleRemoval: (fabricId: string, ruleId: string) => ['fabric', fabricId, 'rule-removal', ruleId] as const,
  timeline: (fabricId: string, { group, kind, namespace, name }: ResourcePath, filter: string) =>
    ['fabric', fabricId, 'timeline', group, kind, namespace, name, filter] as const,
  moment: (fabricId: string, at: string, id: number) => ['fabric', fabricId, 'moment', at, id] as const,
  jump: (text: string) => ['jump', text] as const,
};

/** Which questions a topic makes stale, by the first word of the key (`fabrics`) or its third (`resources`). */
const STALE_BY_TOPIC: Record<LiveTopic, readonly string[]> = {
  fabric: ['fabrics', 'summary', 'resource', 'rules', 'rule-preview', 'rule-removal'],
  resources: [
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
  alerts: ['fabrics', 'activity', 'summary', 'resource'],
  operations: ['resource'],
};

/** True when what is kept under the key may no longer be true after a change of the fabric. */
export function isStaleAfter(
  key: readonly unknown[],
  fabricId: string,
  topics: readonly LiveTopic[],
): boolean {
  const [first, id, question] = key;
  if (first === 'fabric' && id !== fabricId) return false;
  const asked = first === 'fabric' ? question : first;
  return topics.some((topic) => STALE_BY_TOPIC[topic].some((name) => name === asked));
}
