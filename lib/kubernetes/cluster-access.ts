import { createHash } from 'node:crypto';
import type { RequestOptions } from 'node:https';
import { type Cluster, KubeConfig, type User } from '@kubernetes/client-node';
import { readCertificates } from './kubeconfig-entries.ts';

interface AccessParts {
  contextName: string;
  namespace: string | null;
  cluster: Cluster;
  user: User;
}

function hashOfCa(cluster: Cluster): string | null {
  if (!cluster.caData) return null;
  const certificates = readCertificates(Buffer.from(cluster.caData, 'base64').toString('utf8'));
  const hash = createHash('sha256');
  for (const der of certificates.map((each) => each.raw).sort(Buffer.compare)) hash.update(der);
  return hash.digest('hex');
}

/** A way into one cluster, as `parseKubeconfig` gives it. Its credentials are private fields, so printing it shows none. */
export class ClusterAccess {
  readonly contextName: string;
  readonly clusterName: string;
  readonly userName: string;
  readonly serverUrl: string;
  /** The context's namespace; null when it names none. */
  readonly namespace: string | null;
  /** True with `insecure-skip-tls-verify`: the server could be anybody, which must be shown. */
  readonly skipsTlsVerification: boolean;
  /** SHA-256 of the CA certificates, hexadecimal; null without any. */
  readonly caHash: string | null;
  readonly #config: KubeConfig;
  readonly #secrets: readonly string[];
  readonly #usesProxy: boolean;

  constructor({ contextName, namespace, cluster, user }: AccessParts) {
    this.contextName = contextName;
    this.clusterName = cluster.name;
    this.userName = user.name;
    this.serverUrl = cluster.server;
    this.namespace = namespace;
    this.skipsTlsVerification = cluster.skipTLSVerify;
    this.caHash = hashOfCa(cluster);
    this.#usesProxy = cluster.proxyUrl !== undefined;
    this.#secrets = [user.token, user.password, user.keyData].filter((secret) => secret !== undefined);
    this.#config = new KubeConfig();
    // The client library refuses plain HTTP (which is loopback here) unless verification is off.
    const skipTLSVerify = cluster.skipTLSVerify || cluster.server.startsWith('http:');
    this.#config.loadFromClusterAndUser({ ...cluster, skipTLSVerify }, user);
  }

  /** TLS material and credentials for a request, made by the client library; `agent` only when a proxy is in between. */
  async requestOptions(): Promise<RequestOptions> {
    const options: RequestOptions = {};
    await this.#config.applyToHTTPSOptions(options);
    const { agent, ...rest } = options;
    return {
      ...rest,
      // Unset, Node would heed NODE_TLS_REJECT_UNAUTHORIZED.
      rejectUnauthorized: !this.skipsTlsVerification,
      ...(this.#usesProxy && agent !== undefined ? { agent } : {}),
    };
  }

  /** The text without this access's credentials, for messages that quote others. */
  redact(text: string): string {
    return this.#secrets.reduce((result, secret) => result.replaceAll(secret, '[redacted]'), text);
  }
}
