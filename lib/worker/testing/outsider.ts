import type { Json, JsonObject, KubernetesObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { groupOf } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { ClusterClient } from '#lib/kubernetes/cluster-client.ts';
import { collectionPath, objectPath } from '#lib/kubernetes/kind-path.ts';
import { parseKubeconfig } from '#lib/kubernetes/parse-kubeconfig.ts';

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';
const CONTENT_TYPES = {
  apply: 'application/apply-patch+yaml',
  merge: 'application/merge-patch+json',
  json: 'application/json',
} as const;

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';
type Named = Pick<KubernetesObject, 'apiVersion' | 'kind' | 'metadata'>;

/** The hands of somebody else in a cluster: deployers, people with kubectl, the hhfctl of an operator. Failures throw. */
export interface Outsider {
  /** Server-side apply as Argo CD and Flux do it, taking over what others hold. */
  apply(manager: string, object: KubernetesObject): Promise<void>;
  /** Create with the last-applied annotation, as `kubectl apply` without server-side does. */
  create(manager: string, object: KubernetesObject): Promise<void>;
  /** Merge patch, as `kubectl edit` sends it. */
  patch(manager: string, object: Named, patch: JsonObject): Promise<void>;
  delete(object: Named): Promise<void>;
  /** Any request; returns the status code. */
  request(method: Method, path: string, body?: Json): Promise<number>;
  /** Every object of the kinds that the cluster serves. */
  objects(): Promise<KubernetesObject[]>;
  /** Deletes every object of the kinds that the cluster serves. */
  clear(): Promise<void>;
  close(): void;
}

/** Works with its own client on the cluster of a kubeconfig. */
export function createOutsider(kubeconfig: string): Outsider {
  const client = new ClusterClient(parseKubeconfig(kubeconfig));

  const pathOf = async ({ apiVersion, kind, metadata }: Named) => {
    const group = groupOf(apiVersion);
    const served = (await client.discover()).find((each) => each.group === group && each.kind === kind);
    if (served === undefined) throw new Error(`the cluster does not serve ${kind} of ${apiVersion}`);
    return { served, key: { namespace: metadata.namespace ?? 'default', name: metadata.name } };
  };
  const send = async (
    method: Method,
    path: string,
    type: keyof typeof CONTENT_TYPES = 'json',
    query: Record<string, string> = {},
    body?: Json | KubernetesObject,
  ) => {
    const answer = await client.transport.send({
      method,
      path,
      query,
      contentType: CONTENT_TYPES[type],
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return answer;
  };
  const must = async (...call: Parameters<typeof send>) => {
    const { status, text } = await send(...call);
    if (status >= 300) throw new Error(`${call[0]} ${call[1]} gave ${status}: ${text}`);
  };
  const inNamespace = (object: KubernetesObject): KubernetesObject => ({
    ...object,
    metadata: { namespace: 'default', ...object.metadata },
  });

  return {
    async apply(manager, object) {
      const { served, key } = await pathOf(object);
      const query = { fieldManager: manager, force: 'true' };
      await must('PATCH', objectPath(served, key), 'apply', query, inNamespace(object));
    },
    async create(manager, object) {
      const { served, key } = await pathOf(object);
      const placed = inNamespace(object);
      const annotations = { ...object.metadata.annotations, [LAST_APPLIED]: `${JSON.stringify(placed)}\n` };
      const body = { ...placed, metadata: { ...placed.metadata, annotations } };
      await must('POST', collectionPath(served, key.namespace), 'json', { fieldManager: manager }, body);
    },
    async patch(manager, object, patch) {
      const { served, key } = await pathOf(object);
      await must('PATCH', objectPath(served, key), 'merge', { fieldManager: manager }, patch);
    },
    async delete(object) {
      const { served, key } = await pathOf(object);
      await must('DELETE', objectPath(served, key));
    },
    async request(method, path, body) {
      const type = method === 'PATCH' ? 'merge' : 'json';
      return (await send(method, path, type, {}, body)).status;
    },
    async objects() {
      const listings = (await client.discover()).map((kind) => client.list(kind));
      return (await Promise.all(listings)).flatMap(({ pages }) => pages.flat());
    },
    async clear() {
      for (const kind of await client.discover()) {
        const { pages } = await client.list(kind);
        const namespaces = pages.flat().map(({ metadata }) => metadata.namespace ?? null);
        for (const namespace of new Set(namespaces)) await must('DELETE', collectionPath(kind, namespace));
      }
    },
    close: () => client.close(),
  };
}
