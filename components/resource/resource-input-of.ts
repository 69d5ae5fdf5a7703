import type { ResourceDetail } from '#lib/contract/resource-detail.ts';

/** How an action names the resource. */
export function resourceInputOf({
  fabric,
  group,
  kind,
  namespace,
  name,
}: Pick<ResourceDetail, 'group' | 'kind' | 'namespace' | 'name'> & { fabric: { id: string } }) {
  return { fabricId: fabric.id, group, kind, namespace, name };
}
