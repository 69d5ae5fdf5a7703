import { type DestinationStream, type Logger, pino } from 'pino';
import { type Environment, getEnvironment } from './env.ts';

const SECRET_NAMES = [
  'password',
  'token',
  'secret',
  'kubeconfig',
  'authorization',
  'cookie',
  'privateKey',
  'apiKey',
];

/** A logger for one part of a process. Fields named like secrets are removed, two levels deep. */
export function createLog(
  component: string,
  destination?: DestinationStream,
  { logLevel }: Pick<Environment, 'logLevel'> = getEnvironment(),
): Logger {
  const options = {
    level: logLevel,
    base: { component },
    redact: {
      paths: SECRET_NAMES.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
      censor: '[removed]',
    },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}
