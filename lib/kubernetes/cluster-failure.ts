import { AppError, type ErrorCode } from '#lib/errors.ts';
import type { KindUnavailable } from './observation.ts';

/** An API server's answer, its body as text. */
export interface Answer {
  status: number;
  text: string;
  /** Seconds of `Retry-After`; null without. */
  retryAfter: number | null;
}

/** A Kubernetes `Status` object as far as it is used (API reference, meta/v1 Status). */
export interface ApiStatus {
  message: string;
  reason: string;
  code: number | null;
  /** `details.name`: the object that the answer is about. */
  name: string | null;
}

const NETWORK: Record<string, string> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'its name cannot be resolved',
  EAI_AGAIN: 'its name cannot be resolved at the moment',
  ETIMEDOUT: 'it did not answer in time',
  ECONNRESET: 'the connection was cut',
  EPIPE: 'the connection was cut',
  EHOSTUNREACH: 'no route leads there',
  ENETUNREACH: 'no route leads there',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name; set tls-server-name in the kubeconfig',
  EPROTO: 'it does not speak TLS as expected; check the port and https in the server URL',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS; check the port and https in the server URL',
  HPE_INVALID_CONSTANT: 'it does not speak HTTP; check the port in the server URL',
};

const UNKNOWN_ISSUER = /SELF_SIGNED|UNABLE_TO_(GET_ISSUER|VERIFY)/;
const CLIENT_CERTIFICATE_REFUSED =
  /alert[ _](certificate|bad[ _]certificate|unknown[ _]ca|decrypt[ _]error)/i;

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** Why a request got no answer, as `cluster_unreachable`, or `cluster_credentials` when TLS refused the client's certificate. */
export function failureOfNetwork(error: unknown, serverUrl: string): AppError {
  const code = codeOf(error);
  const raw = error instanceof Error ? error.message : String(error);
  // TLS 1.3 names its alert in the code, TLS 1.2 in the message of an EPROTO.
  if (CLIENT_CERTIFICATE_REFUSED.test(`${code} ${raw}`))
    return new AppError(
      'cluster_credentials',
      `The cluster at ${serverUrl} refused the client certificate. Use a kubeconfig with a valid one.`,
      { cause: error, details: { reason: code } },
    );
  const unknown =
    'its certificate is not signed by the CA of the kubeconfig; put its CA into certificate-authority-data';
  const words = NETWORK[code] ?? (UNKNOWN_ISSUER.test(code) ? unknown : raw);
  return new AppError('cluster_unreachable', `The cluster at ${serverUrl} cannot be reached: ${words}.`, {
    cause: error,
    details: { reason: code },
  });
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** The `Status` in a parsed body; null when it is something else, such as a proxy's page. */
export function statusOf(body: unknown): ApiStatus | null {
  if (typeof body !== 'object' || body === null || !('kind' in body) || body.kind !== 'Status') return null;
  const details = 'details' in body && typeof body.details === 'object' ? body.details : null;
  return {
    message: 'message' in body ? textOf(body.message) : '',
    reason: 'reason' in body ? textOf(body.reason) : '',
    code: 'code' in body && typeof body.code === 'number' ? body.code : null,
    name: details !== null && 'name' in details ? textOf(details.name) : null,
  };
}

/** The body as JSON; null when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const ADVICE: Partial<Record<ErrorCode, string>> = {
  cluster_credentials: 'Use a kubeconfig with a valid token or certificate.',
  cluster_forbidden: 'Give that user the right, or leave the kind out.',
};

function codeForStatus(status: number): ErrorCode {
  if (status === 401) return 'cluster_credentials';
  return status === 403 ? 'cluster_forbidden' : 'cluster_failed';
}

/** An answer that is not the wanted one: `cluster_credentials` (401), `cluster_forbidden` (403), else `cluster_failed`; `details` holds the number and the server's words. */
export function failureOfAnswer(answer: Pick<Answer, 'status' | 'text'>, action: string): AppError {
  const status = statusOf(parseJson(answer.text));
  const unserved = status === null && answer.status === 404 ? 'it does not serve that path' : '';
  const words = status?.message || unserved || answer.text.trim().slice(0, 300) || 'no reason given';
  const code = codeForStatus(answer.status);
  const advice = ADVICE[code];
  return new AppError(
    code,
    `The cluster refused to ${action} (${answer.status}): ${words}${advice ? `. ${advice}` : ''}`,
    {
      details: { status: String(answer.status), reason: status?.reason ?? '', words },
    },
  );
}

/** What an error of a kind's list or watch means for the kind. */
export function unavailabilityOf(error: AppError): KindUnavailable {
  const { message } = error;
  if (error.code === 'cluster_forbidden') return { reason: 'forbidden', message };
  if (error.code === 'cluster_unreachable') return { reason: 'unreachable', message };
  return { reason: error.details.status === '404' ? 'missing' : 'error', message };
}
