import type { RawSql } from '#db/client.ts';
import type { Database } from '#db/transaction.ts';
import type { Mirrors } from './mirrors.ts';

/** Logger as the worker needs it; a pino logger fits. */
export interface WorkerLog {
  info(fields: Record<string, unknown>, message: string): void;
  warn(fields: Record<string, unknown>, message: string): void;
  error(fields: Record<string, unknown>, message: string): void;
}

/** What every part of a worker is given. */
export interface WorkerContext {
  db: Database;
  sql: RawSql;
  log: WorkerLog;
  mirrors: Mirrors;
  /** Keys the credentials. */
  secret: string;
}
