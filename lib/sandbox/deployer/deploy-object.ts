import type { JsonObject, ResourceIdentity } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { APPLY_PATCH, ApiRefusal, type ApiServerAddress, callApi, requireApi } from '../api-client.ts';
import { isJsonObject, objectAt, stringAt } from '../json-value.ts';
import type { Manifest } from './read-manifests.ts';
import { threeWayPatch } from './three-way-patch.ts';

/** Which tool the deployer behaves like. */
export type DeployerStyle = 'argocd' | 'flux';

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';
const TRACKING = 'argocd.argoproj.io/tracking-id';
const APPLICATION = 'harbor';

export const MANAGERS: Record<DeployerStyle, string> = {
  argocd: 'argocd-controller',
  flux: 'kustomize-controller',
};

/** The plural of every kind of a group and version, asked once. */
export class KindPaths {
  readonly #server: ApiServerAddress;
  readonly #known = new Map<string, Map<string, string>>();

  constructor(server: ApiServerAddress) {
    this.#server = server;
  }

  /** @throws Error when the cluster does not serve the kind, ApiRefusal when it cannot be asked. */
  async collection(apiVersion: string, kind: string, namespace: string): Promise<string> {
    const base = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    let plurals = this.#known.get(apiVersion);
    if (plurals === undefined) {
      plurals = readPlurals(await requireApi(this.#server, 'GET', base));
      this.#known.set(apiVersion, plurals);
    }
    const plural = plurals.get(kind);
    if (plural === undefined) throw new Error(`the cluster does not serve ${kind} in ${apiVersion}`);
    return `${base}/namespaces/${namespace}/${plural}`;
  }
}

function readPlurals(list: JsonObject): Map<string, string> {
  const resources = Array.isArray(list.resources) ? list.resources.filter(isJsonObject) : [];
  const whole = resources.filter((resource) => !String(resource.name).includes('/'));
  return new Map(whole.map((resource) => [String(resource.kind), String(resource.name)]));
}

function withMetadata(object: JsonObject, changes: JsonObject): JsonObject {
  return { ...object, metadata: { ...objectAt(object, 'metadata'), ...changes } };
}

/** Brings one object to what its manifest says. False when nothing was to be done. @throws ApiRefusal when refused. */
export async function deployObject(
  server: ApiServerAddress,
  paths: KindPaths,
  manifest: Manifest,
  style: DeployerStyle,
): Promise<boolean> {
  const { namespace, name, kind } = manifest.identity;
  const collection = await paths.collection(String(manifest.object.apiVersion), kind, namespace);
  const object = withMetadata(manifest.object, { namespace });
  return style === 'flux'
    ? applyServerSide(server, `${collection}/${name}`, object)
    : applyClientSide(server, collection, object, manifest.identity);
}

async function applyServerSide(server: ApiServerAddress, path: string, object: JsonObject): Promise<boolean> {
  const labels = {
    ...objectAt(object, 'metadata', 'labels'),
    'kustomize.toolkit.fluxcd.io/name': APPLICATION,
    'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
  };
  const before = await callApi(server, 'GET', path);
  const after = await requireApi(server, 'PATCH', `${path}?fieldManager=${MANAGERS.flux}&force=true`, {
    body: withMetadata(object, { labels }),
    mediaType: APPLY_PATCH,
  });
  return versionOf(before.body) !== versionOf(after);
}

function versionOf(object: JsonObject): string | undefined {
  return stringAt(object, 'metadata', 'resourceVersion');
}

async function applyClientSide(
  server: ApiServerAddress,
  collection: string,
  object: JsonObject,
  identity: ResourceIdentity,
): Promise<boolean> {
  const { group, kind, namespace, name } = identity;
  const annotations = {
    ...objectAt(object, 'metadata', 'annotations'),
    [TRACKING]: `${APPLICATION}:${group}/${kind}:${namespace}/${name}`,
    [LAST_APPLIED]: `${JSON.stringify(object)}\n`,
  };
  const wanted = withMetadata(object, { annotations });
  const query = `?fieldManager=${MANAGERS.argocd}`;
  const live = await callApi(server, 'GET', `${collection}/${name}`);
  if (live.status === 404) {
    await requireApi(server, 'POST', `${collection}${query}`, { body: wanted });
    return true;
  }
  if (live.status >= 400) throw new ApiRefusal(`GET ${collection}/${name}`, live);
  const patch = threeWayPatch(lastApplied(live.body), wanted, live.body);
  if (patch === null) return false;
  await requireApi(server, 'PATCH', `${collection}/${name}${query}`, { body: patch });
  return true;
}

function lastApplied(live: JsonObject): JsonObject {
  const text = stringAt(live, 'metadata', 'annotations', LAST_APPLIED);
  if (text === undefined) return {};
  const last: unknown = JSON.parse(text);
  return isJsonObject(last) ? last : {};
}

/** Deletes an object; one that is gone already is no failure. */
export async function undeployObject(
  server: ApiServerAddress,
  paths: KindPaths,
  apiVersion: string,
  identity: ResourceIdentity,
): Promise<void> {
  const collection = await paths.collection(apiVersion, identity.kind, identity.namespace);
  const path = `${collection}/${identity.name}`;
  const reply = await callApi(server, 'DELETE', path);
  if (reply.status >= 400 && reply.status !== 404) throw new ApiRefusal(`DELETE ${path}`, reply);
}
