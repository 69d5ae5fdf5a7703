import { describe, expect, test } from 'vitest';
import { AppError } from '../errors.ts';
import { assertBranchName, parseRepositoryUrl } from './repository-url.ts';

describe('parseRepositoryUrl', () => {
  test.each([
    ['https://git.example.org/team/fabric.git', 'https://git.example.org'],
    ['http://127.0.0.1:3000/fabric', 'http://127.0.0.1:3000'],
    ['https://git.example.org:443/a', 'https://git.example.org'],
    ['file:///srv/git/fabric.git', null],
    ['/srv/git/fabric.git', null],
  ])('takes %s', (url, origin) => {
    expect(parseRepositoryUrl(url)).toEqual({ url, origin });
  });

  test.each([
    ['', 'empty'],
    ['https://git.example.org/a b', 'blanks'],
    ['https://git.example.org/a\nb', 'control characters'],
    ['--upload-pack=touch /tmp/x', 'blanks'],
    ['--upload-pack=touch', 'option'],
    ['ext::sh -c id', 'blanks'],
    ['ext::sh', 'run a program'],
    ['fd::17', 'run a program'],
    ['ssh://git@example.org/a.git', 'SSH is not supported yet'],
    ['git@example.org:team/a.git', 'SSH is not supported yet'],
    ['example.org:a.git', 'SSH is not supported yet'],
    ['git://example.org/a.git', 'scheme git://'],
    ['ftp://example.org/a.git', 'scheme ftp://'],
    ['relative/path', 'neither a URL nor an absolute path'],
    ['https://user:pw@example.org/a.git', 'user name or password'],
    ['https://token@example.org/a.git', 'user name or password'],
    ['https://example.org/a.git?x=1', 'query'],
    ['https://example.org/a.git#main', 'fragment'],
    ['https://', 'not a valid URL'],
    ['file://host/share', 'file:///path'],
  ])('refuses %j', (url, reason) => {
    expect(() => parseRepositoryUrl(url)).toThrow(reason);
    expect(() => parseRepositoryUrl(url)).toThrow(AppError);
  });

  test('a refusal does not repeat what may be a password', () => {
    expect(() => parseRepositoryUrl('https://user:hunter2@example.org/a.git')).not.toThrow('hunter2');
  });
});

describe('assertBranchName', () => {
  test.each(['main', 'release/1.2', 'feature-x', 'ä', 'a.b'])('takes %s', (branch) => {
    expect(() => assertBranchName(branch)).not.toThrow();
  });

  test.each([
    '',
    '-x',
    '/x',
    'x/',
    '.x',
    'a/.b',
    'x.',
    'x.lock',
    'x.lock/y',
    'a..b',
    'a//b',
    'a b',
    'a~1',
    'a^',
    'a:b',
    'a?',
    'a*',
    'a[',
    'a\\b',
    '@',
    'a@{1}',
    'a\u007f',
  ])('refuses %j', (branch) => {
    expect(() => assertBranchName(branch)).toThrow('is no name for a branch');
  });
});
