import type { Json, JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { isJsonObject, own } from '../json-value.ts';

/** A CRD's `openAPIV3Schema`, read once; what is not understood is left out. */
export interface StructuralSchema {
  type?: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean';
  properties: Map<string, StructuralSchema>;
  additionalProperties?: StructuralSchema;
  items?: StructuralSchema;
  required: string[];
  enum?: Json[];
  default?: Json;
  nullable: boolean;
  pattern?: RegExp;
  patternText?: string;
  format?: string;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  minLength?: number;
  maxLength?: number;
  minProperties?: number;
  maxProperties?: number;
  preserveUnknownFields: boolean;
  intOrString: boolean;
  listType: 'atomic' | 'set' | 'map';
  listMapKeys: string[];
  mapType: 'granular' | 'atomic';
}

const TYPES = ['object', 'array', 'string', 'integer', 'number', 'boolean'] as const;
const NUMBERS = [
  'minimum',
  'maximum',
  'minItems',
  'maxItems',
  'minLength',
  'maxLength',
  'minProperties',
  'maxProperties',
] as const;

function strings(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

function emptySchema(): StructuralSchema {
  return {
    properties: new Map(),
    required: [],
    nullable: false,
    preserveUnknownFields: false,
    intOrString: false,
    listType: 'atomic',
    listMapKeys: [],
    mapType: 'granular',
  };
}

/** What a value is taken for when no schema describes it: maps by key, lists whole. */
export const UNTYPED: StructuralSchema = { ...emptySchema(), preserveUnknownFields: true };

export function readSchema(json: JsonObject): StructuralSchema {
  const schema = emptySchema();
  const type = TYPES.find((candidate) => candidate === json.type);
  if (type !== undefined) schema.type = type;
  if (isJsonObject(json.properties)) {
    for (const key of Object.keys(json.properties)) {
      const property = own(json.properties, key);
      if (isJsonObject(property)) schema.properties.set(key, readSchema(property));
    }
  }
  if (isJsonObject(json.additionalProperties))
    schema.additionalProperties = readSchema(json.additionalProperties);
  if (json.additionalProperties === true) schema.additionalProperties = UNTYPED;
  if (isJsonObject(json.items)) schema.items = readSchema(json.items);
  schema.required = strings(json.required);
  readConstraints(schema, json);
  schema.preserveUnknownFields = json['x-kubernetes-preserve-unknown-fields'] === true;
  schema.intOrString = json['x-kubernetes-int-or-string'] === true;
  const listType = json['x-kubernetes-list-type'];
  if (listType === 'set' || listType === 'map') schema.listType = listType;
  schema.listMapKeys = strings(json['x-kubernetes-list-map-keys']);
  if (json['x-kubernetes-map-type'] === 'atomic') schema.mapType = 'atomic';
  return schema;
}

function readConstraints(schema: StructuralSchema, json: JsonObject): void {
  if (Array.isArray(json.enum)) schema.enum = json.enum;
  if (json.default !== undefined) schema.default = json.default;
  schema.nullable = json.nullable === true;
  if (typeof json.format === 'string') schema.format = json.format;
  if (typeof json.pattern === 'string') {
    schema.pattern = new RegExp(json.pattern);
    schema.patternText = json.pattern;
  }
  for (const name of NUMBERS) {
    const value = json[name];
    if (typeof value === 'number') schema[name] = value;
  }
}

/** The schema of a map's entry, and whether the schema names it (a field) or not (an item of a map by name). */
export function schemaOfKey(
  schema: StructuralSchema,
  key: string,
): { schema: StructuralSchema; named: boolean } | null {
  const property = schema.properties.get(key);
  if (property !== undefined) return { schema: property, named: true };
  if (schema.additionalProperties !== undefined) return { schema: schema.additionalProperties, named: false };
  return schema.preserveUnknownFields ? { schema: UNTYPED, named: false } : null;
}
