import type { JsonObject, KubernetesObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import type { ServedKind } from '../observation.ts';

function kindOf(group: string, kind: string, plural: string, shortNames: string[] = []): ServedKind {
  const version = 'v1beta1';
  return {
    group: `${group}.githedgehog.com`,
    version,
    kind,
    plural,
    shortNames,
    namespaced: true,
    servedVersions: [version],
    schema: null,
    crd: null,
  };
}

/** Kinds whose objects tests may make freely: nothing checks or refers to them. */
export const SERVER = kindOf('wiring', 'Server', 'servers', ['srv']);
export const SWITCH_GROUP = kindOf('wiring', 'SwitchGroup', 'switchgroups', ['sg']);

/** A small CRD of the kind, for servers that have none of their own. */
export function crdOf(kind: ServedKind, versions: readonly string[] = kind.servedVersions): JsonObject {
  const open = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
  const spec = {
    type: 'object',
    properties: { description: { type: 'string' }, profile: { type: 'string' } },
  };
  const schema = { openAPIV3Schema: { type: 'object', properties: { spec, status: open } } };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${kind.plural}.${kind.group}` },
    spec: {
      group: kind.group,
      scope: 'Namespaced',
      names: {
        kind: kind.kind,
        plural: kind.plural,
        singular: kind.kind.toLowerCase(),
        listKind: `${kind.kind}List`,
        shortNames: kind.shortNames,
      },
      versions: versions.map((name, index) => ({
        name,
        served: true,
        storage: index === 0,
        schema,
        subresources: { status: {} },
      })),
    },
  };
}

/** An object of the kind; `resourceVersion` as a server would have given it. */
export function objectOf(
  kind: ServedKind,
  name: string,
  more: { version?: number; description?: string } = {},
): KubernetesObject {
  const { version, description } = more;
  return {
    apiVersion: `${kind.group}/${kind.version}`,
    kind: kind.kind,
    metadata: {
      name,
      namespace: 'default',
      ...(version === undefined ? {} : { resourceVersion: String(version) }),
    },
    spec: description === undefined ? {} : { description },
  };
}
