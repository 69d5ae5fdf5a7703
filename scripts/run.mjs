// node scripts/run.mjs FILE [arguments]: runs a TypeScript command with the Node that npm brought along.
import { join, resolve } from 'node:path';
import { fail } from './setup/fail.mjs';
import { handOver } from './setup/hand-over.mjs';
import { ensureInstalled, root } from './setup/install.mjs';

const [file, ...args] = process.argv.slice(2);
if (file === undefined) fail('Name a file: node scripts/run.mjs scripts/fabric.ts');
await ensureInstalled();
process.env.DATA_DIR ||= join(root, '.data');
handOver(resolve(file), args, { apart: false });
