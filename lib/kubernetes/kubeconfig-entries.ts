import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { Cluster, User } from '@kubernetes/client-node';
import { AppError } from '#lib/errors.ts';

type Mapping = Record<string, unknown>;

const FLATTEN = 'Export it with "kubectl config view --raw --flatten --minify", which puts files inline.';
const TOKEN = 'Give the user a token of a service account instead.';
const REFUSED_OF_USER: readonly [key: string, reason: string, nextStep: string][] = [
  ['exec', 'runs a program (exec) to get its credentials', TOKEN],
  ['auth-provider', 'uses an auth-provider plugin', TOKEN],
  ['tokenFile', 'reads its token from a file (tokenFile)', FLATTEN],
  ['token-file', 'reads its token from a file (token-file)', FLATTEN],
  ['client-certificate', 'reads its certificate from a file (client-certificate)', FLATTEN],
  ['client-key', 'reads its key from a file (client-key)', FLATTEN],
  ['as', 'impersonates another user (as)', TOKEN],
  ['as-uid', 'impersonates another user (as-uid)', TOKEN],
  ['as-groups', 'impersonates other groups (as-groups)', TOKEN],
  ['as-user-extra', 'impersonates another user (as-user-extra)', TOKEN],
];

class Entry {
  readonly label: string;
  readonly #content: Mapping;

  constructor(label: string, content: Mapping) {
    this.label = label;
    this.#content = content;
  }

  invalid(problem: string): AppError {
    return new AppError('kubeconfig_invalid', `The ${this.label} of the kubeconfig ${problem}`);
  }

  has(key: string): boolean {
    const value = this.#content[key];
    return value !== undefined && value !== null && value !== '';
  }

  is(key: string): boolean {
    return this.#content[key] === true;
  }

  text(key: string): string | undefined {
    if (!this.has(key)) return undefined;
    const value = this.#content[key];
    if (typeof value !== 'string') throw this.invalid(`has a "${key}" that is not text. Put it in quotes.`);
    return value;
  }

  /** The PEM text behind a base64 field. */
  pem(key: string): string | undefined {
    const text = this.text(key)?.replace(/\s/g, '');
    if (text === undefined) return undefined;
    const pem = Buffer.from(text, 'base64').toString('utf8');
    if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text) || !pem.includes('-----BEGIN '))
      throw this.invalid(`has a "${key}" that is not base64 of PEM. ${FLATTEN}`);
    return pem;
  }
}

/** Every certificate of a PEM text, in order; throws when one cannot be read or there is none. */
export function readCertificates(pem: string): X509Certificate[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? [];
  if (blocks.length === 0) throw new Error('no certificate');
  return blocks.map((block) => new X509Certificate(block));
}

// Plain HTTP would show the credentials to the network; on loopback there is no network.
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

function checkServer(entry: Entry): string {
  const server = entry.text('server');
  const url = server !== undefined && URL.canParse(server) ? new URL(server) : null;
  if (server === undefined || url === null || !['https:', 'http:'].includes(url.protocol))
    throw entry.invalid('needs a "server" that is an https URL.');
  if (url.protocol === 'http:' && !LOOPBACK.has(url.hostname))
    throw entry.invalid('has a "server" without TLS, which would show the credentials. Use its https URL.');
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    throw entry.invalid(
      'has a "server" with more than a host, port and path. Put credentials into the user entry.',
    );
  return server.replace(/\/+$/, '');
}

function checkProxy(entry: Entry): string | undefined {
  const proxy = entry.text('proxy-url');
  if (proxy === undefined) return undefined;
  const url = URL.canParse(proxy) ? new URL(proxy) : null;
  if (url === null || !['http:', 'https:'].includes(url.protocol))
    throw entry.invalid(
      'has a "proxy-url" that is not an http or https URL. Only those proxies are supported.',
    );
  if (url.username !== '' || url.password !== '')
    throw entry.invalid('has credentials in its "proxy-url". Use a proxy that needs none.');
  return proxy;
}

/** The cluster entry, checked; throws `kubeconfig_invalid` naming it and the next step. */
export function checkCluster(name: string, content: Mapping): Cluster {
  const entry = new Entry(`cluster "${name}"`, content);
  if (entry.has('certificate-authority'))
    throw entry.invalid(`reads its CA from a file (certificate-authority). ${FLATTEN}`);
  const server = checkServer(entry);
  const proxyUrl = checkProxy(entry);
  const tlsServerName = entry.text('tls-server-name');
  const ca = entry.pem('certificate-authority-data');
  if (ca !== undefined) {
    try {
      readCertificates(ca);
    } catch (cause) {
      const error = entry.invalid(
        `has a "certificate-authority-data" without a readable certificate. ${FLATTEN}`,
      );
      error.cause = cause;
      throw error;
    }
  }
  return {
    name,
    server,
    skipTLSVerify: entry.is('insecure-skip-tls-verify'),
    ...(ca === undefined ? {} : { caData: Buffer.from(ca).toString('base64') }),
    ...(tlsServerName === undefined ? {} : { tlsServerName }),
    ...(proxyUrl === undefined ? {} : { proxyUrl }),
  };
}

function checkKeyPair(entry: Entry): Pick<User, 'certData' | 'keyData'> {
  const certificate = entry.pem('client-certificate-data');
  const key = entry.pem('client-key-data');
  if (certificate === undefined && key === undefined) return {};
  if (certificate === undefined || key === undefined)
    throw entry.invalid('needs both "client-certificate-data" and "client-key-data". Add the missing one.');
  let matches: boolean;
  try {
    matches = readCertificates(certificate)[0]?.checkPrivateKey(createPrivateKey(key)) ?? false;
  } catch {
    throw entry.invalid(
      'has a client certificate or key that cannot be read (a key with a passphrase cannot).',
    );
  }
  if (!matches)
    throw entry.invalid('has a client key that belongs to another certificate. Export both again.');
  return {
    certData: Buffer.from(certificate).toString('base64'),
    keyData: Buffer.from(key).toString('base64'),
  };
}

/** The user entry, checked; throws `kubeconfig_invalid` naming it and the next step. */
export function checkUser(name: string, content: Mapping): User {
  const entry = new Entry(`user "${name}"`, content);
  for (const [key, reason, nextStep] of REFUSED_OF_USER)
    if (entry.has(key)) throw entry.invalid(`${reason}, which is not supported here. ${nextStep}`);
  const keyPair = checkKeyPair(entry);
  const token = entry.text('token')?.trim();
  const username = entry.text('username');
  const password = entry.text('password');
  if (token !== undefined && !/^[\x21-\x7e]+$/.test(token))
    throw entry.invalid('has a "token" with spaces or line breaks inside. Paste it again in one line.');
  if ((username === undefined) !== (password === undefined) || username?.includes(':'))
    throw entry.invalid('needs both "username" (without a colon) and "password".');
  if (token !== undefined && username !== undefined)
    throw entry.invalid('has a token and a password. Keep one of them.');
  if (token === undefined && username === undefined && keyPair.certData === undefined)
    throw entry.invalid('has no credentials. Add a token or a client certificate with its key.');
  return {
    name,
    ...keyPair,
    ...(token === undefined ? {} : { token }),
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
  };
}
