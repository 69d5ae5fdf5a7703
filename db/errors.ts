import { AppError } from '../lib/errors.ts';

const EXPLANATIONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the database does not answer. Is it running, and is DATABASE_URL right?',
  ENOENT: 'the database is not running. Run npm start.',
  EACCES: 'this user may not open the socket of the database. Use the user that ran npm start.',
  ENOTFOUND: 'the host of the database is not known. Check DATABASE_URL.',
  EAI_AGAIN: 'the host of the database cannot be looked up now. Check DATABASE_URL and the network.',
  ETIMEDOUT: 'the database does not answer in time. Check DATABASE_URL and the network.',
  ECONNRESET: 'the database broke the connection. Try again.',
  CONNECT_TIMEOUT: 'the database does not answer in time. Check DATABASE_URL and the network.',
  CONNECTION_CLOSED: 'the database closed the connection. Try again.',
  CONNECTION_ENDED: 'the connection to the database was closed by this process.',
  CONNECTION_DESTROYED: 'the connection to the database was closed by this process.',
  '28P01': 'the database refused the password. Check DATABASE_URL.',
  '28000': 'the database refused this user. Check DATABASE_URL.',
  '3D000': 'the database does not exist on that server. Create it, or check DATABASE_URL.',
  '42501': 'the user of the database lacks a right. Make it the owner of the database.',
  '53100': 'the disk of the database is full. Free some space.',
  '53300': 'the database has no connection left. Raise max_connections, or run fewer processes.',
  '57P01': 'the database is being stopped. Try again.',
  '57P02': 'the database crashed and is restarting. Try again.',
  '57P03': 'the database is starting or stopping. Try again.',
};

/** SQLSTATE, or the system's or driver's error code, of a failed query; looks through Drizzle's wrapper. */
export function databaseErrorCode(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return databaseErrorCode(error instanceof AggregateError ? error.errors[0] : error.cause);
}

/** The failure as people should read it when the database could not be asked; null for an error of the query itself. */
export function toDatabaseError(error: unknown): AppError | null {
  if (error instanceof AppError) return error;
  const explanation = EXPLANATIONS[databaseErrorCode(error) ?? ''];
  if (explanation === undefined) return null;
  return new AppError('database_unavailable', `Database unavailable: ${explanation}`, { cause: error });
}
