import { canonicalIpv6 } from './ipv6.ts';

/** Longer values are no address, duration or MAC, and are left alone. */
const LONGEST = 64;

/** An IP address as `net.IP.String()` of Go prints it: IPv6 shortened and in lower case; IPv4 has one spelling only. */
export function ip(value: string): string {
  if (value.length > LONGEST || !value.includes(':')) return value;
  return canonicalIpv6(value) ?? value;
}

/** An address with a prefix length. Host bits are kept: they are not rewritten (hedgehog-kinds.md B.2). */
export function cidr(value: string): string {
  if (value.length > LONGEST || !value.includes(':')) return value;
  const slash = value.indexOf('/');
  if (slash < 0) return value;
  const address = canonicalIpv6(value.slice(0, slash));
  return address === null ? value : address + value.slice(slash);
}

const MAC_PAIRS = /^[0-9a-f]{2}(?:([:-])[0-9a-f]{2})(?:\1[0-9a-f]{2}){4}$/;
const MAC_QUADS = /^[0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4}$/;

/** A MAC address in lower case with colons; read like Go's `net.ParseMAC`: pairs with `:` or `-`, quads with `.`. */
export function mac(value: string): string {
  if (value.length !== 17 && value.length !== 14) return value;
  const lower = value.toLowerCase();
  if (MAC_PAIRS.test(lower)) return lower.replaceAll('-', ':');
  if (!MAC_QUADS.test(lower)) return value;
  const digits = lower.replaceAll('.', '');
  return (digits.match(/../g) ?? []).join(':');
}

const NANOSECONDS: Record<string, number> = {
  h: 3.6e12,
  m: 6e10,
  s: 1e9,
  ms: 1e6,
  us: 1e3,
  µs: 1e3,
  μs: 1e3,
  ns: 1,
};
const DURATION = /^[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:h|ms|m|s|us|µs|μs|ns))+$/;
const DURATION_PART = /(\d+\.?\d*|\.\d+)(h|ms|m|s|us|µs|μs|ns)/g;

/** A Go duration (`5m`, `300s`, `5m0s`) as nanoseconds; zero is the empty string, as an unset one (B.2). */
export function duration(value: string): string {
  if (value === '0' || value === '') return '';
  if (value.length > LONGEST || !DURATION.test(value)) return value;
  let total = 0;
  for (const [, number, unit] of value.matchAll(DURATION_PART)) {
    total += Number(number) * (NANOSECONDS[unit ?? ''] ?? 0);
  }
  if (total === 0) return '';
  return `${value.startsWith('-') ? '-' : ''}${Math.round(total)}ns`;
}

const SUFFIXES: Record<string, number> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};
const QUANTITY = /^([+-]?(?:\d+\.?\d*|\.\d+))(?:([eE][+-]?\d+)|([numkMGTPE]|[KMGTPE]i)?)$/;

/** A Kubernetes quantity (`1`, `1000m`, `1Ki`) as a decimal number (apimachinery, `resource.Quantity`). */
export function quantity(value: string): string {
  if (value.length > LONGEST) return value;
  const match = QUANTITY.exec(value);
  if (match === null) return value;
  const exponent = match[2] === undefined ? 1 : Number(`1${match[2]}`);
  const scaled = Number(match[1]) * exponent * (SUFFIXES[match[3] ?? ''] ?? 1);
  return Number.isFinite(scaled) ? `${Number(scaled.toPrecision(15))}` : value;
}

/** A port speed without the prefix that the webhook cuts: `SPEED_100G` is `100G` (B.2). */
export function speed(value: string): string {
  return value.startsWith('SPEED_') ? value.slice(6) : value;
}

/** A VPC's subnet as `vpc/subnet`; without a subnet it is `default` (B.2, VPCAttachment). */
export function vpcSubnet(value: string): string {
  return value === '' || value.includes('/') ? value : `${value}/default`;
}
