import type { Json, JsonObject, JsonSchema } from '#lib/domain/hedgehog/kubernetes-object.ts';

/** A text; every schema here may be given the keywords of a structural schema. */
export function text(keywords: JsonObject = {}): JsonSchema {
  return { type: 'string', ...keywords };
}

export function oneOf(...values: string[]): JsonSchema {
  return text({ enum: values });
}

export function int(keywords: JsonObject = {}): JsonSchema {
  return { type: 'integer', ...keywords };
}

export const bool: JsonSchema = { type: 'boolean' };

/** A list that is owned and replaced whole, as all lists of the Hedgehog kinds. */
export function list(items: JsonSchema, keywords: JsonObject = {}): JsonSchema {
  return { type: 'array', items, ...keywords };
}

export function mapOf(values: JsonSchema): JsonSchema {
  return { type: 'object', additionalProperties: values };
}

/** A section with named fields; a name that ends in `!` is required. */
export function section(fields: Record<string, JsonSchema>): JsonSchema {
  const properties: Record<string, Json> = {};
  const required: string[] = [];
  for (const [name, schema] of Object.entries(fields)) {
    const key = name.replace(/!$/, '');
    properties[key] = schema;
    if (key !== name) required.push(key);
  }
  return { type: 'object', properties, ...(required.length === 0 ? {} : { required }) };
}

/** A section without declared fields: what is written into it is dropped. */
export const emptySection: JsonSchema = { type: 'object' };

/** A section that keeps whatever is written into it. */
export const anything: JsonSchema = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };

export interface KindDefinition {
  kind: string;
  plural: string;
  shortNames?: string[];
  spec: JsonSchema;
  status?: JsonSchema;
}

/** The CRD of one namespaced kind with a status subresource. */
export function defineKind(groupVersion: string, definition: KindDefinition): JsonObject {
  const [group = '', version = ''] = groupVersion.split('/');
  const { kind, plural, shortNames = [], spec, status = emptySection } = definition;
  const openAPIV3Schema = section({ apiVersion: text(), kind: text(), metadata: emptySection, spec, status });
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      scope: 'Namespaced',
      names: {
        kind,
        listKind: `${kind}List`,
        plural,
        singular: kind.toLowerCase(),
        shortNames,
        categories: ['hedgehog'],
      },
      versions: [
        {
          name: version,
          served: true,
          storage: true,
          schema: { openAPIV3Schema },
          subresources: { status: {} },
        },
      ],
    },
  };
}
