/** Connection of a repository (lifecycle.md §9); only a real fetch makes it `connected`. */
export const REPOSITORY_CONNECTIONS = ['pending', 'testing', 'connected', 'failed'] as const;

/** Connection of a fabric to its cluster (lifecycle.md §9). */
export const CLUSTER_CONNECTIONS = ['unknown', 'testing', 'connected', 'failed'] as const;

/** What a fabric is for at the moment; `decommissioned` is terminal and read-only. */
export const FABRIC_STATUSES = ['planned', 'active', 'maintenance', 'decommissioned'] as const;
export type FabricStatus = (typeof FABRIC_STATUSES)[number];

/** Sync of a fabric, always derived from its resources and readings, never stored. */
export const FABRIC_SYNCS = ['never_synced', 'syncing', 'in_sync', 'out_of_sync', 'error'] as const;

/** Whether a kind of a cluster can be read; `unread` until the first complete listing. */
export const KIND_AVAILABILITIES = ['unread', 'listed', 'forbidden', 'missing', 'error'] as const;
export type KindAvailability = (typeof KIND_AVAILABILITIES)[number];
