import { afterEach, describe, expect, test, vi } from 'vitest';
import { gitEnvironment, remoteEnvironment } from './git-environment.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('gitEnvironment', () => {
  test('passes on proxies and certificates, and nothing by which the host could steer git', () => {
    vi.stubEnv('HTTPS_PROXY', 'http://proxy:3128');
    vi.stubEnv('GIT_SSL_CAINFO', '/etc/ca.pem');
    vi.stubEnv('GIT_DIR', '/elsewhere');
    vi.stubEnv('GIT_SSH_COMMAND', 'touch x');
    vi.stubEnv('GIT_TRACE_CURL', '1');
    vi.stubEnv('DATABASE_URL', 'postgres://secret');
    const environment = gitEnvironment();
    expect(environment).toMatchObject({
      HTTPS_PROXY: 'http://proxy:3128',
      GIT_SSL_CAINFO: '/etc/ca.pem',
      GIT_TERMINAL_PROMPT: '0',
    });
    expect(Object.keys(environment)).not.toEqual(expect.arrayContaining(['GIT_DIR']));
    expect(Object.values(environment).join()).not.toMatch(/elsewhere|touch|secret/);
  });
});

describe('remoteEnvironment', () => {
  test('binds credentials to the server of the repository', () => {
    const environment = remoteEnvironment('https://git.example.org:8443/a.git', {
      kind: 'basic',
      username: 'g',
      password: 'p:w',
    });
    expect(environment).toMatchObject({
      GIT_CONFIG_COUNT: '2',
      GIT_CONFIG_KEY_0: 'http.followRedirects',
      GIT_CONFIG_VALUE_0: 'false',
      GIT_CONFIG_KEY_1: 'http.https://git.example.org:8443/.extraHeader',
      GIT_CONFIG_VALUE_1: `Authorization: Basic ${btoa('g:p:w')}`,
    });
  });

  test('has none for a local path, and none where there are none', () => {
    expect(remoteEnvironment('/srv/a.git', { kind: 'token', token: 't' })).toEqual(gitEnvironment());
    expect(Object.keys(remoteEnvironment('https://x/a.git', { kind: 'none' }))).not.toContain(
      'GIT_CONFIG_KEY_1',
    );
  });
});
