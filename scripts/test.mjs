// npm test: needs nothing but npm and some Node, like npm start.
import { join } from 'node:path';
import { handOver } from './setup/hand-over.mjs';
import { ensureInstalled, root } from './setup/install.mjs';

await ensureInstalled();
handOver(join(root, 'scripts', 'test', 'main.ts'), process.argv.slice(2), { apart: true });
