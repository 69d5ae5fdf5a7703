import type { GitCredentials } from './reading.ts';
import { parseRepositoryUrl } from './repository-url.ts';

/** What of the process's own environment git may see: how to find programs, proxies and certificates. Nothing else. */
const PASSED_ON = [
  'PATH',
  'TMPDIR',
  'LD_LIBRARY_PATH',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'ALL_PROXY',
  'NO_PROXY',
  'http_proxy',
  'https_proxy',
  'all_proxy',
  'no_proxy',
  'GIT_SSL_CAINFO',
  'GIT_SSL_CAPATH',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
];

/** A token alone needs some user name; forges that look at the token only take any. */
const TOKEN_USER = 'x-access-token';

/** What a git process is started with. Next.js declares NODE_ENV for every environment; git does not care. */
export interface GitEnvironment extends Record<string, string> {
  NODE_ENV: 'production';
}

const CLEAN = {
  NODE_ENV: 'production',
  // Messages are matched, so they must be in English.
  LC_ALL: 'C',
  // Neither the host's configuration nor anybody's .netrc may decide how a repository is entered.
  HOME: '/nonexistent',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_TERMINAL_PROMPT: '0',
  GIT_ALLOW_PROTOCOL: 'https:http:file',
} as const;

/** The whole environment of a git process. */
export function gitEnvironment(): GitEnvironment {
  const passed = PASSED_ON.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value]];
  });
  return { ...Object.fromEntries(passed), ...CLEAN };
}

/**
 * The environment of a git process that talks to a server. Credentials travel in it alone, as a header bound to that
 * server: not in arguments (visible to all), and not in a file. Redirects are refused: git would send the header there.
 */
export function remoteEnvironment(url: string, credentials: GitCredentials): GitEnvironment {
  const { origin } = parseRepositoryUrl(url);
  if (origin === null) return gitEnvironment();
  const header = authorization(credentials);
  return {
    ...gitEnvironment(),
    GIT_CONFIG_COUNT: header === null ? '1' : '2',
    GIT_CONFIG_KEY_0: 'http.followRedirects',
    GIT_CONFIG_VALUE_0: 'false',
    ...(header === null
      ? {}
      : { GIT_CONFIG_KEY_1: `http.${origin}/.extraHeader`, GIT_CONFIG_VALUE_1: `Authorization: ${header}` }),
  };
}

/** Every spelling of the credentials that must never be shown. */
export function secretsOf(credentials: GitCredentials): string[] {
  switch (credentials.kind) {
    case 'none':
      return [];
    case 'token':
      return [credentials.token, encoded(TOKEN_USER, credentials.token)];
    case 'basic':
      return [credentials.password, encoded(credentials.username, credentials.password)];
  }
}

function authorization(credentials: GitCredentials): string | null {
  switch (credentials.kind) {
    case 'none':
      return null;
    case 'token':
      return `Basic ${encoded(TOKEN_USER, credentials.token)}`;
    case 'basic':
      return `Basic ${encoded(credentials.username, credentials.password)}`;
  }
}

function encoded(username: string, password: string): string {
  return Buffer.from(`${username}:${password}`, 'utf8').toString('base64');
}
