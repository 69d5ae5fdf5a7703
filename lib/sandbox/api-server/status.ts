import type { JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';

export interface FieldError {
  reason:
    | 'FieldValueInvalid'
    | 'FieldValueTypeInvalid'
    | 'FieldValueRequired'
    | 'FieldValueNotSupported'
    | 'FieldValueDuplicate'
    | 'FieldValueForbidden'
    | 'FieldValueTooMany'
    | 'FieldValueTooLong';
  field: string;
  message: string;
}

/** What names the object of a refusal, as `details` of a Status. */
export interface StatusSubject {
  name?: string;
  group?: string;
  kind?: string;
}

/** A refusal of the API server: an HTTP code and a `Status` body. */
export class ApiError extends Error {
  readonly code: number;
  readonly body: JsonObject;
  readonly retryAfterSeconds: number | undefined;

  constructor(code: number, reason: string | null, message: string, details: JsonObject | null = null) {
    super(message);
    this.name = 'ApiError';
    this.code = code;
    const retryAfter = details?.retryAfterSeconds;
    this.retryAfterSeconds = typeof retryAfter === 'number' ? retryAfter : undefined;
    this.body = {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message,
      ...(reason === null ? {} : { reason }),
      ...(details === null ? {} : { details }),
      code,
    };
  }
}

function qualified(subject: StatusSubject): string {
  return subject.group ? `${subject.kind ?? ''}.${subject.group}` : (subject.kind ?? '');
}

function details(subject: StatusSubject, causes?: FieldError[]): JsonObject {
  return {
    ...(subject.name ? { name: subject.name } : {}),
    ...(subject.group ? { group: subject.group } : {}),
    ...(subject.kind ? { kind: subject.kind } : {}),
    ...(causes ? { causes: causes.map(({ reason, message, field }) => ({ reason, message, field })) } : {}),
  };
}

export function badRequest(message: string): ApiError {
  return new ApiError(400, 'BadRequest', message);
}

export function notFound(subject: StatusSubject): ApiError {
  return new ApiError(404, 'NotFound', `${qualified(subject)} "${subject.name}" not found`, details(subject));
}

export function alreadyExists(subject: StatusSubject, beingDeleted = false): ApiError {
  const sentence = `${qualified(subject)} "${subject.name}" already exists`;
  const message = beingDeleted ? `object is being deleted: ${sentence}` : sentence;
  return new ApiError(409, 'AlreadyExists', message, details(subject));
}

export function conflict(subject: StatusSubject, why: string): ApiError {
  return new ApiError(
    409,
    'Conflict',
    `Operation cannot be fulfilled on ${qualified(subject)} "${subject.name}": ${why}`,
    details(subject),
  );
}

export function modified(subject: StatusSubject): ApiError {
  return conflict(
    subject,
    'the object has been modified; please apply your changes to the latest version and try again',
  );
}

export function invalid(subject: StatusSubject, errors: FieldError[]): ApiError {
  // The real server prints repeated errors once in the sentence, and each time in the causes.
  const sentences = [...new Set(errors.map((error) => `${error.field}: ${error.message}`))];
  const listed = sentences.length === 1 ? sentences[0] : `[${sentences.join(', ')}]`;
  return new ApiError(
    422,
    'Invalid',
    `${qualified(subject)} "${subject.name ?? ''}" is invalid: ${listed}`,
    details(subject, errors),
  );
}

export function methodNotAllowed(): ApiError {
  return new ApiError(
    405,
    'MethodNotAllowed',
    'the server does not allow this method on the requested resource',
    {},
  );
}

export function expired(message: string): ApiError {
  return new ApiError(410, 'Expired', message);
}
