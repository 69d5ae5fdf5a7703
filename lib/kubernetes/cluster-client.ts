import type { KubernetesObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import {
  type ApplyAnswer,
  type ApplyOptions,
  applyObject,
  type DeleteAnswer,
  type DeleteOptions,
  deleteObject,
} from './change-object.ts';
import type { ClusterAccess } from './cluster-access.ts';
import { parseJson, statusOf } from './cluster-failure.ts';
import { type ClusterTransport, createTransport, type TransportOptions } from './cluster-transport.ts';
import { createDiscovery, type Discovery } from './discover-kinds.ts';
import { type KindPath, objectPath } from './kind-path.ts';
import { asKubernetesObject } from './kubernetes-json.ts';
import { type Listing, type ListOptions, listObjects } from './list-objects.ts';
import type { ClusterIdentity, ObjectKey, ServedKind } from './observation.ts';
import { readIdentity } from './read-identity.ts';
import { realTiming } from './real-timing.ts';
import { type ConnectionReport, type ConnectionTestOptions, testConnection } from './test-connection.ts';

export type ClientOptions = Partial<TransportOptions>;

/** Asks one cluster. Errors are `AppError` with a `cluster_*` code and never hold credentials; an aborted call rejects with the signal's reason. */
export class ClusterClient {
  readonly access: ClusterAccess;
  /** For the parts of this folder; workers use the methods. */
  readonly transport: ClusterTransport;
  readonly #discovery: Discovery;

  constructor(access: ClusterAccess, options: ClientOptions = {}) {
    this.access = access;
    this.transport = createTransport(access, { timing: realTiming, ...options });
    this.#discovery = createDiscovery(this.transport);
  }

  /** The Hedgehog kinds that the cluster serves, sorted; cheap when nothing changed since the last call. */
  discover(signal?: AbortSignal): Promise<ServedKind[]> {
    return this.#discovery.read(signal);
  }

  identity(signal?: AbortSignal): Promise<ClusterIdentity> {
    return readIdentity(this.transport, this.access, signal);
  }

  /** The object as it is at the newest; null only when the API server itself says that it does not exist. */
  async get(kind: KindPath, key: ObjectKey, signal?: AbortSignal): Promise<KubernetesObject | null> {
    const answer = await this.transport.send({ method: 'GET', path: objectPath(kind, key), signal });
    const body = parseJson(answer.text);
    // A 404 of a proxy, or of a kind that is not served, is no proof of absence.
    if (answer.status === 404 && statusOf(body)?.name === key.name) return null;
    const object = answer.status === 200 ? asKubernetesObject(body, kind) : null;
    if (object === null)
      throw this.transport.failure(answer, `read ${kind.kind} ${key.namespace}/${key.name}`);
    return object;
  }

  /** All objects of the kind at one moment. */
  list(kind: KindPath, options: ListOptions = {}): Promise<Listing> {
    return listObjects(this.transport, kind, options);
  }

  apply(kind: KindPath, object: KubernetesObject, options: ApplyOptions): Promise<ApplyAnswer> {
    return applyObject(this.transport, kind, object, options);
  }

  /** What `apply` would answer and make of the object, without doing it. */
  dryRunApply(
    kind: KindPath,
    object: KubernetesObject,
    options: Omit<ApplyOptions, 'dryRun'>,
  ): Promise<ApplyAnswer> {
    return applyObject(this.transport, kind, object, { ...options, dryRun: true });
  }

  delete(kind: KindPath, key: ObjectKey, options: DeleteOptions = {}): Promise<DeleteAnswer> {
    return deleteObject(this.transport, kind, key, options);
  }

  /** Tries everything that observing needs and says in words what is missing; throws nothing but an abort. */
  testConnection(options: ConnectionTestOptions = {}): Promise<ConnectionReport> {
    return testConnection(this, options);
  }

  /** Ends running requests. */
  close(): void {
    this.transport.close();
  }
}
