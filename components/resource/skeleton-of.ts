import type { FabricSummary, KindSummary } from '#lib/contract/fabric-summary.ts';
import { isSystemKind } from '#lib/domain/hedgehog/system-owned.ts';

type Creatable = Pick<KindSummary, 'group' | 'kind' | 'version'>;

/** The kinds that people declare and the cluster serves, by name. */
export function creatableKinds({ kinds }: Pick<FabricSummary, 'kinds'>): Creatable[] {
  return kinds.filter(
    ({ group, kind, version, reading }) =>
      version !== null &&
      reading !== null &&
      reading.availability !== 'missing' &&
      !isSystemKind(group, kind),
  );
}

/** The few lines that a new document begins with. */
export function skeletonOf({ group, kind, version }: Creatable, namespace: string, name: string): string {
  const apiVersion = group === '' ? version : `${group}/${version}`;
  return `apiVersion: ${apiVersion}
kind: ${kind}
metadata:
  name: ${quoted(name)}
  namespace: ${quoted(namespace)}
spec: {}
`;
}

/** A name of digits, or one that YAML would read as something else, has to be a text all the same. */
function quoted(name: string): string {
  return /^[a-z][a-z0-9-]*$/.test(name) && !/^(true|false|null|yes|no|on|off|y|n)$/.test(name)
    ? name
    : JSON.stringify(name);
}
