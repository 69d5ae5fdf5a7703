import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type CompiledSchema, compileSchema } from '#lib/domain/drift/compile-schema.ts';
import {
  groupOf,
  isJsonObject,
  type Json,
  type KubernetesObject,
  versionOf,
} from '#lib/domain/hedgehog/kubernetes-object.ts';
import { AppError, toAppError } from '#lib/errors.ts';
import { readDocuments } from './read-documents.ts';

interface ServedKind {
  schemas: Map<string, CompiledSchema>;
  versions: string[];
}

/** The schemas of CRD files, by group and kind. */
export type Schemas = Map<string, ServedKind>;

const YAML_FILE = /\.(ya?ml|json)$/;

/** Adds what a document says when it is a CRD; true when it is one. */
function addCrd(schemas: Schemas, document: Json): boolean {
  if (!isJsonObject(document) || document.kind !== 'CustomResourceDefinition' || !isJsonObject(document.spec))
    return false;
  const { group, names, versions } = document.spec;
  if (!isJsonObject(names) || !Array.isArray(versions)) return false;
  const served: ServedKind = { schemas: new Map(), versions: [] };
  for (const version of versions) {
    if (!isJsonObject(version) || typeof version.name !== 'string' || version.served === false) continue;
    served.versions.push(version.name);
    const schema = isJsonObject(version.schema) ? version.schema.openAPIV3Schema : undefined;
    if (isJsonObject(schema)) served.schemas.set(version.name, compileSchema(schema));
  }
  schemas.set(`${group}/${names.kind}`, served);
  return true;
}

function filesOf(path: string): string[] {
  try {
    if (!statSync(path).isDirectory()) return [path];
    return readdirSync(path)
      .filter((name) => YAML_FILE.test(name))
      .sort()
      .map((name) => join(path, name));
  } catch (error) {
    throw new AppError('invalid_input', `--crds ${path}: there is no such folder or file.`, { cause: error });
  }
}

/** Reads the CRD files of a folder, or one file, into `schemas`. @throws AppError invalid_input when there is none */
export function readCrds(schemas: Schemas, path: string): void {
  const found = filesOf(path).flatMap((file) =>
    readDocuments(file).filter((document) => addCrd(schemas, document)),
  );
  if (found.length > 0) return;
  throw new AppError(
    'invalid_input',
    `--crds ${path}: no CustomResourceDefinition in it. Name the folder of the CRD files.`,
  );
}

/** Reads the CRD files that lie in a folder among `others`; what is no CRD is left alone, what cannot be read is warned of. */
export function readCrdsBeside(
  schemas: Schemas,
  folder: string,
  others: RegExp,
  warn: (line: string) => void,
): void {
  for (const file of filesOf(folder)) {
    if (others.test(file)) continue;
    try {
      for (const document of readDocuments(file)) addCrd(schemas, document);
    } catch (error) {
      warn(toAppError(error).message);
    }
  }
}

/** The schema in the version of the object, else in any; null when no CRD of the kind was read. */
export function findSchema(schemas: Schemas, object: KubernetesObject) {
  const served = schemas.get(`${groupOf(object.apiVersion)}/${object.kind}`);
  if (served === undefined) return { schema: null, servedVersions: undefined };
  const exact = served.schemas.get(versionOf(object.apiVersion));
  return { schema: exact ?? [...served.schemas.values()][0] ?? null, servedVersions: served.versions };
}
