// npm start: needs nothing but npm and some Node. Installs what is missing, then the Node that came along takes over.
import { join } from 'node:path';
import { handOver } from './setup/hand-over.mjs';
import { ensureInstalled, root } from './setup/install.mjs';

await ensureInstalled();
handOver(join(root, 'scripts', 'supervisor', 'main.ts'), process.argv.slice(2), { apart: true });
