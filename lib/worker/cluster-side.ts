import { databaseNow } from '#db/queries/clock.ts';
import type { FabricRow } from '#db/queries/fabrics.ts';
import { toAppError } from '#lib/errors.ts';
import { ClusterClient } from '#lib/kubernetes/cluster-client.ts';
import type { ClusterObserver, ServedKind } from '#lib/kubernetes/observation.ts';
import { observeCluster } from '#lib/kubernetes/observe-cluster.ts';
import { parseKubeconfig } from '#lib/kubernetes/parse-kubeconfig.ts';
import { realTiming } from '#lib/kubernetes/real-timing.ts';
import { unseal } from '#lib/seal.ts';
import { recordClusterFailure } from '#lib/services/fabric/record-connection.ts';
import type { Fencing } from '#lib/services/lifecycle/fabric-context.ts';
import { createClusterRecorder } from './cluster-recorder.ts';
import type { KindChoice } from './managed-kinds.ts';
import { kindChoiceOf, managesKind } from './managed-kinds.ts';
import type { WorkerContext } from './worker-context.ts';

/** The observed cluster of one fabric. */
export interface ClusterSideRunner {
  observer: ClusterObserver;
  client: ClusterClient;
  epoch(): number;
  /** The kind as the cluster serves it; null when it does not. */
  served(kind: { group: string; kind: string }): ServedKind | null;
  /** Observes exactly what the fabric manages now. */
  manage(choice: KindChoice): Promise<void>;
  /** Lists every observed kind again; what cannot be listed is recorded as unavailable by the observer. */
  relistAll(): Promise<void>;
  close(): Promise<void>;
}

/** Connects to a fabric's cluster and records what is seen from now on. */
export async function startClusterSide(
  context: WorkerContext,
  fabric: FabricRow,
  fencing: Fencing,
  events: { served(kinds: readonly ServedKind[]): void; recorded(): void },
): Promise<ClusterSideRunner> {
  const { db, log } = context;
  const fabricId = fabric.id;
  let choice = kindChoiceOf(fabric);
  let kinds: readonly ServedKind[] = [];
  const admits = (kind: { group: string; kind: string }) => managesKind(choice, kind);
  const client = new ClusterClient(parseKubeconfig(unseal(fabric.sealedKubeconfig, context.secret)));
  const relistAll = async () => {
    const observed = kinds.filter(admits);
    await Promise.all(
      observed.map((kind) =>
        observer
          .relist(kind)
          .catch((err: unknown) =>
            log.warn({ fabricId, kind: kind.kind, err }, 'a kind could not be listed'),
          ),
      ),
    );
  };
  const sink = createClusterRecorder(context, fabricId, fencing, admits, {
    recorded: events.recorded,
    served(found) {
      kinds = found;
      events.served(found);
    },
    newEpoch() {
      log.warn({ fabricId }, 'another cluster answers, or an older copy of it: everything is listed again');
      void relistAll();
    },
  });
  const onError = (error: unknown) => {
    const { code, message } = toAppError(error);
    log.warn({ fabricId, code, err: error }, 'observing the cluster failed; it is tried again');
    if (!code.startsWith('cluster_')) return;
    recordClusterFailure(db, fabricId, fencing, message).catch((err: unknown) =>
      log.error({ fabricId, err }, 'a cluster failure could not be recorded'),
    );
  };
  const observer = observeCluster({
    client,
    sink,
    admits,
    log,
    onError,
    timing: { ...realTiming, now: () => databaseNow(db) },
  });
  let managed = JSON.stringify(choice);
  return {
    observer,
    client,
    epoch: sink.epoch,
    served: ({ group, kind }) => kinds.find((one) => one.group === group && one.kind === kind) ?? null,
    relistAll,
    async manage(next) {
      if (JSON.stringify(next) === managed) return;
      managed = JSON.stringify(next);
      choice = next;
      observer.setKinds(admits);
      if (kinds.length > 0) await sink.discovered(kinds, { identity: await client.identity() });
    },
    async close() {
      await observer.close();
      client.close();
    },
  };
}
