import type { FabricSummary, KindDrift, KindSummary, StateCounts } from '../fabric-summary.ts';
import type { ClusterReading, GitReading, HeldRevision, KindReading } from '../readings.ts';
import type { ResourceDetail } from '../resource-detail.ts';

/** The moment at which all samples are read. */
export const NOW = Date.parse('2026-11-24T14:11:00.000Z');

export const ago = (seconds: number) => new Date(NOW - seconds * 1000).toISOString();

export function gitReading(more: Partial<GitReading> = {}): GitReading {
  return {
    connection: 'connected',
    url: 'https://git.example.net/fabrics.git',
    branch: 'main',
    directory: 'fra-1',
    revision: '3f2a1c9d0e8b7a6f5e4d3c2b1a0f9e8d7c6b5a43',
    readAt: ago(8),
    intervalSeconds: 60,
    error: null,
    errorAt: null,
    held: null,
    ...more,
  };
}

export function heldRevision(more: Partial<HeldRevision> = {}): HeldRevision {
  return {
    revision: 'c0ffee1d0e8b7a6f5e4d3c2b1a0f9e8d7c6b5a43',
    since: ago(30),
    set: 'a set',
    reason: 'would take away 20 of 24 documents',
    removed: 20,
    examples: ['VPC/a', 'VPC/b', 'VPC/c'],
    releasedBy: null,
    ...more,
  };
}

export function clusterReading(more: Partial<ClusterReading> = {}): ClusterReading {
  return { connection: 'connected', observedThrough: ago(4), error: null, errorAt: null, ...more };
}

export function kindReading(more: Partial<KindReading> = {}): KindReading {
  return { availability: 'listed', observedThrough: ago(4), message: null, ...more };
}

export function stateCounts(more: Partial<StateCounts> = {}): StateCounts {
  return {
    DRAFT: 0,
    COMMITTED: 0,
    PENDING: 0,
    SYNCED: 0,
    DRIFTED: 0,
    ORPHANED: 0,
    unread: 0,
    stale: 0,
    ...more,
  };
}

export function kindDrift(more: Partial<KindDrift> = {}): KindDrift {
  return { differences: 0, resources: 0, hidden: 0, worst: 'none', uncompared: 0, ...more };
}

export function kindSummary(more: Partial<KindSummary> = {}): KindSummary {
  return {
    group: 'vpc.githedgehog.com',
    kind: 'VPC',
    version: 'v1beta1',
    reading: kindReading(),
    counts: stateCounts({ SYNCED: 3 }),
    drift: kindDrift(),
    ...more,
  };
}

export function fabricSummary(more: Partial<FabricSummary> = {}): FabricSummary {
  return {
    id: '4a1d8f0e-6a53-4f0e-9d33-2b1c0d9e8f70',
    name: 'fra-1',
    status: 'active',
    sandbox: true,
    sync: 'in_sync',
    git: gitReading(),
    cluster: clusterReading(),
    kinds: [kindSummary()],
    driftCheckedAt: ago(60),
    alerts: [],
    driftedByDay: [0, 0, 0, 0, 0, 0, 0],
    asOf: ago(0),
    ...more,
  };
}

export function resourceDetail(more: Partial<ResourceDetail> = {}): ResourceDetail {
  const { id, name, status, sandbox } = fabricSummary();
  return {
    fabric: { id, name, status, sandbox },
    id: 7,
    version: 3,
    group: 'wiring.githedgehog.com',
    kind: 'Switch',
    namespace: 'default',
    name: 'leaf-03',
    state: 'SYNCED',
    stateBeforeDraft: null,
    since: ago(540),
    reason: null,
    removedAt: null,
    drift: null,
    driftHistory: { times: 0, totalMs: 0, flapping: null, spells: [] },
    differences: [],
    draftChanges: [],
    opinion: null,
    desired: null,
    actual: null,
    draft: null,
    standsOn: null,
    compared: null,
    adoption: null,
    deployment: null,
    git: gitReading(),
    cluster: clusterReading(),
    kindReading: kindReading(),
    actions: [],
    alerts: [],
    findings: [],
    operation: null,
    asOf: ago(0),
    ...more,
  };
}
