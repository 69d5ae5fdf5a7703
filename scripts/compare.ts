import { AppError } from '../lib/errors.ts';
import { runCompare } from './compare/run-compare.ts';

// Written once each: a folder of a thousand cases of one kind needs one warning.
const said = new Set<string>();

/** `npm run compare`: why one pair of desired and live objects is, or is not, drift; exit code 0 in sync, 1 drifted, 2 error. */
try {
  process.exitCode = runCompare(process.argv.slice(2), {
    folders: [process.env.INIT_CWD, process.cwd()].filter((folder) => folder !== undefined),
    print: (line) => process.stdout.write(`${line}\n`),
    warn: (line) => {
      if (!said.has(line)) process.stderr.write(`${line}\n`);
      said.add(line);
    },
  });
} catch (error) {
  if (!(error instanceof AppError)) throw error;
  process.stderr.write(`error ${error.number} ${error.code}: ${error.message}\n`);
  process.exitCode = 2;
}
