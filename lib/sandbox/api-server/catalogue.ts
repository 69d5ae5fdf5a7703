import type { JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { isJsonObject, objectAt } from '../json-value.ts';
import {
  ALL_VERBS,
  apiVersionOf,
  CUSTOM_RESOURCE_DEFINITIONS,
  collectionOf,
  NAMESPACES,
  type ResourceType,
} from './resource-type.ts';
import { readSchema } from './structural-schema.ts';

/** What the server serves: its own kinds and those of the stored CRDs, in the order of their registration. */
export class Catalogue {
  readonly #served = new Map<string, ResourceType[]>();

  constructor() {
    this.#served.set(collectionOf(NAMESPACES), [NAMESPACES]);
    this.#served.set(collectionOf(CUSTOM_RESOURCE_DEFINITIONS), [CUSTOM_RESOURCE_DEFINITIONS]);
  }

  register(definition: JsonObject): void {
    const types = readDefinition(definition);
    const first = types[0];
    if (first !== undefined) this.#served.set(collectionOf(first), types);
  }

  unregister(collection: string): void {
    this.#served.delete(collection);
  }

  find(group: string, version: string, plural: string): ResourceType | null {
    const types = this.#served.get(collectionOf({ group, plural })) ?? [];
    return types.find((type) => type.version === version) ?? null;
  }

  ofGroupVersion(groupVersion: string): ResourceType[] {
    return [...this.#served.values()].flat().filter((type) => apiVersionOf(type) === groupVersion);
  }

  /** The groups with their versions, without the nameless core group. */
  groups(): Map<string, string[]> {
    const groups = new Map<string, string[]>([['authorization.k8s.io', ['v1']]]);
    for (const type of [...this.#served.values()].flat()) {
      if (type.group === '') continue;
      const versions = groups.get(type.group) ?? [];
      if (!versions.includes(type.version)) groups.set(type.group, [...versions, type.version]);
    }
    return groups;
  }
}

function text(object: JsonObject | undefined, key: string): string {
  const value = object?.[key];
  return typeof value === 'string' ? value : '';
}

function texts(object: JsonObject | undefined, key: string): string[] {
  const value = object?.[key];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** The served versions of a CRD. */
export function readDefinition(definition: JsonObject): ResourceType[] {
  const spec = objectAt(definition, 'spec');
  const names = objectAt(spec, 'names');
  const versions = Array.isArray(spec?.versions) ? spec.versions.filter(isJsonObject) : [];
  return versions
    .filter((version) => version.served === true)
    .map((version) => {
      const schema = objectAt(version, 'schema', 'openAPIV3Schema');
      const kind = text(names, 'kind');
      return {
        group: text(spec, 'group'),
        version: text(version, 'name'),
        plural: text(names, 'plural'),
        singular: text(names, 'singular') || kind.toLowerCase(),
        kind,
        listKind: text(names, 'listKind') || `${kind}List`,
        shortNames: texts(names, 'shortNames'),
        categories: texts(names, 'categories'),
        namespaced: text(spec, 'scope') === 'Namespaced',
        statusSubresource: objectAt(version, 'subresources', 'status') !== undefined,
        schema: schema === undefined ? null : readSchema(schema),
        verbs: ALL_VERBS,
      };
    });
}
