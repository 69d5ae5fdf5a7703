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
 * `worker` is the application name of its database sessions. Times are the database's. Waits for nobody: a fabric in
 * whose transaction its former worker still is (see `holdFencing`) is left for the next time.
 */
export async function claimLeases(tx: Reader, worker: string): Promise<Lease[]> {
  const until = sql`clock_timestamp() + make_interval(secs => ${LEASE_SECONDS})`;
  const live = sql`select id from fabrics where removed_at is null and status <> 'decommissioned'`;
  const rows = await tx.execute<{ fabric_id: string; fencing: string }>(sql`
    with fresh as (
      insert into fabric_leases (fabric_id, worker, until, fencing)
      select id, ${worker}, ${until}, 1 from (${live}) l
      where not exists (select from fabric_leases f where f.fabric_id = l.id)
      order by id
      on conflict (fabric_id) do nothing
      returning fabric_id, fencing),
    renewed as (
      update fabric_leases set until = ${until}
      where worker = ${worker} and fabric_id in (${live})
      returning fabric_id, fencing),
    free as (
      select fabric_id from fabric_leases l
      where l.worker <> ${worker} and fabric_id in (${live})
        and (l.until < clock_timestamp()
          or not exists (select from pg_stat_activity a where a.application_name = l.worker))
      order by fabric_id
      for update skip locked),
    taken as (
      update fabric_leases l set worker = ${worker}, until = ${until}, fencing = l.fencing + 1
      from free where free.fabric_id = l.fabric_id
      returning l.fabric_id, l.fencing)
    select * from fresh union all select * from renewed union all select * from taken`);
  return rows.map((row) => ({ fabricId: row.fabric_id, fencing: Number(row.fencing) }));
}

/** Gives a worker's leases back, so that another need not wait. */
export async function releaseLeases(tx: Reader, worker: string): Promise<void> {
  await tx.execute(sql`update fabric_leases set until = clock_timestamp() where worker = ${worker}`);
}

/** Takes a fabric from its worker for good, once no transaction of it is under way. */
export async function deleteLease(tx: Reader, fabricId: string): Promise<void> {
  await tx.execute(sql`delete from fabric_leases where fabric_id = ${fabricId}`);
}
