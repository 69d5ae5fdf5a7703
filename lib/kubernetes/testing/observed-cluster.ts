import { type ClientOptions, ClusterClient } from '../cluster-client.ts';
import type { ClusterObserver } from '../observation.ts';
import { type ObserveOptions, observeCluster } from '../observe-cluster.ts';
import { parseKubeconfig } from '../parse-kubeconfig.ts';
import { realTiming } from '../real-timing.ts';
import { RecordingSink } from './recording-sink.ts';

/** An observer of a real server, and what its sink was told. */
export interface ObservedCluster {
  client: ClusterClient;
  observer: ClusterObserver;
  sink: RecordingSink;
  /** Messages of the observer, as `message {fields}`. */
  log: string[];
  errors: string[];
  close(): Promise<void>;
}

/** Observes the kinds of these names with real timers. */
export function observeForTest(
  kubeconfig: string,
  kinds: readonly string[],
  options: Partial<ObserveOptions> & { clientOptions?: ClientOptions } = {},
): ObservedCluster {
  const { clientOptions, ...observeOptions } = options;
  const client = new ClusterClient(parseKubeconfig(kubeconfig), clientOptions);
  const sink = new RecordingSink();
  const log: string[] = [];
  const errors: string[] = [];
  const write = (fields: Record<string, unknown>, message: string) =>
    log.push(`${message} ${JSON.stringify(fields)}`);
  const observer = observeCluster({
    client,
    sink,
    admits: ({ kind }) => kinds.includes(kind),
    timing: { ...realTiming, now: async () => Date.now() },
    log: { info: write, warn: write },
    onError: ({ code, message }) => errors.push(`${code} ${message}`),
    ...observeOptions,
  });
  return {
    client,
    observer,
    sink,
    log,
    errors,
    async close() {
      await observer.close();
      client.close();
    },
  };
}
