import type { JsonSchema } from '../hedgehog/kubernetes-object.ts';

/** A CRD's structural schema prepared for comparing; opaque, shared between pairs of one kind. */
export interface CompiledSchema {
  readonly root: JsonSchema;
}

/** Prepares a structural schema (`openAPIV3Schema`); the same object always gives the same result, so it may be called per pair. */
export function compileSchema(openAPIV3Schema: JsonSchema): CompiledSchema {
  return { root: openAPIV3Schema };
}
