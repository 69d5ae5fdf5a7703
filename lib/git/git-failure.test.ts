import { describe, expect, test } from 'vitest';
import { gitFailure, serverWords } from './git-failure.ts';

const url = 'https://git.example.org/a.git';
const none = { kind: 'none' } as const;

function failure(stderr: string, credentials: Parameters<typeof serverWords>[1] = none) {
  return gitFailure({ verb: 'fetch from', url, credentials, stderr, timedOut: false });
}

describe('gitFailure', () => {
  test.each([
    ["fatal: Authentication failed for 'https://git.example.org/a.git/'", 'git_credentials'],
    [
      "fatal: could not read Username for 'https://git.example.org': terminal prompts disabled",
      'git_credentials',
    ],
    [
      "fatal: unable to access 'https://git.example.org/a.git/': The requested URL returned error: 403",
      'git_credentials',
    ],
    ['remote: Permission to team/a.git denied to grace.', 'git_credentials'],
    ["fatal: repository 'https://git.example.org/a.git/' not found", 'git_failed'],
    ['remote: Repository not found.', 'git_failed'],
    ["fatal: '/srv/a' does not appear to be a git repository", 'git_failed'],
    ["fatal: detected dubious ownership in repository at '/srv/a.git'", 'git_failed'],
    ["fatal: unable to access 'https://x/': Could not resolve host: x", 'git_unreachable'],
    [
      "fatal: unable to access 'https://x/': Failed to connect to x port 443 after 3 ms: Connection refused",
      'git_unreachable',
    ],
    [
      "fatal: unable to access 'https://x/': SSL certificate problem: self-signed certificate",
      'git_unreachable',
    ],
    ["fatal: unable to access 'https://x/': The requested URL returned error: 502", 'git_unreachable'],
    ['error: RPC failed; curl 56 Recv failure: Connection reset by peer', 'git_unreachable'],
    ['fatal: the remote end hung up unexpectedly', 'git_unreachable'],
    ['fatal: write error: No space left on device', 'git_failed'],
    ['fatal: https://x/info/refs not valid: is this a git repository?', 'git_failed'],
    ['fatal: something that nobody has seen', 'git_failed'],
    ["fatal: unable to access 'https://x/': The requested URL returned error: 301", 'git_failed'],
    ['', 'git_failed'],
  ])('%s', (stderr, code) => {
    const error = failure(stderr);
    expect(error.code).toBe(code);
    expect(error.message).toContain(`Could not fetch from ${url}: `);
    expect(error.details).toMatchObject({ url, verb: 'fetch from' });
  });

  test('what git says that is in no table is shown as it is', () => {
    expect(failure('fatal: something new').message).toContain('git said: something new');
  });

  test('an answer that did not come in time', () => {
    const error = gitFailure({
      verb: 'push to',
      url,
      credentials: none,
      stderr: '',
      timedOut: true,
      timeoutMs: 2500,
    });
    expect(error).toMatchObject({
      code: 'git_unreachable',
      message: expect.stringContaining('no answer within 3 s'),
    });
  });
});

describe('serverWords', () => {
  test('are without progress, hints and prefixes', () => {
    const stderr =
      'remote: GitLab: not allowed  \nremote: \nWriting objects: 50%\rWriting objects: 100%\nTo /srv/a\nhint: try\nerror: failed';
    expect(serverWords(stderr, none)).toBe('GitLab: not allowed\nfailed');
  });

  test('are without credentials, however they are written', () => {
    const basic = { kind: 'basic', username: 'grace', password: 'hunter2' } as const;
    const stderr = 'fatal: https://grace:hunter2@example.org/ said hunter2 and Z3JhY2U6aHVudGVyMg==';
    expect(serverWords(stderr, basic)).toBe('https://***@example.org/ said *** and ***');
    expect(
      serverWords('fatal: tok-1 in eC1hY2Nlc3MtdG9rZW46dG9rLTE=', { kind: 'token', token: 'tok-1' }),
    ).toBe('*** in ***');
  });

  test('end somewhere', () => {
    expect(serverWords('x'.repeat(10_000), none)).toHaveLength(2000);
  });
});
