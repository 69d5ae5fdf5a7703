import { sql } from 'drizzle-orm';
import type { Reader } from '../transaction.ts';

/** A fabric that a worker looks after, with the number that proves it. */
export interface Lease {
  fabricId: string;
  fencing: number;
}

/** How long a silent worker keeps a fabric, in seconds; one whose database session is gone loses it at once. */
const LEASE_SECONDS = 15;

/**
 * Renews a worker's leases and takes those that are free: never held, expired, or held by a worker without a session.
 * `worker` is the application name of its database sessions. Times are the database's.
 */
export async function claimLeases(tx: Reader, worker: string): Promise<Lease[]> {
  const rows = await tx.execute<{ fabric_id: string; fencing: string }>(sql`
    insert into fabric_leases as l (fabric_id, worker, until, fencing)
    select id, ${worker}, clock_timestamp() + make_interval(secs => ${LEASE_SECONDS}), 1
    from fabrics where removed_at is null and status <> 'decommissioned'
    order by id
    on conflict (fabric_id) do update set
      worker = excluded.worker,
      until = excluded.until,
      fencing = l.fencing + case when l.worker = excluded.worker then 0 else 1 end
    where l.worker = excluded.worker
      or l.until < clock_timestamp()
      or not exists (select from pg_stat_activity a where a.application_name = l.worker)
    returning fabric_id, fencing`);
  return rows.map((row) => ({ fabricId: row.fabric_id, fencing: Number(row.fencing) }));
}

/** Gives a worker's leases back, so that another need not wait. */
export async function releaseLeases(tx: Reader, worker: string): Promise<void> {
  await tx.execute(sql`update fabric_leases set until = clock_timestamp() where worker = ${worker}`);
}
