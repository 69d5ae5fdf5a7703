// Runs a server until this process is killed: `node run-server.ts FOLDER BINARIES`, prints the process id of the server.
import { startEmbeddedPostgres } from '../start-embedded-postgres.ts';

const [folder = '', binariesParent = ''] = process.argv.slice(2);
const server = await startEmbeddedPostgres({ folder, binariesParent });
console.log(server.pid);
