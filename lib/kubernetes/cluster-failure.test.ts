import { describe, expect, it } from 'vitest';
import {
  failureOfAnswer,
  failureOfNetwork,
  parseJson,
  statusOf,
  unavailabilityOf,
} from './cluster-failure.ts';

const networkError = (code: string, message = 'raw') => Object.assign(new Error(message), { code });
const statusText = (code: number, message: string, reason = '') =>
  JSON.stringify({ kind: 'Status', apiVersion: 'v1', status: 'Failure', code, message, reason });

describe('failureOfNetwork', () => {
  it.each([
    ['ECONNREFUSED', 'nothing listens there'],
    ['ENOTFOUND', 'its name cannot be resolved'],
    ['ETIMEDOUT', 'did not answer in time'],
    ['ECONNRESET', 'the connection was cut'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'put its CA into certificate-authority-data'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'put its CA into certificate-authority-data'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'set tls-server-name'],
    ['CERT_HAS_EXPIRED', 'its certificate has expired'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'does not speak TLS'],
    ['SOMETHING_NEW', 'cannot be reached: raw'],
  ])('says of %s what it means', (code, words) => {
    const cause = networkError(code);
    const failure = failureOfNetwork(cause, 'https://c:6443');
    expect(failure).toMatchObject({ code: 'cluster_unreachable', cause, details: { reason: code } });
    expect(failure.message).toContain('The cluster at https://c:6443 cannot be reached');
    expect(failure.message).toContain(words);
  });

  it.each([
    networkError('ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED'),
    networkError('ERR_SSL_TLSV1_ALERT_UNKNOWN_CA'),
    networkError('EPROTO', 'write EPROTO ssl/tls alert bad certificate: SSL alert number 42'),
  ])('tells a refused client certificate from an unreachable cluster: $code', (error) => {
    expect(failureOfNetwork(error, 'https://c').code).toBe('cluster_credentials');
  });

  it('takes whatever is thrown', () => {
    expect(failureOfNetwork('thrown text', 'https://c').message).toContain('thrown text');
  });
});

describe('failureOfAnswer', () => {
  it.each([
    [401, 'cluster_credentials', 'Use a kubeconfig with a valid token'],
    [403, 'cluster_forbidden', 'Give that user the right'],
    [409, 'cluster_failed', 'refused to list x (409): the words'],
    [500, 'cluster_failed', 'refused to list x (500): the words'],
  ])('makes of %i %s and keeps the words of the server', (status, code, words) => {
    const failure = failureOfAnswer({ status, text: statusText(status, 'the words', 'Why') }, 'list x');
    expect(failure).toMatchObject({ code, details: { status: String(status), reason: 'Why' } });
    expect(failure.message).toContain(words);
    expect(failure.message).toContain('the words');
  });

  it('quotes what is no Status, shortened', () => {
    const page = failureOfAnswer({ status: 502, text: `<html>${'x'.repeat(999)}` }, 'list x').message;
    expect(page).toMatch(/\(502\): <html>x{294}$/);
    expect(failureOfAnswer({ status: 500, text: '' }, 'list x').message).toContain('no reason given');
    expect(failureOfAnswer({ status: 404, text: '404 page not found\n' }, 'list x').message).toContain(
      'does not serve',
    );
  });
});

describe('unavailabilityOf', () => {
  it.each([
    ['forbidden', failureOfAnswer({ status: 403, text: '' }, 'list x')],
    ['missing', failureOfAnswer({ status: 404, text: '' }, 'list x')],
    ['error', failureOfAnswer({ status: 500, text: '' }, 'list x')],
    ['error', failureOfAnswer({ status: 401, text: '' }, 'list x')],
    ['unreachable', failureOfNetwork(networkError('ECONNREFUSED'), 'https://c')],
  ])('is %s', (reason, failure) => {
    expect(unavailabilityOf(failure)).toEqual({ reason, message: failure.message });
  });
});

describe('statusOf', () => {
  it('reads a Status and nothing else', () => {
    const text = '{"kind":"Status","message":"m","reason":"NotFound","code":404,"details":{"name":"one"}}';
    expect(statusOf(parseJson(text))).toEqual({ message: 'm', reason: 'NotFound', code: 404, name: 'one' });
    expect(statusOf(parseJson('{"kind":"Status"}'))).toEqual({
      message: '',
      reason: '',
      code: null,
      name: null,
    });
    for (const other of ['{"kind":"Pod"}', '<html>', 'null', '[]'])
      expect(statusOf(parseJson(other))).toBeNull();
  });
});
