import type { JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import type { Catalogue } from './catalogue.ts';
import type { ResourceType } from './resource-type.ts';

export const VERSION: JsonObject = {
  major: '1',
  minor: '34',
  gitVersion: 'v1.34.0-sandbox',
  gitCommit: '',
  gitTreeState: '',
  buildDate: '1970-01-01T00:00:00Z',
  goVersion: '',
  compiler: '',
  platform: `${process.platform}/${process.arch}`,
};

export function describeCore(address: string): JsonObject {
  const serverAddressByClientCIDRs = [{ clientCIDR: '0.0.0.0/0', serverAddress: address }];
  return { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs };
}

export function describeGroups(catalogue: Catalogue): JsonObject {
  const groups = [...catalogue.groups()].map(([name, versions]) => groupBody(name, versions));
  return { kind: 'APIGroupList', apiVersion: 'v1', groups };
}

export function describeGroup(catalogue: Catalogue, name: string): JsonObject | null {
  const versions = catalogue.groups().get(name);
  return versions === undefined ? null : { kind: 'APIGroup', apiVersion: 'v1', ...groupBody(name, versions) };
}

function groupBody(name: string, versions: string[]): JsonObject {
  const listed = versions.map((version) => ({ groupVersion: `${name}/${version}`, version }));
  return { name, versions: listed, preferredVersion: listed[0] ?? {} };
}

const REVIEWS: JsonObject = {
  name: 'selfsubjectaccessreviews',
  singularName: 'selfsubjectaccessreview',
  namespaced: false,
  kind: 'SelfSubjectAccessReview',
  verbs: ['create'],
};

/** The resources of `v1` or of `group/version`; null when it is not served. */
export function describeResources(catalogue: Catalogue, groupVersion: string): JsonObject | null {
  const types = catalogue.ofGroupVersion(groupVersion);
  const reviews = groupVersion === 'authorization.k8s.io/v1' ? [REVIEWS] : [];
  if (types.length === 0 && reviews.length === 0) return null;
  const resources = [...types.flatMap(resourceBodies), ...reviews];
  return { kind: 'APIResourceList', apiVersion: 'v1', groupVersion, resources };
}

function resourceBodies(type: ResourceType): JsonObject[] {
  const main = {
    name: type.plural,
    singularName: type.singular,
    namespaced: type.namespaced,
    kind: type.kind,
    verbs: [...type.verbs],
    ...(type.shortNames.length === 0 ? {} : { shortNames: type.shortNames }),
    ...(type.categories.length === 0 ? {} : { categories: type.categories }),
  };
  if (!type.statusSubresource) return [main];
  const status = {
    name: `${type.plural}/status`,
    singularName: '',
    namespaced: type.namespaced,
    kind: type.kind,
    verbs: ['get', 'patch', 'update'],
  };
  return [main, status];
}
