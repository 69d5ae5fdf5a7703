import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');
const OWN_MODULES: ReadonlySet<string> = new Set(['next', '.bin', '.installed', '.cache']);

const WORKER = `
import { appendFileSync } from 'node:fs';
import { createDatabase } from '../../db/client.ts';
import { connectionFromEnv } from '../../db/connection.ts';
const { sql, close } = createDatabase(connectionFromEnv());
await sql\`create table if not exists worker_starts (at timestamptz default now())\`;
await sql\`insert into worker_starts default values\`;
const [row] = await sql\`select count(*)::int as n from worker_starts\`;
console.log('starts: ' + row.n);
process.once('SIGTERM', () => close().then(() => process.exit(0)));
setInterval(() => {}, 1000);
`;

const NEXT = `
const { appendFileSync, existsSync, mkdirSync } = require('node:fs');
const [command, ...options] = process.argv.slice(2);
if (command === 'build') {
  if (existsSync('broken')) { console.error('app/page.tsx is broken'); process.exit(1); }
  mkdirSync('.next', { recursive: true });
  appendFileSync('.next/builds', 'built\\n');
} else {
  require('node:http').createServer((_, response) => response.end('hello')).listen(Number(options.at(-1)), '127.0.0.1');
}
`;

/** A copy of what starts the dashboard, around small programs in the place of the real ones. */
export class TemporaryProject {
  readonly root = mkdtempSync(join(tmpdir(), 'fabric-project-'));

  constructor() {
    chmodSync(this.root, 0o711);
    for (const part of ['scripts', 'db', 'drizzle', 'lib', 'package.json', 'package-lock.json'])
      this.#copy(part);
    for (const name of readdirSync(join(ROOT, 'node_modules'))) {
      if (OWN_MODULES.has(name)) continue;
      mkdirSync(join(this.root, 'node_modules'), { recursive: true });
      symlinkSync(join(ROOT, 'node_modules', name), join(this.root, 'node_modules', name));
    }
    this.write('node_modules/next/dist/bin/next', NEXT);
    this.write('lib/worker/main.ts', WORKER);
    this.write(
      'lib/sandbox/main.ts',
      `console.log('sandbox in ' + process.env.SANDBOX_DIR); setInterval(() => {}, 1000);`,
    );
    this.write('app/page.tsx', 'export default null;');
  }

  #copy(path: string): void {
    cpSync(join(ROOT, path), join(this.root, path), { recursive: true });
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.root, path)), { recursive: true });
    writeFileSync(join(this.root, path), text);
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), 'utf8');
  }

  has(path: string): boolean {
    return existsSync(join(this.root, path));
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
