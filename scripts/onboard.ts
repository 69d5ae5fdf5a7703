// Makes the running sandbox a fabric of the dashboard; npm start runs it beside the sandbox.
import { getEnvironment } from '../lib/env.ts';
import { toAppError } from '../lib/errors.ts';
import { onboardSandbox } from './onboard/onboard-sandbox.ts';

const ending = new AbortController();
process.once('SIGTERM', () => ending.abort());

try {
  await onboardSandbox(getEnvironment(), ending.signal);
} catch (error) {
  if (!ending.signal.aborted) {
    console.error(`The sandbox could not be set up: ${toAppError(error).message}`);
    process.exitCode = 1;
  }
}
