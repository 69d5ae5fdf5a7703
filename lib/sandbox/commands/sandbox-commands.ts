import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { loadAll } from 'js-yaml';
import type { JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { ApiRefusal, type ApiServerAddress, callApi, requireApi } from '../api-client.ts';
import { type DeployerStyle, KindPaths } from '../deployer/deploy-object.ts';
import { Deployer, type DeployReport } from '../deployer/deployer.ts';
import { addHold, type Hold, readHolds, releaseHold } from '../deployer/holds.ts';
import { readManifests } from '../deployer/read-manifests.ts';
import { commitToOrigin, headOfOrigin, readOrigin } from '../git-origin.ts';
import { cloneJson, isJsonObject, stringAt } from '../json-value.ts';
import { readSettings, type SandboxFolder } from '../sandbox-folder.ts';
import { PEOPLE } from '../seed/history.ts';
import { applyEdit, readEdit } from './edit-path.ts';
import { findKind, listKinds } from './find-kind.ts';

/** The running sandbox's address. @throws Error when the folder holds no sandbox. */
export function addressOf(folder: SandboxFolder): ApiServerAddress {
  const settings = readSettings(folder);
  if (settings === null) {
    throw new Error(
      `${folder.root} holds no sandbox. Start one with "serve", or name its folder with --dir.`,
    );
  }
  return { url: `http://127.0.0.1:${settings.port}`, token: settings.token };
}

async function pathOf(server: ApiServerAddress, kind: string, name: string): Promise<string> {
  const { apiVersion, plural } = await findKind(server, kind);
  return `/apis/${apiVersion}/namespaces/default/${plural}/${name}`;
}

/** Changes fields of a live object, as `kubectl edit` would. Returns the server's warnings. */
export async function editObject(
  folder: SandboxFolder,
  kind: string,
  name: string,
  edits: string[],
  manager: string,
): Promise<string[]> {
  if (edits.length === 0) throw new Error('Say what to change: path=value, or path- to remove.');
  const changes = edits.map(readEdit);
  const server = addressOf(folder);
  const path = await pathOf(server, kind, name);
  const live = await requireApi(server, 'GET', path);
  const body = changes.reduce(applyEdit, live);
  const reply = await callApi(server, 'PUT', `${path}?fieldManager=${encodeURIComponent(manager)}`, { body });
  if (reply.status >= 400) throw new ApiRefusal(`${kind} ${name}`, reply);
  return reply.warnings;
}

export async function deleteObject(folder: SandboxFolder, kind: string, name: string): Promise<void> {
  const server = addressOf(folder);
  await requireApi(server, 'DELETE', await pathOf(server, kind, name));
}

/** Creates every object of a YAML file in the cluster, past Git. Returns their names. */
export async function createObjects(folder: SandboxFolder, file: string, manager: string): Promise<string[]> {
  const server = addressOf(folder);
  const paths = new KindPaths(server);
  const created: string[] = [];
  for (const object of readObjects(file)) {
    const namespace = stringAt(object, 'metadata', 'namespace') ?? 'default';
    const collection = await paths.collection(String(object.apiVersion), String(object.kind), namespace);
    const query = `?fieldManager=${encodeURIComponent(manager)}`;
    const made = await requireApi(server, 'POST', `${collection}${query}`, { body: object });
    created.push(`${object.kind} ${stringAt(made, 'metadata', 'name')}`);
  }
  return created;
}

function readObjects(file: string): JsonObject[] {
  const documents = loadAll(readText(file)).filter((document) => document !== null && document !== undefined);
  const objects = documents.flatMap((document) => (isJsonObject(document) ? [cloneJson(document)] : []));
  if (objects.length === 0 || objects.length < documents.length)
    throw new Error(`${file} holds no Kubernetes objects.`);
  return objects;
}

function readText(file: string): string {
  if (!existsSync(file)) throw new Error(`There is no file ${file}.`);
  return readFileSync(file, 'utf8');
}

/** One pass of the deployer over everything, what was changed by hand included; held objects stay as they are. */
export async function deployNow(folder: SandboxFolder, style: DeployerStyle | null): Promise<DeployReport> {
  const server = addressOf(folder);
  const { origin, manifests, root: directory } = folder;
  const chosen = style ?? readSettings(folder)?.style ?? 'argocd';
  const deployer = new Deployer({ origin, folder: manifests, server, directory, style: chosen });
  return deployer.deploy({ everything: true });
}

/**
 * Pushes files to Git as somebody would. `LOCAL:PATH` says where a file goes; without a path it goes to the folder of its
 * kind, under its own name. Returns the new revision.
 */
export async function commitFiles(
  folder: SandboxFolder,
  files: string[],
  removed: string[],
  message: string,
  author: string | null,
): Promise<string> {
  if (files.length + removed.length === 0)
    throw new Error('Name the files to commit: LOCAL, LOCAL:PATH or --remove PATH.');
  if (message.trim() === '') throw new Error('Say what the commit does: -m MESSAGE.');
  const changes: Record<string, string | null> = {};
  for (const file of files) {
    const [local = '', ...rest] = file.split(':');
    changes[rest.length > 0 ? rest.join(':') : await homeOf(folder, local)] = readText(local);
  }
  for (const path of removed) changes[path] = null;
  const known = Object.values(PEOPLE).find((person) => person.name === author);
  const person = known ?? (author === null ? PEOPLE.ines : { name: author, email: 'someone@harbor.example' });
  return commitToOrigin(folder.origin, { author: person, at: new Date(), message, files: changes });
}

async function homeOf(folder: SandboxFolder, file: string): Promise<string> {
  const kinds = await listKinds(addressOf(folder));
  const kind = stringAt(readObjects(file)[0], 'kind');
  const found = kinds.find((each) => each.kind === kind);
  if (found === undefined)
    throw new Error(`${file} holds no Hedgehog object: say where it goes, as ${file}:PATH.`);
  return `${folder.manifests}${found.plural}/${basename(file)}`;
}

/** The text of a file in Git. */
export async function showFile(folder: SandboxFolder, path: string): Promise<string> {
  const { files } = await readOrigin(folder.origin);
  const text = files.get(path);
  if (text !== undefined) return text;
  throw new Error(`Git has no file ${path}. It has: ${[...files.keys()].slice(0, 8).join(', ')} …`);
}

export async function holdObject(folder: SandboxFolder, kind: string, name: string): Promise<void> {
  const found = await findKind(addressOf(folder), kind);
  addHold(folder.root, { kind: found.kind, namespace: 'default', name, manifest: null });
}

/** @throws Error when the object is not held. */
export async function releaseObject(folder: SandboxFolder, kind: string, name: string): Promise<void> {
  const found = await findKind(addressOf(folder), kind);
  const released = releaseHold(folder.root, { kind: found.kind, namespace: 'default', name });
  if (!released) throw new Error(`${found.kind} ${name} is not held.`);
}

export interface SandboxStatus {
  url: string;
  reachable: boolean;
  revision: string;
  manifests: number;
  problems: string[];
  /** Objects in the cluster by kind. */
  objects: Record<string, number>;
  held: Hold[];
}

export async function sandboxStatus(folder: SandboxFolder): Promise<SandboxStatus> {
  const server = addressOf(folder);
  const tree = await readOrigin(folder.origin);
  const { manifests, problems } = readManifests(tree.files, folder.manifests);
  const kinds = await listKinds(server).catch(() => null);
  const objects: Record<string, number> = {};
  for (const { apiVersion, kind, plural } of kinds ?? []) {
    const { items } = await requireApi(server, 'GET', `/apis/${apiVersion}/${plural}`);
    if (Array.isArray(items) && items.length > 0) objects[kind] = items.length;
  }
  return {
    url: server.url,
    reachable: kinds !== null,
    revision: await headOfOrigin(folder.origin),
    manifests: manifests.length,
    problems,
    objects,
    held: readHolds(folder.root),
  };
}
