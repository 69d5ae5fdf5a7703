import { sql } from 'drizzle-orm';
import type { Database } from '#db/transaction.ts';

/** A fabric that this worker looks after, with the number that proves it. */
export interface Lease {
  fabricId: string;
  fencing: number;
}

/** How long a silent worker keeps a fabric, in seconds; one whose database session is gone loses it at once. */
export const LEASE_SECONDS = 15;

/**
 * Renews this worker's leases and takes those that are free: never held, expired, or held by a worker without a session.
 * `worker` is the application name of its database sessions. Times are the database's.
 */
export async function claimLeases(db: Database, worker: string): Promise<Lease[]> {
  const rows = await db.execute<{ fabric_id: string; fencing: string }>(sql`
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

/** Gives this worker's leases back, so that another need not wait. */
export async function releaseLeases(db: Database, worker: string): Promise<void> {
  await db.execute(sql`update fabric_leases set until = clock_timestamp() where worker = ${worker}`);
}
