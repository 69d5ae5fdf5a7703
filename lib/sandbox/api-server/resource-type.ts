import type { StructuralSchema } from './structural-schema.ts';

/** One served version of a kind. Versions of a kind share their objects: only `apiVersion` differs. */
export interface ResourceType {
  group: string;
  version: string;
  plural: string;
  singular: string;
  kind: string;
  listKind: string;
  shortNames: string[];
  categories: string[];
  namespaced: boolean;
  statusSubresource: boolean;
  /** null keeps every field as sent: the server's own kinds. */
  schema: StructuralSchema | null;
  verbs: readonly string[];
}

export const ALL_VERBS = [
  'delete',
  'deletecollection',
  'get',
  'list',
  'patch',
  'create',
  'update',
  'watch',
] as const;

export function apiVersionOf(type: Pick<ResourceType, 'group' | 'version'>): string {
  return type.group === '' ? type.version : `${type.group}/${type.version}`;
}

/** Names the collection in which the objects of all versions of a kind lie. */
export function collectionOf(type: Pick<ResourceType, 'group' | 'plural'>): string {
  return `${type.group}/${type.plural}`;
}

const SERVER_KIND = {
  shortNames: [],
  categories: [],
  namespaced: false,
  schema: null,
} as const;

export const NAMESPACES: ResourceType = {
  ...SERVER_KIND,
  group: '',
  version: 'v1',
  plural: 'namespaces',
  singular: 'namespace',
  kind: 'Namespace',
  listKind: 'NamespaceList',
  shortNames: ['ns'],
  categories: [],
  statusSubresource: true,
  verbs: ['create', 'get', 'list', 'patch', 'update', 'watch'],
};

export const CUSTOM_RESOURCE_DEFINITIONS: ResourceType = {
  ...SERVER_KIND,
  group: 'apiextensions.k8s.io',
  version: 'v1',
  plural: 'customresourcedefinitions',
  singular: 'customresourcedefinition',
  kind: 'CustomResourceDefinition',
  listKind: 'CustomResourceDefinitionList',
  shortNames: ['crd', 'crds'],
  categories: ['api-extensions'],
  statusSubresource: true,
  verbs: ALL_VERBS,
};
