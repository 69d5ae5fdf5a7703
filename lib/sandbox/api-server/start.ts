import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { stringAt } from '../json-value.ts';
import { Catalogue } from './catalogue.ts';
import { Journal } from './journal.ts';
import { ObjectStore, type StoreState } from './object-store.ts';
import { type Defaulting, ObjectWriter } from './object-writer.ts';
import { handleRequest, type ServerParts } from './request-handler.ts';
import { CUSTOM_RESOURCE_DEFINITIONS, collectionOf, NAMESPACES, type ResourceType } from './resource-type.ts';
import type { Target } from './write-request.ts';

export interface SandboxApiServerOptions {
  /** Where the state is kept; null keeps it in memory only. */
  directory: string | null;
  /** 0 or absent takes a free one. */
  port?: number;
  /** Absent makes one up. */
  token?: string;
  /** Installed at the start where they are missing or differ. */
  crds: JsonObject[];
  /** What the fabric's mutating webhooks would do; absent changes nothing. */
  defaulting?: Defaulting;
}

export interface SandboxApiServer {
  url: string;
  token: string;
  /** A kubeconfig (YAML) with one context. */
  kubeconfig: string;
  address: AddressInfo;
  /** Forgets the history so far: watches and continued lists from before are told to start again (410). */
  compact(): void;
  /** Ends every watch and stops listening; the state stays in its directory. */
  stop(): Promise<void>;
}

const EMPTY: StoreState = { revision: 0, compacted: 0, objects: [] };
const BUILT_IN_NAMESPACES = ['default', 'kube-system', 'kube-public', 'kube-node-lease'];

/** Starts a Kubernetes API server for custom resources on 127.0.0.1: plain HTTP with a bearer token. */
export async function startSandboxApiServer(options: SandboxApiServerOptions): Promise<SandboxApiServer> {
  const opened = options.directory === null ? null : Journal.open(options.directory);
  const store = openStore(opened?.journal ?? null, opened?.state ?? EMPTY);
  const catalogue = followDefinitions(store);
  const writer = new ObjectWriter(store, options.defaulting ?? null, () => new Date());
  installOwnObjects(store, writer, options.crds);
  const token = options.token ?? randomBytes(24).toString('base64url');
  const watches = new Set<() => void>();
  const server = createServer((message, response) => {
    void handleRequest(parts, message, response);
  });
  const address = await listen(server, options.port ?? 0);
  const url = `http://127.0.0.1:${address.port}`;
  const parts: ServerParts = { store, catalogue, writer, token, address: () => url, watches };
  return {
    url,
    token,
    kubeconfig: writeKubeconfig(url, token),
    address,
    compact: () => store.compact(),
    stop: async () => {
      for (const end of watches) end();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      opened?.journal.close();
    },
  };
}

function openStore(journal: Journal | null, state: StoreState): ObjectStore {
  const store: ObjectStore = new ObjectStore(state, (record) => {
    journal?.append(record);
    if (journal?.isLong) queueMicrotask(() => journal.isLong && journal.snapshot(store.state()));
  });
  return store;
}

/** Serves exactly the kinds whose CRDs are stored, and drops the objects of a kind whose CRD goes. */
function followDefinitions(store: ObjectStore): Catalogue {
  const catalogue = new Catalogue();
  const definitions = collectionOf(CUSTOM_RESOURCE_DEFINITIONS);
  for (const [, definition] of store.list(definitions)) catalogue.register(definition);
  store.subscribe((event) => {
    if (event.collection !== definitions) return;
    if (event.type !== 'DELETED') return catalogue.register(event.object);
    const group = stringAt(event.object, 'spec', 'group') ?? '';
    const plural = stringAt(event.object, 'spec', 'names', 'plural') ?? '';
    const collection = collectionOf({ group, plural });
    catalogue.unregister(collection);
    for (const [key] of store.list(collection)) store.delete(collection, key);
  });
  return catalogue;
}

const SERVER_WRITE = {
  dryRun: false,
  force: false,
  fieldValidation: 'Ignore',
  fieldManager: 'kube-apiserver',
  userAgent: '',
} as const;

function installOwnObjects(store: ObjectStore, writer: ObjectWriter, crds: JsonObject[]): void {
  for (const name of BUILT_IN_NAMESPACES) {
    const labels = { 'kubernetes.io/metadata.name': name };
    const spec = { finalizers: ['kubernetes'] };
    const object = { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels }, spec };
    installOne(store, writer, NAMESPACES, object);
  }
  for (const crd of crds) installOne(store, writer, CUSTOM_RESOURCE_DEFINITIONS, crd);
}

function installOne(store: ObjectStore, writer: ObjectWriter, type: ResourceType, object: JsonObject): void {
  const name = stringAt(object, 'metadata', 'name') ?? '';
  const target: Target = { type, namespace: null, name, subresource: null };
  if (store.get(collectionOf(type), name) === null) {
    writer.create({ ...target, name: null }, JSON.stringify(object), SERVER_WRITE);
  } else {
    writer.patch(target, 'application/merge-patch+json', JSON.stringify(object), SERVER_WRITE);
  }
}

function listen(server: ReturnType<typeof createServer>, port: number): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('the server has no address'));
      else resolve(address);
    });
  });
}

function writeKubeconfig(url: string, token: string): string {
  return [
    'apiVersion: v1',
    'kind: Config',
    'clusters:',
    `  - { name: sandbox, cluster: { server: "${url}" } }`,
    'users:',
    `  - { name: sandbox, user: { token: "${token}" } }`,
    'contexts:',
    '  - { name: sandbox, context: { cluster: sandbox, user: sandbox, namespace: default } }',
    'current-context: sandbox',
    '',
  ].join('\n');
}
