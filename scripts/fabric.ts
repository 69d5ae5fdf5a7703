import { hostname } from 'node:os';
import { AppError, toAppError } from '../lib/errors.ts';
import { runFabricCommand } from './fabric/commands.ts';

/** `npm run fabric -- <verb>`: exit code 0 done, 1 it failed or was refused, 2 the call itself is wrong. */
try {
  await runFabricCommand(process.argv.slice(2), { host: hostname(), print: (line) => console.log(line) });
} catch (error) {
  const failure = toAppError(error);
  console.error(`error ${failure.number} ${failure.code}: ${failure.message}`);
  if (!(error instanceof AppError)) console.error(error);
  process.exitCode = failure.code === 'invalid_input' ? 2 : 1;
}
