import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { AppError } from '#lib/errors.ts';
import { parseKubeconfig } from './parse-kubeconfig.ts';
import { makeCertificate } from './testing/make-certificate.ts';

const TOKEN = 'token-that-nobody-may-see';
const ca = { ...makeCertificate({ commonName: 'ca' }), commonName: 'ca' };
const client = makeCertificate({ commonName: 'client', issuer: ca });
const base64 = (text: string) => Buffer.from(text).toString('base64');

interface Parts {
  cluster?: Record<string, unknown>;
  user?: Record<string, unknown>;
  context?: Record<string, unknown>;
  root?: Record<string, unknown>;
}

/** JSON is YAML. */
function kubeconfig({ cluster, user, context, root }: Parts = {}): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'fabric', cluster: { server: 'https://10.0.0.1:6443', ...cluster } }],
    users: [{ name: 'robot', user: user ?? { token: TOKEN } }],
    contexts: [{ name: 'main', context: { cluster: 'fabric', user: 'robot', ...context } }],
    'current-context': 'main',
    ...root,
  });
}

function refusalOf(text: string, options?: { context?: string }): string {
  try {
    parseKubeconfig(text, options);
  } catch (error) {
    expect(error).toBeInstanceOf(AppError);
    if (!(error instanceof AppError)) throw error;
    expect(error.code).toBe('kubeconfig_invalid');
    expect(inspect(error, { depth: 9 })).not.toContain(TOKEN);
    return error.message;
  }
  throw new Error('the kubeconfig was accepted');
}

describe('parseKubeconfig', () => {
  it('reads a kubeconfig as kubectl writes it', () => {
    const access = parseKubeconfig(`
apiVersion: v1
kind: Config
preferences: {}
current-context: main
clusters:
- name: fabric
  cluster:
    server: https://10.0.0.1:6443/
    certificate-authority-data: ${base64(ca.certificate)}
users:
- name: robot
  user:
    token: ${TOKEN}
contexts:
- name: main
  context: { cluster: fabric, user: robot, namespace: default }
`);
    expect(access).toMatchObject({
      contextName: 'main',
      clusterName: 'fabric',
      userName: 'robot',
      namespace: 'default',
      serverUrl: 'https://10.0.0.1:6443',
      skipsTlsVerification: false,
    });
    expect(access.caHash).toMatch(/^[0-9a-f]{64}$/);
  });

  it('shows no credential when it is printed', async () => {
    const access = parseKubeconfig(
      kubeconfig({
        user: {
          token: TOKEN,
          'client-certificate-data': base64(client.certificate),
          'client-key-data': base64(client.key),
        },
      }),
    );
    const shown = `${inspect(access, { depth: 9, showHidden: true })}${JSON.stringify(access)}${String(access)}`;
    expect(shown).not.toContain(TOKEN);
    expect(shown).not.toContain(base64(client.key).slice(0, 40));
    expect(access.redact(`the server echoes Bearer ${TOKEN}`)).toBe('the server echoes Bearer [redacted]');
    expect((await access.requestOptions()).headers).toMatchObject({ Authorization: `Bearer ${TOKEN}` });
  });

  it('hands the inline data to the client library', async () => {
    const access = parseKubeconfig(
      kubeconfig({
        cluster: { 'certificate-authority-data': base64(ca.certificate), 'tls-server-name': 'api.fabric' },
        user: {
          'client-certificate-data': base64(client.certificate),
          'client-key-data': base64(client.key),
        },
      }),
    );
    expect(await access.requestOptions()).toMatchObject({
      ca: Buffer.from(ca.certificate),
      cert: Buffer.from(client.certificate),
      key: Buffer.from(client.key),
      servername: 'api.fabric',
      rejectUnauthorized: true,
    });
  });

  it('gives the same CA hash whatever the order and the line breaks of the certificates', () => {
    const other = makeCertificate({ commonName: 'other' }).certificate;
    const hashOf = (pem: string) =>
      parseKubeconfig(kubeconfig({ cluster: { 'certificate-authority-data': base64(pem) } })).caHash;
    expect(hashOf(ca.certificate + other)).toBe(hashOf(`${other}\n\n${ca.certificate}`));
    expect(hashOf(ca.certificate)).not.toBe(hashOf(other));
  });

  it('takes a name and password, and flags a cluster whose certificate is not checked', async () => {
    const access = parseKubeconfig(
      kubeconfig({
        cluster: { 'insecure-skip-tls-verify': true },
        user: { username: 'ada', password: 'pass' },
      }),
    );
    expect(access.skipsTlsVerification).toBe(true);
    expect(access.caHash).toBeNull();
    expect(await access.requestOptions()).toMatchObject({ auth: 'ada:pass', rejectUnauthorized: false });
  });

  it('takes plain HTTP on loopback, and trims a token that a line break follows', async () => {
    const access = parseKubeconfig(
      kubeconfig({ cluster: { server: 'http://127.0.0.1:8001' }, user: { token: `${TOKEN}\n` } }),
    );
    expect(access.skipsTlsVerification).toBe(false);
    expect((await access.requestOptions()).headers).toEqual({ Authorization: `Bearer ${TOKEN}` });
  });

  describe('chooses the context', () => {
    const contexts = [
      { name: 'main', context: { cluster: 'fabric', user: 'robot' } },
      { name: 'other', context: { cluster: 'fabric', user: 'robot', namespace: 'fab' } },
    ];

    it('that is asked for, else the current one, else the only one', () => {
      const text = kubeconfig({ root: { contexts } });
      expect(parseKubeconfig(text).contextName).toBe('main');
      expect(parseKubeconfig(text, { context: 'other' })).toMatchObject({
        contextName: 'other',
        namespace: 'fab',
      });
      expect(parseKubeconfig(kubeconfig({ root: { 'current-context': '' } })).contextName).toBe('main');
    });

    it('and names the choices when it cannot', () => {
      const several = kubeconfig({ root: { contexts, 'current-context': '' } });
      expect(refusalOf(several)).toContain(
        'several contexts and no current-context. Choose one of "main", "other"',
      );
      expect(refusalOf(several, { context: 'x' })).toContain('no context "x". Choose one of "main", "other"');
      expect(refusalOf(kubeconfig({ root: { contexts: [] } }))).toContain('has no context');
      expect(refusalOf(kubeconfig({ root: { contexts: [...contexts, ...contexts] } }))).toContain(
        'has 2 entries for the context "main"',
      );
    });

    it('without looking at the entries of other contexts', () => {
      const users = [
        { name: 'robot', user: { token: TOKEN } },
        { name: 'cloud', user: { exec: { command: 'aws' } } },
      ];
      expect(parseKubeconfig(kubeconfig({ root: { users } })).userName).toBe('robot');
    });
  });

  it.each<[string, string, string]>([
    ['broken YAML', `users:\n- name: x\n  user: {token: ${TOKEN}\n  broken: [`, 'not one YAML document ('],
    ['two documents', 'a: 1\n---\nb: 2\n', 'not one YAML document'],
    ['nothing', '', 'not one YAML document'],
    ['a list', '- 1', 'is not a kubeconfig (kind: Config)'],
    ['another kind', 'kind: Secret', 'is not a kubeconfig (kind: Config)'],
    [
      'a section that is no list',
      kubeconfig({ root: { users: {} } }),
      '"users" of the kubeconfig must be a list',
    ],
    [
      'an entry without a name',
      kubeconfig({ root: { users: [{ user: {} }] } }),
      'Entry 1 of "users" needs a name',
    ],
    ['a missing cluster', kubeconfig({ context: { cluster: 'x' } }), 'has no cluster "x". Export it with'],
    ['a missing user', kubeconfig({ context: { user: 'x' } }), 'has no user "x"'],
    [
      'a context without a user',
      kubeconfig({ context: { user: null } }),
      'context "main" must name a cluster and a user',
    ],
  ])('refuses %s', (_, text, message) => {
    expect(refusalOf(text)).toContain(message);
  });

  it('says in which line YAML is broken, without quoting it', () => {
    expect(refusalOf(`a: 1\nb: "${TOKEN}\n`)).toMatch(/line \d+/);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['exec', { exec: { command: 'aws' } }, 'runs a program (exec)'],
    ['auth-provider', { 'auth-provider': { name: 'oidc' } }, 'auth-provider plugin'],
    ['tokenFile', { tokenFile: '/etc/passwd' }, 'from a file (tokenFile)'],
    ['token-file', { 'token-file': '/etc/passwd' }, 'from a file (token-file)'],
    ['client-certificate', { 'client-certificate': 'c.pem' }, 'from a file (client-certificate)'],
    ['client-key', { 'client-key': 'k.pem' }, 'from a file (client-key)'],
    ['as', { token: TOKEN, as: 'root' }, 'impersonates another user (as)'],
    ['as-groups', { token: TOKEN, 'as-groups': ['system:masters'] }, 'impersonates other groups (as-groups)'],
    ['nothing', {}, 'has no credentials'],
    ['an empty token', { token: '' }, 'has no credentials'],
    ['a number', { token: 12345 }, '"token" that is not text'],
    ['a token of two lines', { token: 'a\nb' }, 'spaces or line breaks inside'],
    ['a name without password', { username: 'ada' }, 'needs both "username"'],
    ['a name with a colon', { username: 'a:b', password: 'c' }, 'needs both "username"'],
    ['two ways', { token: TOKEN, username: 'ada', password: 'x' }, 'has a token and a password'],
    [
      'a lone certificate',
      { 'client-certificate-data': base64(client.certificate) },
      'needs both "client-certificate-data"',
    ],
    ['no base64', { 'client-certificate-data': '%%%', 'client-key-data': '%%%' }, 'is not base64 of PEM'],
    [
      'no PEM',
      { 'client-certificate-data': 'aGVsbG8=', 'client-key-data': 'aGVsbG8=' },
      'is not base64 of PEM',
    ],
    [
      'the key of another certificate',
      { 'client-certificate-data': base64(client.certificate), 'client-key-data': base64(ca.key) },
      'belongs to another certificate',
    ],
    [
      'a key that cannot be read',
      {
        'client-certificate-data': base64(client.certificate),
        'client-key-data': base64('-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n'),
      },
      'cannot be read',
    ],
  ])('refuses a user with %s, naming the entry', (_, user, message) => {
    const refusal = refusalOf(kubeconfig({ user }));
    expect(refusal).toContain('The user "robot" of the kubeconfig');
    expect(refusal).toContain(message);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['certificate-authority', { 'certificate-authority': '/ca.pem' }, 'from a file (certificate-authority)'],
    ['no server', { server: null }, 'needs a "server"'],
    ['a server that is no URL', { server: 'fabric' }, 'needs a "server" that is an https URL'],
    ['another protocol', { server: 'ftp://x' }, 'needs a "server" that is an https URL'],
    [
      'HTTP in the network',
      { server: 'http://10.0.0.1:8080' },
      'without TLS, which would show the credentials',
    ],
    ['credentials in its URL', { server: `https://a:${TOKEN}@x` }, 'more than a host, port and path'],
    ['a query', { server: 'https://x?y=1' }, 'more than a host, port and path'],
    [
      'a proxy with credentials',
      { 'proxy-url': `http://a:${TOKEN}@proxy` },
      'credentials in its "proxy-url"',
    ],
    ['a SOCKS proxy', { 'proxy-url': 'socks5://proxy' }, 'not an http or https URL'],
    ['a CA that is no PEM', { 'certificate-authority-data': 'aGVsbG8=' }, 'is not base64 of PEM'],
    [
      'a CA that cannot be read',
      {
        'certificate-authority-data': base64('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'),
      },
      'without a readable certificate',
    ],
  ])('refuses a cluster with %s, naming the entry', (_, cluster, message) => {
    const refusal = refusalOf(kubeconfig({ cluster }));
    expect(refusal).toContain('The cluster "fabric" of the kubeconfig');
    expect(refusal).toContain(message);
  });
});
