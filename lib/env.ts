import { resolve } from 'node:path';
import { z } from 'zod';
import { AppError } from './errors.ts';

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

// An empty variable is an unset one: that is how shells and compose files write "no value".
const shape = z.object({
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: 'must look like postgres://user:password@host:5432/name' })
    .optional(),
  DATA_DIR: z.string().default('.data'),
  PORT: z.coerce
    .number({ error: 'must be a port number' })
    .int('must be a port number')
    .min(1, 'must be at least 1')
    .max(65535, 'must be at most 65535')
    .default(3000),
  APP_SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
  LOG_LEVEL: z.enum(LOG_LEVELS, { error: `must be one of ${LOG_LEVELS.join(', ')}` }).default('info'),
  SANDBOX: z.enum(['on', 'off'], { error: 'must be on or off' }).optional(),
  SANDBOX_DIR: z.string().optional(),
});

export interface Environment {
  readonly databaseUrl: string | undefined;
  /** Absolute. */
  readonly dataDirectory: string;
  readonly port: number;
  readonly logLevel: (typeof LOG_LEVELS)[number];
  /** Whether the demo fabric runs; by default only beside the embedded database. */
  readonly sandbox: boolean;
  /** Absolute. */
  readonly sandboxDirectory: string;
  /** The configured secret; undefined means the generated one of the data folder. See `readSecretKey`. */
  readonly appSecret: string | undefined;
}

let environment: Environment | undefined;

/** The configuration of this process, read once and on first use: a build evaluates modules without having one. */
export function getEnvironment(): Environment {
  environment ??= parseEnvironment(process.env);
  return environment;
}

export function parseEnvironment(variables: Readonly<Record<string, string | undefined>>): Environment {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const result = shape.safeParse(given);
  if (!result.success) {
    const problems = result.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
    throw new AppError('invalid_input', `Wrong environment: ${problems.join('; ')}.`);
  }
  const { DATABASE_URL, DATA_DIR, PORT, APP_SECRET, LOG_LEVEL, SANDBOX, SANDBOX_DIR } = result.data;
  const dataDirectory = resolve(DATA_DIR);
  return {
    databaseUrl: DATABASE_URL,
    dataDirectory,
    port: PORT,
    logLevel: LOG_LEVEL,
    sandbox: SANDBOX === undefined ? DATABASE_URL === undefined : SANDBOX === 'on',
    // A folder of data, not of code: the build need not follow what may be in it.
    sandboxDirectory: resolve(/* turbopackIgnore: true */ SANDBOX_DIR ?? `${dataDirectory}/sandbox`),
    appSecret: APP_SECRET,
  };
}
