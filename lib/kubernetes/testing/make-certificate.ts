import { createPrivateKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/** A certificate and its key, as PEM. */
export interface TestCertificate {
  certificate: string;
  key: string;
}

export interface CertificateOptions {
  commonName: string;
  /** Names and IPv4 addresses that it is for; none for a client's. */
  hosts?: readonly string[];
  /** Who signs it; itself without. */
  issuer?: TestCertificate & { commonName: string };
  /** Days from now at which it ends; negative for an expired one. */
  days?: number;
}

const DAY_MS = 86_400_000;

function der(tag: number, ...contents: Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  const { length } = content;
  const header =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...header]), content]);
}

const sequence = (...contents: Buffer[]) => der(0x30, ...contents);
const octets = (...contents: Buffer[]) => der(0x04, ...contents);
const oid = (hex: string) => der(0x06, Buffer.from(hex, 'hex'));
const truth = der(0x01, Buffer.from([0xff]));
const ECDSA_SHA256 = sequence(oid('2a8648ce3d040302'));

function nameOf(commonName: string): Buffer {
  return sequence(der(0x31, sequence(oid('550403'), der(0x0c, Buffer.from(commonName)))));
}

function timeOf(at: number): Buffer {
  const text = new Date(at).toISOString().replace(/[-:T]/g, '').slice(2, 14);
  return der(0x17, Buffer.from(`${text}Z`));
}

function extensionsOf(hosts: readonly string[], isCa: boolean): Buffer {
  const names = hosts.map((host) =>
    /^[\d.]+$/.test(host)
      ? der(0x87, Buffer.from(host.split('.').map(Number)))
      : der(0x82, Buffer.from(host)),
  );
  const basic = sequence(oid('551d13'), truth, octets(sequence(...(isCa ? [truth] : []))));
  const alternative = names.length === 0 ? [] : [sequence(oid('551d11'), octets(sequence(...names)))];
  return der(0xa3, sequence(basic, ...alternative));
}

function pemOf(label: string, content: Buffer): string {
  const lines = content.toString('base64').match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}

/** Makes an X.509 certificate (RFC 5280) with a fresh P-256 key: Node can sign, but not write certificates. */
export function makeCertificate(options: CertificateOptions): TestCertificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { commonName, hosts = [], issuer, days = 30 } = options;
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    ECDSA_SHA256,
    nameOf(issuer?.commonName ?? commonName),
    sequence(timeOf(Date.now() - 30 * DAY_MS), timeOf(Date.now() + days * DAY_MS)),
    nameOf(commonName),
    publicKey.export({ type: 'spki', format: 'der' }),
    extensionsOf(hosts, issuer === undefined),
  );
  const signature = sign('sha256', body, issuer === undefined ? privateKey : createPrivateKey(issuer.key));
  const certificate = sequence(body, ECDSA_SHA256, der(0x03, Buffer.from([0]), signature));
  return {
    certificate: pemOf('CERTIFICATE', certificate),
    key: String(privateKey.export({ type: 'pkcs8', format: 'pem' })),
  };
}
