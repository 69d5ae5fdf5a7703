import { findKindProfile } from '../../hedgehog/catalogue.ts';
import type { Json, JsonObject, JsonSchema, KubernetesObject } from '../../hedgehog/kubernetes-object.ts';
import type { Comparison } from '../comparison.ts';
import type { CompiledSchema } from '../compile-schema.ts';
import { compileSchema } from '../compile-schema.ts';
import { type RuleNode, ruleTree } from '../rule-tree.ts';

/** Group, version and kind of the object under test. */
export interface Type {
  apiVersion: string;
  kind: string;
}

export const vpcType: Type = { apiVersion: 'vpc.githedgehog.com/v1beta1', kind: 'VPC' };
export const rackType: Type = { apiVersion: 'lab.example.com/v1', kind: 'Rack' };

type Metadata = Partial<KubernetesObject['metadata']>;

/** An object as a file in Git has it. */
export function inGit(type: Type, spec: Json, metadata: Metadata = {}): KubernetesObject {
  return { ...type, metadata: { name: 'x', ...metadata }, spec };
}

/** The FieldsV1 of whoever wrote this part of a spec; lists are owned whole. */
export function fieldsOf(part: Json): JsonObject {
  if (typeof part !== 'object' || part === null || Array.isArray(part)) return {};
  return Object.fromEntries(Object.entries(part).map(([key, value]) => [`f:${key}`, fieldsOf(value)]));
}

/** Which part of the spec each manager wrote; what none of them has was filled by the server or a webhook. */
export interface Owners {
  deployer?: Json;
  installer?: Json;
  hand?: Json;
}

const MANAGERS = { deployer: 'kustomize-controller', installer: 'hhfab', hand: 'kubectl-edit' } as const;

function entry(manager: string, part: Json) {
  return {
    manager,
    operation: manager === MANAGERS.deployer ? 'Apply' : 'Update',
    time: '2026-11-24T14:02:00Z',
    fieldsType: 'FieldsV1',
    fieldsV1: { 'f:spec': fieldsOf(part) },
  };
}

/** An object as the API server gives it, with the owners of its fields. */
export function inCluster(
  type: Type,
  spec: Json,
  owners: Owners = {},
  metadata: Metadata = {},
): KubernetesObject {
  const managedFields = (['deployer', 'installer', 'hand'] as const).flatMap((who) =>
    owners[who] === undefined ? [] : [entry(MANAGERS[who], owners[who])],
  );
  return {
    ...type,
    metadata: { name: 'x', namespace: 'default', uid: 'u-1', managedFields, ...metadata },
    spec,
  };
}

/** A schema whose `spec` is the given one. */
export function schemaWith(spec: JsonSchema): CompiledSchema {
  const properties = {
    apiVersion: { type: 'string' },
    kind: { type: 'string' },
    metadata: { type: 'object' },
    spec,
  };
  return compileSchema({ type: 'object', properties });
}

function schemaOfRules({ rule, children }: RuleNode): JsonSchema {
  const items = children.get('[]');
  if (items !== undefined || rule.list !== undefined) {
    return { type: 'array', items: items === undefined ? { type: 'string' } : schemaOfRules(items) };
  }
  const entries = children.get('*');
  if (entries !== undefined) return { type: 'object', additionalProperties: schemaOfRules(entries) };
  if (children.size === 0) return { type: 'string' };
  const properties = [...children].map(([name, child]) => [name, schemaOfRules(child)] as const);
  return { type: 'object', properties: Object.fromEntries(properties) };
}

/** A structural schema with the shape that the catalogue says a kind has; the catalogue must know the kind. */
export function schemaOfCatalogue(type: Type): CompiledSchema {
  const profile = findKindProfile(type.apiVersion.split('/')[0] ?? '', type.kind);
  if (profile === null) throw new Error(`The catalogue does not know ${type.kind}.`);
  return schemaWith({ type: 'object', ...schemaOfRules(ruleTree(profile)) });
}

/** The paths of the real differences, in order. */
export function realPaths(comparison: Comparison): string[] {
  return comparison.differences.filter((d) => d.class === 'real').map((d) => d.pathText);
}

/** The class of every difference, by path. */
export function classes(comparison: Comparison): Record<string, string> {
  return Object.fromEntries(comparison.differences.map((d) => [d.pathText, d.class]));
}
