import { randomBytes } from 'node:crypto';

// PostgreSQL cuts an application name at 63 bytes, and a cut name would look like a dead worker.
const MOST_HOST_CHARACTERS = 30;

/** A name no other worker has or had: it names this worker's database sessions and its leases. */
export function workerName(host: string, pid: number): string {
  const place = host.replaceAll(/[^\w.-]/g, '').slice(0, MOST_HOST_CHARACTERS);
  return `worker:${place}:${pid}:${randomBytes(4).toString('hex')}`;
}
