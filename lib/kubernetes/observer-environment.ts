import type { AppError } from '#lib/errors.ts';
import type { ClusterClient } from './cluster-client.ts';
import type { ClusterSink, ObserverLog, ObserverTiming } from './observation.ts';

type Limiter = <T>(task: () => Promise<T>) => Promise<T>;

/** What the observers of one cluster share. */
export interface ObserverEnvironment {
  client: ClusterClient;
  sink: ClusterSink;
  timing: ObserverTiming;
  log: ObserverLog;
  onError(error: AppError): void;
  /** One namespace only; null for all. */
  namespace: string | null;
  coalesceMs: number;
  silenceMs: number;
  watchSeconds: number;
  /** One sink call at a time. */
  oneCall: Limiter;
  /** A few listings at a time: they are the heavy requests. */
  fewListings: Limiter;
  /** The cluster says that a kind is not served any more. */
  lookAgain(): void;
}
