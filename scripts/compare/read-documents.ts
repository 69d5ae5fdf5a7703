import { readFileSync } from 'node:fs';
import { isJsonObject, type Json, type KubernetesObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { AppError } from '#lib/errors.ts';
import { lineAt } from '#lib/git/yaml/line-at.ts';
import { readYaml } from '#lib/git/yaml/read-yaml.ts';
import { splitDocuments } from '#lib/git/yaml/split-documents.ts';
import { YamlProblem } from '#lib/git/yaml/yaml-problem.ts';

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    const reason = missing ? 'there is no such file' : String(error instanceof Error ? error.message : error);
    throw new AppError('invalid_input', `${path}: ${reason}. Name a YAML file of one object.`, {
      cause: error,
    });
  }
}

function readPart(path: string, text: string, firstLine: number): Json {
  try {
    const { value, duplicate } = readYaml(text);
    if (duplicate === null) return value;
    const line = firstLine - 1 + lineAt(text, duplicate.offset);
    throw new AppError(
      'invalid_input',
      `${path}:${line}: the key "${duplicate.key}" stands twice; remove one.`,
    );
  } catch (error) {
    if (!(error instanceof YamlProblem)) throw error;
    const line = firstLine - 1 + lineAt(text, error.offset);
    throw new AppError('invalid_input', `${path}:${line}: not readable as YAML: ${error.message}.`, {
      cause: error,
    });
  }
}

/** The documents of a YAML file as Kubernetes tools read them, empty ones left out. @throws AppError invalid_input */
export function readDocuments(path: string): Json[] {
  const text = readText(path);
  return splitDocuments(text)
    .map((part) => readPart(path, text.slice(part.startOffset, part.endOffset), part.startLine))
    .filter((value) => value !== null);
}

function isKubernetesObject(value: Json): value is Json & KubernetesObject {
  if (!isJsonObject(value) || !isJsonObject(value.metadata)) return false;
  const { apiVersion, kind, metadata } = value;
  return typeof apiVersion === 'string' && typeof kind === 'string' && typeof metadata.name === 'string';
}

/** The one object of a YAML file. @throws AppError invalid_input, naming the file and what is wrong with it */
export function readOneObject(path: string): KubernetesObject {
  const documents = readDocuments(path);
  const [object] = documents;
  if (object === undefined)
    throw new AppError('invalid_input', `${path} is empty. Name a YAML file of one object.`);
  if (documents.length > 1) {
    throw new AppError(
      'invalid_input',
      `${path} holds ${documents.length} documents. Put each object into a file of its own.`,
    );
  }
  if (isKubernetesObject(object)) return object;
  throw new AppError(
    'invalid_input',
    `${path} is no Kubernetes object: it needs apiVersion, kind and metadata.name, each as text.`,
  );
}
