import type { FieldValidation } from './decode-object.ts';
import type { Writer } from './managed-fields.ts';
import { apiVersionOf, type ResourceType } from './resource-type.ts';
import { type ApiError, invalid } from './status.ts';

/** The object, or the collection when `name` is null, that a request is about. */
export interface Target {
  type: ResourceType;
  namespace: string | null;
  name: string | null;
  subresource: 'status' | null;
}

export interface WriteOptions {
  dryRun: boolean;
  force: boolean;
  fieldValidation: FieldValidation;
  /** From `fieldManager`, else null. */
  fieldManager: string | null;
  userAgent: string;
}

type OptionsKind = 'CreateOptions' | 'UpdateOptions' | 'PatchOptions' | 'DeleteOptions';

export function readWriteOptions(query: URLSearchParams, userAgent: string, kind: OptionsKind): WriteOptions {
  const dryRun = query.getAll('dryRun');
  if (dryRun.some((value) => value !== 'All')) {
    const shown = JSON.stringify(dryRun);
    const message = `Unsupported value: ${shown}: supported values: "All"`;
    throw invalidOption(kind, { reason: 'FieldValueNotSupported', field: 'dryRun', message });
  }
  const validation = query.get('fieldValidation') || 'Warn';
  if (validation !== 'Ignore' && validation !== 'Warn' && validation !== 'Strict') {
    const message = `Unsupported value: ${JSON.stringify(validation)}: supported values: "", "Ignore", "Strict", "Warn"`;
    throw invalidOption(kind, { reason: 'FieldValueNotSupported', field: 'fieldValidation', message });
  }
  return {
    dryRun: dryRun.length > 0,
    force: isTrue(query.get('force')),
    fieldValidation: validation,
    fieldManager: query.get('fieldManager') || null,
    userAgent,
  };
}

function invalidOption(kind: OptionsKind, error: Parameters<typeof invalid>[1][number]): ApiError {
  return invalid({ group: 'meta.k8s.io', kind }, [error]);
}

/** Booleans in a query as the real server reads them: present and not false. */
export function isTrue(value: string | null): boolean {
  return value !== null && value !== 'false' && value !== '0';
}

export function writerOf(target: Target, options: WriteOptions, operation: Writer['operation']): Writer {
  if (operation === 'Apply' && options.fieldManager === null) {
    const message = 'Required value: is required for apply patch';
    throw invalidOption('PatchOptions', { reason: 'FieldValueRequired', field: 'fieldManager', message });
  }
  const manager = options.fieldManager ?? options.userAgent.split('/')[0]?.slice(0, 128) ?? '';
  return {
    manager: manager === '' ? 'unknown' : manager,
    operation,
    apiVersion: apiVersionOf(target.type),
    subresource: target.subresource,
  };
}
