import type { JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { readDefinition } from '../api-server/catalogue.ts';
import type { ResourceType } from '../api-server/resource-type.ts';
import type { Target } from '../api-server/write-request.ts';
import { SHELF_DEFINITION } from './contract-objects.ts';

/** The served type of a CRD with one version. */
export function typeOf(definition: JsonObject): ResourceType {
  const [type] = readDefinition(definition);
  if (type === undefined) throw new Error('the definition serves no version');
  return type;
}

export const SHELF: ResourceType = typeOf(SHELF_DEFINITION);

export function shelfTarget(name: string | null, subresource: Target['subresource'] = null): Target {
  return { type: SHELF, namespace: 'default', name, subresource };
}
