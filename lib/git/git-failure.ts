import type { ErrorCode } from '../errors.ts';
import { AppError } from '../errors.ts';
import { secretsOf } from './git-environment.ts';
import type { GitCredentials } from './reading.ts';

/** A verb of git that ended badly, with what it said. */
export interface FailedVerb {
  /** What was tried, for people: "fetch from", "push to" … */
  verb: string;
  url: string;
  credentials: GitCredentials;
  stderr: string;
  timedOut: boolean;
  timeoutMs?: number;
}

interface Phrase {
  pattern: RegExp;
  code: ErrorCode;
  says: string;
}

/** What git says on standard error (LC_ALL=C), in the order in which it decides. */
const PHRASES: readonly Phrase[] = [
  {
    pattern: /returned error: 30\d/i,
    code: 'git_failed',
    says: 'The server points to another address. Enter that one; often only ".git" is missing at the end.',
  },
  {
    pattern:
      /not valid: is this a git repository|invalid server response|dumb http|git-http-push failed|DAV locking/i,
    code: 'git_failed',
    says: 'What answers at this address is no Git server.',
  },
  {
    pattern:
      /Authentication failed|could not read (?:Username|Password)|returned error: 401|HTTP Basic: Access denied/i,
    code: 'git_credentials',
    says: 'The server does not accept these credentials. Enter them again, and check that a token has not expired.',
  },
  {
    pattern: /returned error: 403|Permission to .+ denied|access forbidden/i,
    code: 'git_credentials',
    says: 'The server knows these credentials and does not let them do this. Give them access to the repository.',
  },
  {
    pattern: /repository '.*' not found|Repository not found|returned error: 404|returned error: 410/i,
    code: 'git_failed',
    says: 'The server has no such repository, or hides it from these credentials. Check the address, then the access.',
  },
  {
    pattern: /detected dubious ownership/i,
    code: 'git_failed',
    says: 'The folder belongs to another user, so git does not trust it. Run the worker as its owner, or serve it over HTTP.',
  },
  {
    pattern:
      /does not appear to be a git repository|not a git repository|No such file or directory|does not exist/i,
    code: 'git_failed',
    says: 'There is no Git repository at this path on the worker.',
  },
  {
    pattern:
      /Could not resolve (?:host|proxy)|Failed to connect|Couldn't connect|Connection (?:refused|reset|timed out)|timed out|Operation too slow|No route to host|Network is unreachable/i,
    code: 'git_unreachable',
    says: 'The server cannot be reached. Check the address, the network and the proxy, then try again.',
  },
  {
    pattern: /SSL|certificate|gnutls|TLS/i,
    code: 'git_unreachable',
    says: 'The server cannot be trusted: its certificate was not accepted. Give the worker its CA (GIT_SSL_CAINFO).',
  },
  {
    pattern:
      /returned error: 5\d\d|returned error: 429|Empty reply|early EOF|hung up unexpectedly|RPC failed|unexpected disconnect|unable to access/i,
    code: 'git_unreachable',
    says: 'The server answered with an error of its own. Try again later.',
  },
  {
    pattern: /No space left on device|disk quota/i,
    code: 'git_failed',
    says: 'The data folder of the worker is full.',
  },
];

/** The failure of a verb, in one sentence for people, with git's own words in `details.server`. Secrets are taken out. */
export function gitFailure(failed: FailedVerb): AppError {
  const { verb, url, stderr, timedOut, timeoutMs } = failed;
  const server = serverWords(stderr, failed.credentials);
  const details = { url, verb, server };
  if (timedOut) {
    const seconds = Math.ceil((timeoutMs ?? 0) / 1000);
    const message = `Could not ${verb} ${url}: no answer within ${seconds} s. Check the server and the network, then try again.`;
    return new AppError('git_unreachable', message, { details });
  }
  const phrase = PHRASES.find(({ pattern }) => pattern.test(stderr));
  const says = phrase?.says ?? `git said: ${server === '' ? 'nothing' : server}`;
  return new AppError(phrase?.code ?? 'git_failed', `Could not ${verb} ${url}: ${says}`, { details });
}

/** What git and the server said, without progress, prefixes, credentials, and blank lines; at most 2000 characters. */
export function serverWords(stderr: string, credentials: GitCredentials): string {
  const lines = stderr
    .split(/[\r\n]+/)
    .map((line) => line.replace(/^(?:remote|fatal|error):\s?/, '').trimEnd())
    .filter(
      (line) =>
        line !== '' && !/^(?:hint:|Enumerating|Counting|Compressing|Writing|Total|Delta|To )/.test(line),
    );
  return scrub(lines.join('\n'), credentials).slice(0, 2000);
}

function scrub(text: string, credentials: GitCredentials): string {
  const withoutUserinfo = text.replace(/(\w+:\/\/)[^/@\s]+@/g, '$1***@');
  return secretsOf(credentials)
    .filter((secret) => secret !== '')
    .reduce((clean, secret) => clean.replaceAll(secret, '***'), withoutUserinfo);
}
