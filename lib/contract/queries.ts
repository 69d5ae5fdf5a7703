import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { type DriftFilter, formatDriftFilter } from './drift-filter.ts';
import type { DriftSpell } from './drift-history.ts';
import type { FabricDriftPage } from './fabric-drift.ts';
import type { FabricList, FabricSummary } from './fabric-summary.ts';
import { getJson } from './get-json.ts';
import type { IgnoreRuleList, RulePreview, RuleRemoval, RuleScope } from './ignore-rule.ts';
import type { JumpTarget } from './jump-target.ts';
import type { ResourcePath } from './paths.ts';
import { resourceSegments } from './paths.ts';
import { queryKeys } from './query-keys.ts';
import type { ResourceDetail } from './resource-detail.ts';
import { formatResourceFilter, type ResourceFilter } from './resource-filter.ts';
import type { ResourceFacets, ResourcePage } from './resource-row.ts';
import { formatRuleScope } from './rule-scope.ts';
import type { Activity, MomentDetail, TimelineEntry, TimelinePage } from './timeline.ts';
import type { TimelineFilter } from './timeline-filter.ts';

/**
 * The marks of a watch move twice a minute without a notification, which would wake every page for nothing.
 * So questions that show an age are asked again now and then.
 */
const AGES_MS = 30_000;

const fabricApi = (fabricId: string) => `/api/fabrics/${encodeURIComponent(fabricId)}`;

/** Every fabric, for the overview and the rail. */
export const fabricListQuery = () =>
  queryOptions({
    queryKey: queryKeys.fabrics(),
    queryFn: ({ signal }) => getJson<FabricList>('/api/fabrics', signal),
    refetchInterval: AGES_MS,
  });

/** What needs a decision, and the latest transitions, across fabrics. */
export const activityQuery = () =>
  queryOptions({
    queryKey: queryKeys.activity(),
    queryFn: ({ signal }) => getJson<Activity>('/api/activity', signal),
  });

export const fabricQuery = (fabricId: string) =>
  queryOptions({
    queryKey: queryKeys.fabric(fabricId),
    queryFn: ({ signal }) => getJson<FabricSummary>(fabricApi(fabricId), signal),
    refetchInterval: AGES_MS,
  });

/** What the filters of the table can offer. */
export const facetsQuery = (fabricId: string) =>
  queryOptions({
    queryKey: queryKeys.facets(fabricId),
    queryFn: ({ signal }) => getJson<ResourceFacets>(`${fabricApi(fabricId)}/facets`, signal),
  });

/** The resource table, paged by key. */
export const resourcesQuery = (fabricId: string, filter: ResourceFilter) => {
  const search = formatResourceFilter(filter);
  return infiniteQueryOptions({
    queryKey: queryKeys.resources(fabricId, search),
    queryFn: ({ pageParam, signal }) => {
      const query = [search, pageParam && `after=${encodeURIComponent(pageParam)}`].filter(Boolean).join('&');
      return getJson<ResourcePage>(`${fabricApi(fabricId)}/resources?${query}`, signal);
    },
    initialPageParam: '',
    getNextPageParam: (page: ResourcePage) => page.next,
    placeholderData: keepPreviousData,
  });
};

/** The differences of a fabric, worst first, paged by key. */
export const fabricDriftQuery = (fabricId: string, filter: DriftFilter) => {
  const search = formatDriftFilter(filter);
  return infiniteQueryOptions({
    queryKey: queryKeys.drift(fabricId, search),
    queryFn: ({ pageParam, signal }) => {
      const query = [search, pageParam && `after=${encodeURIComponent(pageParam)}`].filter(Boolean).join('&');
      return getJson<FabricDriftPage>(`${fabricApi(fabricId)}/drift?${query}`, signal);
    },
    initialPageParam: '',
    getNextPageParam: (page: FabricDriftPage) => page.next,
    placeholderData: keepPreviousData,
  });
};

export const resourceQuery = (fabricId: string, resource: ResourcePath) =>
  queryOptions({
    queryKey: queryKeys.resource(fabricId, resource),
    queryFn: ({ signal }) =>
      getJson<ResourceDetail>(`${fabricApi(fabricId)}/resources/${resourceSegments(resource)}`, signal),
    refetchInterval: AGES_MS,
  });

/** The fabric's ignore rules and what each hides now. */
export const rulesQuery = (fabricId: string) =>
  queryOptions({
    queryKey: queryKeys.rules(fabricId),
    queryFn: ({ signal }) => getJson<IgnoreRuleList>(`${fabricApi(fabricId)}/rules`, signal),
  });

/** What a rule would hide that is not added yet. */
export const rulePreviewQuery = (fabricId: string, scope: RuleScope) => {
  const search = formatRuleScope(scope);
  return queryOptions({
    queryKey: queryKeys.rulePreview(fabricId, search),
    queryFn: ({ signal }) => getJson<RulePreview>(`${fabricApi(fabricId)}/rules/preview?${search}`, signal),
    placeholderData: keepPreviousData,
  });
};

/** What removing a rule would do. */
export const ruleRemovalQuery = (fabricId: string, ruleId: string) =>
  queryOptions({
    queryKey: queryKeys.ruleRemoval(fabricId, ruleId),
    queryFn: ({ signal }) =>
      getJson<RuleRemoval>(`${fabricApi(fabricId)}/rules/${encodeURIComponent(ruleId)}/removal`, signal),
  });

/** The history of one resource, newest first. */
export const timelineQuery = (fabricId: string, resource: ResourcePath, filter: TimelineFilter) =>
  infiniteQueryOptions({
    queryKey: queryKeys.timeline(fabricId, resource, filter),
    queryFn: ({ pageParam, signal }) =>
      getJson<TimelinePage>(
        `${fabricApi(fabricId)}/timeline/${resourceSegments(resource)}?only=${filter}&after=${encodeURIComponent(pageParam)}`,
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: (page: TimelinePage) => page.next,
  });

/** What differed at the moment of a transition; history does not change, so it is asked once. */
export const momentQuery = (fabricId: string, { at, id }: Pick<TimelineEntry, 'at' | 'id'>) =>
  queryOptions({
    queryKey: queryKeys.moment(fabricId, at, id),
    queryFn: ({ signal }) =>
      getJson<MomentDetail>(`${fabricApi(fabricId)}/moments/${encodeURIComponent(at)}/${id}`, signal),
  });

/** What differed while a resource drifted, once that is over; asked once. */
export const spellQuery = (fabricId: string, { id }: Pick<DriftSpell, 'id'>) =>
  queryOptions({
    queryKey: queryKeys.moment(fabricId, 'spell', id),
    queryFn: ({ signal }) => getJson<MomentDetail>(`${fabricApi(fabricId)}/spells/${id}`, signal),
  });

/** Resources whose name or kind contains the text, for ⌘K. */
export const jumpQuery = (text: string) =>
  queryOptions({
    queryKey: queryKeys.jump(text),
    queryFn: ({ signal }) => getJson<JumpTarget[]>(`/api/jump?q=${encodeURIComponent(text)}`, signal),
    placeholderData: keepPreviousData,
  });
