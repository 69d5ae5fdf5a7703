import { type DriftFilter, EVERY_DRIFT, formatDriftFilter } from './drift-filter.ts';
import type { RuleScope } from './ignore-rule.ts';
import { EMPTY_FILTER, formatResourceFilter, type ResourceFilter } from './resource-filter.ts';
import { formatRuleScope } from './rule-scope.ts';

/** What names a resource in a URL. */
export interface ResourcePath {
  group: string;
  kind: string;
  namespace: string;
  name: string;
}

// A path segment cannot be empty: the core group and cluster-scoped resources have this instead.
const NOTHING = '-';
const encode = (part: string) => encodeURIComponent(part === '' ? NOTHING : part);
const decode = (part: string) => {
  const text = decodeURIComponent(part);
  return text === NOTHING ? '' : text;
};

export const fabricPath = (fabric: string, filter: Partial<ResourceFilter> = {}) => {
  const query = formatResourceFilter({ ...EMPTY_FILTER, ...filter });
  return `/fabrics/${encodeURIComponent(fabric)}${query === '' ? '' : `?${query}`}`;
};

export const fabricDriftPath = (fabric: string, filter: DriftFilter = EVERY_DRIFT) => {
  const query = formatDriftFilter(filter);
  return `${fabricPath(fabric)}/drift${query === '' ? '' : `?${query}`}`;
};

/** The page of a fabric's ignore rules; with a scope, its form is filled with it. */
export const rulesPath = (fabric: string, scope?: RuleScope) => {
  const query = scope === undefined ? '' : formatRuleScope(scope);
  return `${fabricPath(fabric)}/rules${query === '' ? '' : `?${query}`}`;
};

export const resourceSegments = ({ group, kind, namespace, name }: ResourcePath) =>
  [group, kind, namespace, name].map(encode).join('/');

export const resourcePath = (fabric: string, resource: ResourcePath) =>
  `${fabricPath(fabric)}/resources/${resourceSegments(resource)}`;

/** Reads what `resourceSegments` wrote; null when it cannot be one. */
export function parseResourceSegments(segments: readonly string[]): ResourcePath | null {
  const [group, kind, namespace, name] = segments;
  if (segments.length !== 4 || group === undefined || kind === undefined) return null;
  if (namespace === undefined || name === undefined) return null;
  try {
    const resource = {
      group: decode(group),
      kind: decode(kind),
      namespace: decode(namespace),
      name: decode(name),
    };
    // A database cannot even look for a NUL.
    return Object.values(resource).some((part) => part.includes('\0')) ? null : resource;
  } catch {
    return null;
  }
}
