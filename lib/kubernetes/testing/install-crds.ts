import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { loadAll } from 'js-yaml';
import type { ApiAnswer } from './request-answer.ts';

type Api = (method: string, path: string, body?: unknown) => Promise<ApiAnswer>;

interface CrdManifest {
  metadata: { name: string };
  spec: { group: string; names: { plural: string }; versions: { name: string; served: boolean }[] };
}

const COLLECTION = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

function isCrd(value: unknown): value is CrdManifest {
  return (
    typeof value === 'object' &&
    value !== null &&
    'kind' in value &&
    value.kind === 'CustomResourceDefinition'
  );
}

async function untilListable(api: Api, crd: CrdManifest): Promise<void> {
  const version = crd.spec.versions.find((each) => each.served)?.name;
  if (version === undefined) return;
  const list = `/apis/${crd.spec.group}/${version}/${crd.spec.names.plural}?limit=1`;
  for (let attempt = 0; ; attempt++) {
    const answer = await api('GET', list);
    if (answer.status === 200) return;
    if (attempt === 300)
      throw new Error(`${crd.metadata.name} is not served: ${JSON.stringify(answer.body)}`);
    await delay(50);
  }
}

/** Creates these CRDs and waits until each of their kinds can be listed (the first list right after gives 404 or 429). */
export async function createCrds(api: Api, crds: readonly unknown[]): Promise<void> {
  const manifests = crds.filter(isCrd);
  for (const crd of manifests) {
    const answer = await api('POST', COLLECTION, crd);
    if (answer.status !== 201 && answer.status !== 409)
      throw new Error(`${crd.metadata.name} was refused: ${JSON.stringify(answer.body)}`);
  }
  for (const crd of manifests) await untilListable(api, crd);
}

/** Installs every CRD of the folder's YAML files. */
export async function installCrds(api: Api, folder: string): Promise<void> {
  const files = (await readdir(folder)).filter((name) => /\.ya?ml$/.test(name)).sort();
  const texts = await Promise.all(files.map((name) => readFile(path.join(folder, name), 'utf8')));
  await createCrds(
    api,
    texts.flatMap((text) => loadAll(text)),
  );
}
