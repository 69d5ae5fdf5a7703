import type { Spelling } from '../hedgehog/kind-profile.ts';
import { isJsonObject, type Json, type JsonSchema } from '../hedgehog/kubernetes-object.ts';
import { cidr, duration, ip, mac, quantity } from '../hedgehog/spellings.ts';

/** What one node of a structural schema says that matters for comparing (Kubernetes, "Specifying a structural schema"). */
export interface SchemaFacts {
  shape: 'section' | 'map' | 'list' | 'value' | 'free';
  properties: ReadonlyMap<string, JsonSchema>;
  each: JsonSchema | null;
  keepsUnknown: boolean;
  list: 'ordered' | 'set' | readonly string[];
  granular: boolean;
  default: Json | undefined;
  nullable: boolean;
  spelling: Spelling | null;
}

const FORMATS = new Map<Json | undefined, Spelling>([
  ['ipv6', ip],
  ['ip', ip],
  ['cidr', cidr],
  ['mac', mac],
  ['duration', duration],
]);

/** How controller-gen writes the pattern of a `resource.Quantity`. */
const QUANTITY_PATTERN = '^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|';

function spellingOf(schema: JsonSchema): Spelling | null {
  const { pattern } = schema;
  if (typeof pattern === 'string' && pattern.startsWith(QUANTITY_PATTERN)) return quantity;
  return schema.type === 'string' ? (FORMATS.get(schema.format) ?? null) : null;
}

function listOf(schema: JsonSchema): SchemaFacts['list'] {
  if (schema['x-kubernetes-list-type'] === 'set') return 'set';
  const keys = schema['x-kubernetes-list-map-keys'];
  if (schema['x-kubernetes-list-type'] !== 'map' || !Array.isArray(keys)) return 'ordered';
  return keys.filter((key) => typeof key === 'string');
}

function shapeOf(schema: JsonSchema): SchemaFacts['shape'] {
  if (schema['x-kubernetes-int-or-string'] === true) return 'value';
  if (schema.type === 'array') return 'list';
  if (isJsonObject(schema.properties)) return 'section';
  if (schema['x-kubernetes-preserve-unknown-fields'] === true) return 'free';
  if (isJsonObject(schema.additionalProperties) || schema.additionalProperties === true) return 'map';
  if (schema.type === 'object') return 'section';
  return typeof schema.type === 'string' ? 'value' : 'free';
}

/** Reads one node of a structural schema; whatever it does not understand counts as free-form. */
export function readSchema(schema: JsonSchema): SchemaFacts {
  const shape = shapeOf(schema);
  const properties = new Map<string, JsonSchema>();
  if (isJsonObject(schema.properties)) {
    for (const [name, child] of Object.entries(schema.properties))
      properties.set(name, isJsonObject(child) ? child : {});
  }
  const each = shape === 'list' ? schema.items : schema.additionalProperties;
  return {
    shape,
    properties,
    each: isJsonObject(each) ? each : null,
    keepsUnknown:
      schema['x-kubernetes-preserve-unknown-fields'] === true ||
      schema['x-kubernetes-embedded-resource'] === true,
    list: listOf(schema),
    granular:
      shape === 'list'
        ? schema['x-kubernetes-list-type'] === 'set' || schema['x-kubernetes-list-type'] === 'map'
        : schema['x-kubernetes-map-type'] !== 'atomic',
    default: schema.default,
    nullable: schema.nullable === true,
    spelling: spellingOf(schema),
  };
}
