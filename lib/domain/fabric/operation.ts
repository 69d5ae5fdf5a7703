/** What can be asked of the outside world; only the worker performs it. */
export const OPERATION_KINDS = ['commit', 'import'] as const;
export type OperationKind = (typeof OPERATION_KINDS)[number];

/** `refused`: the world or a rule said no. `errored`: it could not be asked. */
export const OPERATION_STATUSES = ['queued', 'running', 'succeeded', 'refused', 'errored'] as const;
