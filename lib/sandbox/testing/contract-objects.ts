import type { Json, JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { isJsonObject, objectAt } from '../json-value.ts';

export const VPCS = '/apis/vpc.githedgehog.com/v1beta1/namespaces/default/vpcs';
export const SWITCHES = '/apis/wiring.githedgehog.com/v1beta1/namespaces/default/switches';
export const PEERINGS = '/apis/vpc.githedgehog.com/v1beta1/namespaces/default/vpcpeerings';
export const SHELVES = '/apis/depot.example.org/v1/namespaces/default/shelves';
export const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

export function vpc(name: string, spec: JsonObject, metadata: JsonObject = {}): JsonObject {
  return { apiVersion: 'vpc.githedgehog.com/v1beta1', kind: 'VPC', metadata: { name, ...metadata }, spec };
}

export function shelf(name: string, spec: JsonObject, metadata: JsonObject = {}): JsonObject {
  return { apiVersion: 'depot.example.org/v1', kind: 'Shelf', metadata: { name, ...metadata }, spec };
}

/** A kind with what the Hedgehog kinds do not have: keyed lists, sets, nested defaults, free sections. */
export const SHELF_DEFINITION: JsonObject = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'shelves.depot.example.org' },
  spec: {
    group: 'depot.example.org',
    scope: 'Namespaced',
    names: { kind: 'Shelf', plural: 'shelves', shortNames: ['shf'] },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        subresources: { status: {} },
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: {
              spec: {
                type: 'object',
                properties: {
                  aisle: { type: 'string', default: 'north' },
                  level: { type: 'integer', minimum: 1, maximum: 9, default: 1 },
                  code: { type: 'string', pattern: '^[A-Z]{2}[0-9]+$', maxLength: 6 },
                  lighting: {
                    type: 'object',
                    default: {},
                    properties: {
                      mode: { type: 'string', enum: ['motion', 'always'], default: 'motion' },
                      lumen: { type: 'integer' },
                    },
                  },
                  tags: { type: 'array', 'x-kubernetes-list-type': 'set', items: { type: 'string' } },
                  bins: {
                    type: 'array',
                    maxItems: 3,
                    'x-kubernetes-list-type': 'map',
                    'x-kubernetes-list-map-keys': ['slot'],
                    items: {
                      type: 'object',
                      required: ['slot'],
                      properties: {
                        slot: { type: 'integer' },
                        holds: { type: 'string' },
                        open: { type: 'boolean', default: false },
                      },
                    },
                  },
                  route: { type: 'array', items: { type: 'string' } },
                  weight: { 'x-kubernetes-int-or-string': true },
                  remarks: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
                },
              },
              status: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
            },
          },
        },
      },
    ],
  },
};

/** The owners of an object: what each manager owns, by `manager/operation` and subresource. */
export function ownersOf(object: JsonObject): Record<string, Json> {
  const entries = objectAt(object, 'metadata')?.managedFields;
  const owners: Record<string, Json> = {};
  for (const entry of Array.isArray(entries) ? entries : []) {
    if (!isJsonObject(entry)) continue;
    const subresource = entry.subresource === undefined ? '' : `/${entry.subresource}`;
    owners[`${entry.manager}/${entry.operation}${subresource}`] = entry.fieldsV1 ?? null;
  }
  return owners;
}

/** The causes of a refusal, each once, in a fixed order: the real server repeats and shuffles them. */
export function causesOf(status: JsonObject): string[] {
  const causes = objectAt(status, 'details')?.causes;
  const list = Array.isArray(causes) ? causes.filter(isJsonObject) : [];
  return [...new Set(list.map((cause) => `${cause.reason} ${cause.field}: ${cause.message}`))].sort();
}
