import type { KubernetesObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { AppError } from '#lib/errors.ts';
import { parseJson } from './cluster-failure.ts';
import type { ClusterTransport } from './cluster-transport.ts';
import { kindOfCrd } from './crd-kind.ts';
import { discoverFromDocuments, isHedgehogGroup, readGroups } from './discovery-documents.ts';
import { type KindPath, objectPath } from './kind-path.ts';
import { asKubernetesObject } from './kubernetes-json.ts';
import { listObjects } from './list-objects.ts';
import { kindKey, type ServedKind } from './observation.ts';
import { createLimiter } from './retry.ts';

/** The API type of CRDs themselves. */
const CRDS: KindPath = {
  group: 'apiextensions.k8s.io',
  version: 'v1',
  kind: 'CustomResourceDefinition',
  plural: 'customresourcedefinitions',
  namespaced: false,
};

/** Reads which Hedgehog kinds a cluster serves; remembers CRDs by uid and resourceVersion, so that reading again is cheap. */
export interface Discovery {
  read(signal?: AbortSignal): Promise<ServedKind[]>;
}

function groupOfCrd(name: string): string {
  return name.slice(name.indexOf('.') + 1);
}

class CachedDiscovery implements Discovery {
  readonly #transport: ClusterTransport;
  #crds = new Map<string, KubernetesObject>();

  constructor(transport: ClusterTransport) {
    this.#transport = transport;
  }

  async read(signal?: AbortSignal): Promise<ServedKind[]> {
    const groups = await readGroups(this.#transport, signal);
    const preferred = new Map(groups.map((group) => [group.name, group.preferred]));
    const crds = await this.#readCrds(signal);
    const kinds =
      crds === null
        ? await discoverFromDocuments(this.#transport, groups, signal)
        : crds.flatMap((crd) => kindOfCrd(crd, preferred) ?? []);
    return kinds.sort((a, b) => (kindKey(a) < kindKey(b) ? -1 : 1));
  }

  /** Null when this user may not read CRDs. */
  async #readCrds(signal: AbortSignal | undefined): Promise<KubernetesObject[] | null> {
    try {
      // Whole CRDs of a busy cluster are tens of megabytes: only the names are listed.
      const listing = await listObjects(this.#transport, CRDS, { metadataOnly: true, signal });
      const names = listing.pages.flat().filter((crd) => isHedgehogGroup(groupOfCrd(crd.metadata.name)));
      const limit = createLimiter(5);
      const read = await Promise.all(names.map((crd) => limit(() => this.#readCrd(crd, signal))));
      const crds = read.filter((crd) => crd !== null);
      this.#crds = new Map(crds.map((crd) => [crd.metadata.name, crd]));
      return crds;
    } catch (error) {
      if (error instanceof AppError && error.code === 'cluster_forbidden') return null;
      throw error;
    }
  }

  /** Null when it has gone since it was listed. */
  async #readCrd(
    listed: KubernetesObject,
    signal: AbortSignal | undefined,
  ): Promise<KubernetesObject | null> {
    const { name, uid, resourceVersion } = listed.metadata;
    const known = this.#crds.get(name);
    if (known?.metadata.uid === uid && known?.metadata.resourceVersion === resourceVersion)
      return known ?? null;
    const path = objectPath(CRDS, { namespace: '', name });
    const answer = await this.#transport.send({ method: 'GET', path, signal });
    if (answer.status === 404) return null;
    const crd = answer.status === 200 ? asKubernetesObject(parseJson(answer.text), CRDS) : null;
    if (crd === null) throw this.#transport.failure(answer, `read the CRD ${name}`);
    // Being deleted it serves as before, although its generation has moved, until it is gone.
    return crd.metadata.deletionTimestamp !== undefined && known?.metadata.uid === uid
      ? (known ?? null)
      : crd;
  }
}

/** A discovery with an empty memory. */
export function createDiscovery(transport: ClusterTransport): Discovery {
  return new CachedDiscovery(transport);
}
