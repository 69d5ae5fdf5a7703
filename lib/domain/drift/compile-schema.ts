import type { JsonSchema } from '../hedgehog/kubernetes-object.ts';

/** A CRD's structural schema prepared for comparing; opaque, shared between pairs of one kind. */
export interface CompiledSchema {
  readonly root: JsonSchema;
}

const compiled = new WeakMap<JsonSchema, CompiledSchema>();

/** Prepares a structural schema (`openAPIV3Schema`); the same object always gives the same result, so it may be called per pair. */
export function compileSchema(openAPIV3Schema: JsonSchema): CompiledSchema {
  let schema = compiled.get(openAPIV3Schema);
  if (schema === undefined) {
    schema = { root: openAPIV3Schema };
    compiled.set(openAPIV3Schema, schema);
  }
  return schema;
}
