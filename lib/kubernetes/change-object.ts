import type { KubernetesObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { AppError } from '#lib/errors.ts';
import { type Answer, parseJson, statusOf } from './cluster-failure.ts';
import type { ClusterTransport } from './cluster-transport.ts';
import { type KindPath, objectPath } from './kind-path.ts';
import { asKubernetesObject } from './kubernetes-json.ts';
import type { ObjectKey } from './observation.ts';

/** The cluster's answer to an apply: done, or a refusal in its own words. Not being asked at all is an error instead. */
export type ApplyAnswer =
  | { kind: 'ok'; object: KubernetesObject }
  | { kind: 'refused'; message: string; status: number };

/** The cluster's answer to a delete; `absent` when there was nothing to delete. */
export type DeleteAnswer =
  | { kind: 'ok' }
  | { kind: 'absent' }
  | { kind: 'refused'; message: string; status: number };

export interface ApplyOptions {
  fieldManager: string;
  /** Takes over fields that others manage; without it such a conflict is a refusal (409). */
  force?: boolean;
  dryRun?: boolean;
  signal?: AbortSignal | undefined;
}

export interface DeleteOptions {
  /** Deletes only the object with this uid; another one is a refusal (409). */
  uid?: string;
  resourceVersion?: string;
  dryRun?: boolean;
  signal?: AbortSignal | undefined;
}

// An admission webhook that says no, not one that could not be asked ("failed calling webhook").
const DENIED = /admission webhook .* denied the request/;
// Server-side apply answers 500 for what does not fit the schema (structured-merge-diff's words).
const MISFIT = /field not declared in schema|failed to create typed patch object|expected .*, got/;

function refusalOf(answer: Answer, words: string): boolean {
  if ([400, 404, 409, 422].includes(answer.status)) return true;
  if (answer.status === 403) return DENIED.test(words);
  return answer.status === 500 && (DENIED.test(words) || MISFIT.test(words));
}

function toRefusal(
  transport: ClusterTransport,
  answer: Answer,
  action: string,
): { kind: 'refused'; message: string; status: number } {
  const words = statusOf(parseJson(answer.text))?.message ?? '';
  if (words === '' || !refusalOf(answer, words)) throw transport.failure(answer, action);
  return { kind: 'refused', message: words, status: answer.status };
}

/** Server-side apply of one object. Throws when the cluster could not be asked, lacks the kind or forbids the user. */
export async function applyObject(
  transport: ClusterTransport,
  kind: KindPath,
  object: KubernetesObject,
  options: ApplyOptions,
): Promise<ApplyAnswer> {
  const { name, namespace = '' } = object.metadata;
  const action = `apply ${kind.kind} ${namespace}/${name}`;
  const answer = await transport.send({
    method: 'PATCH',
    path: objectPath(kind, { namespace, name }),
    query: {
      fieldManager: options.fieldManager,
      force: String(options.force ?? false),
      ...(options.dryRun ? { dryRun: 'All' } : {}),
    },
    contentType: 'application/apply-patch+yaml',
    body: JSON.stringify(object),
    signal: options.signal,
  });
  if (answer.status !== 200 && answer.status !== 201) return toRefusal(transport, answer, action);
  const applied = asKubernetesObject(parseJson(answer.text), kind);
  if (applied === null)
    throw new AppError('cluster_failed', `The cluster's answer to "${action}" is not an object.`);
  return { kind: 'ok', object: applied };
}

/** Deletes one object, under preconditions if given. Throws like `applyObject`. */
export async function deleteObject(
  transport: ClusterTransport,
  kind: KindPath,
  key: ObjectKey,
  options: DeleteOptions = {},
): Promise<DeleteAnswer> {
  const { uid, resourceVersion } = options;
  const answer = await transport.send({
    method: 'DELETE',
    path: objectPath(kind, key),
    // Beside a body the query is ignored: `dryRun` there would delete for real.
    body: JSON.stringify({
      kind: 'DeleteOptions',
      apiVersion: 'v1',
      ...(options.dryRun ? { dryRun: ['All'] } : {}),
      preconditions: {
        ...(uid === undefined ? {} : { uid }),
        ...(resourceVersion === undefined ? {} : { resourceVersion }),
      },
    }),
    signal: options.signal,
  });
  if (answer.status === 200 || answer.status === 202) return { kind: 'ok' };
  if (answer.status === 404 && statusOf(parseJson(answer.text))?.name === key.name) return { kind: 'absent' };
  return toRefusal(transport, answer, `delete ${kind.kind} ${key.namespace}/${key.name}`);
}
