import type { JsonObject, ResourceIdentity } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { APPLY_PATCH, ApiRefusal, type ApiServerAddress, callApi, requireApi } from '../api-client.ts';
import { isJsonObject, objectAt, stringAt } from '../json-value.ts';
import type { Manifest } from './read-manifests.ts';
import { covers, threeWayPatch } from './three-way-patch.ts';

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

/** Brings one object to what its manifest says. False when that changed nothing. @throws ApiRefusal when refused. */
export async function deployObject(
  server: ApiServerAddress,
  paths: KindPaths,
  manifest: Manifest,
  style: DeployerStyle,
): Promise<boolean> {
  const { namespace, name, kind } = manifest.identity;
  const collection = await paths.collection(String(manifest.object.apiVersion), kind, namespace);
  const path = `${collection}/${name}`;
  const live = await callApi(server, 'GET', path);
  if (live.status >= 400 && live.status !== 404) throw new ApiRefusal(`GET ${path}`, live);
  const object = withMetadata(manifest.object, { namespace });
  const before = live.status === 404 ? null : live.body;
  const after =
    style === 'flux'
      ? await applyServerSide(server, path, object)
      : await applyClientSide(server, collection, object, manifest.identity, before);
  return before === null || versionOf(before) !== versionOf(after);
}

/** Whether the live object says all that the manifest says, so that there is nothing to deploy. */
export async function isDeployed(
  server: ApiServerAddress,
  paths: KindPaths,
  manifest: Manifest,
): Promise<boolean> {
  const { namespace, name, kind } = manifest.identity;
  const collection = await paths.collection(String(manifest.object.apiVersion), kind, namespace);
  const live = await callApi(server, 'GET', `${collection}/${name}`);
  return live.status === 200 && covers(live.body, manifest.object);
}

function versionOf(object: JsonObject): string | undefined {
  return stringAt(object, 'metadata', 'resourceVersion');
}

function applyServerSide(server: ApiServerAddress, path: string, object: JsonObject): Promise<JsonObject> {
  const labels = {
    ...objectAt(object, 'metadata', 'labels'),
    'kustomize.toolkit.fluxcd.io/name': APPLICATION,
    'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
  };
  return requireApi(server, 'PATCH', `${path}?fieldManager=${MANAGERS.flux}&force=true`, {
    body: withMetadata(object, { labels }),
    mediaType: APPLY_PATCH,
  });
}

async function applyClientSide(
  server: ApiServerAddress,
  collection: string,
  object: JsonObject,
  identity: ResourceIdentity,
  live: JsonObject | null,
): Promise<JsonObject> {
  const { group, kind, namespace, name } = identity;
  const annotations = {
    ...objectAt(object, 'metadata', 'annotations'),
    [TRACKING]: `${APPLICATION}:${group}/${kind}:${namespace}/${name}`,
    [LAST_APPLIED]: `${JSON.stringify(object)}\n`,
  };
  const wanted = withMetadata(object, { annotations });
  const query = `?fieldManager=${MANAGERS.argocd}`;
  if (live === null) return requireApi(server, 'POST', `${collection}${query}`, { body: wanted });
  const patch = threeWayPatch(lastApplied(live), wanted, live);
  if (patch === null) return live;
  return requireApi(server, 'PATCH', `${collection}/${name}${query}`, { body: patch });
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
