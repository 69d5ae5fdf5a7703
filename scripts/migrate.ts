// Brings the database of this installation to the schema of this version: npm run db:migrate.
import { connectionFromEnv } from '../db/connection.ts';
import { migrate } from '../db/migrate.ts';
import { toAppError } from '../lib/errors.ts';

try {
  await migrate(connectionFromEnv());
} catch (error) {
  console.error(toAppError(error).message);
  process.exitCode = 1;
}
