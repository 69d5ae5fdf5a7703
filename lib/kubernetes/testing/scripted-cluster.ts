import type { ServerResponse } from 'node:http';
import type { KubernetesObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { collectionPath } from '../kind-path.ts';
import type { ServedKind } from '../observation.ts';
import {
  answer,
  refusal,
  type ScriptedRequest,
  type ScriptedServer,
  startScriptedServer,
} from './scripted-server.ts';
import { objectOf } from './test-kinds.ts';

/** Answers a request and returns true, or leaves it to the ordinary answer. */
export type Override = (request: ScriptedRequest, response: ServerResponse) => boolean;

/**
 * The least of a cluster with one kind, whose every answer a test can replace: CRDs may not be read, objects have no versions of their own.
 * It does not try to behave like an API server (`kube-apiserver.ts` starts a real one); it misbehaves on demand.
 */
export interface ScriptedCluster {
  server: ScriptedServer;
  /** uid of kube-system. */
  uid: string;
  served: boolean;
  version: number;
  objects: Map<string, KubernetesObject>;
  override: Override;
  /** Writes an object and tells the open watches. */
  put(name: string): void;
  /** Sends this line to the open watches. */
  send(line: string): void;
  /** How many lists of everything were asked for, probes left out. */
  lists(): number;
  watches(): number;
  endWatches(): void;
}

/** Starts one that serves the kind. */
export async function startScriptedCluster(kind: ServedKind): Promise<ScriptedCluster> {
  const streams = new Set<ServerResponse>();
  const groupPath = `/apis/${kind.group}/${kind.version}`;
  const versions = [{ groupVersion: `${kind.group}/${kind.version}`, version: kind.version }];
  const group = { name: kind.group, versions, preferredVersion: versions[0] };

  function openWatch(response: ServerResponse): void {
    response.writeHead(200);
    response.flushHeaders();
    streams.add(response);
    response.on('close', () => streams.delete(response));
  }

  function documentOf(path: string): unknown {
    const { plural: name, kind: kindName, namespaced, shortNames } = kind;
    const documents: Record<string, unknown> = {
      '/version': { gitVersion: 'v1.0.0' },
      '/api/v1/namespaces/kube-system': { metadata: { uid: cluster.uid } },
      '/apis': { groups: cluster.served ? [group] : [] },
      [groupPath]: { resources: [{ name, kind: kindName, namespaced, shortNames }] },
      [collectionPath(kind, null)]: {
        metadata: { resourceVersion: String(cluster.version) },
        items: [...cluster.objects.values()],
      },
    };
    return documents[path];
  }

  function respond({ path, query }: ScriptedRequest, response: ServerResponse): void {
    const document = documentOf(path);
    if (document === undefined) answer(response, 403, refusal(403, 'Forbidden', `no ${path}`));
    else if (query.get('watch') === 'true') openWatch(response);
    else answer(response, 200, document);
  }

  const server = await startScriptedServer((request, response) => {
    if (!cluster.override(request, response)) respond(request, response);
  });
  const isList = ({ path, query }: ScriptedRequest) =>
    path === collectionPath(kind, null) && query.get('limit') === '500';
  const cluster: ScriptedCluster = {
    server,
    uid: 'first',
    served: true,
    version: 10,
    objects: new Map(),
    override: () => false,
    put(name) {
      cluster.version++;
      const object = objectOf(kind, name, { version: cluster.version });
      cluster.objects.set(name, object);
      cluster.send(JSON.stringify({ type: 'MODIFIED', object }));
    },
    send(line) {
      for (const stream of streams) stream.write(`${line}\n`);
    },
    lists: () => server.requests.filter(isList).length,
    watches: () => server.requests.filter(({ query }) => query.get('watch') === 'true').length,
    endWatches() {
      for (const stream of streams) stream.end();
    },
  };
  return cluster;
}
