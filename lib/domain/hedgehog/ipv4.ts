/** An IPv4 network: the first address as an unsigned number, and the prefix length in bits. */
export interface Ipv4Network {
  first: number;
  prefix: number;
}

/** Reads `10.0.1.5/24` as its masked network; null when it does not parse. */
export function parseIpv4Network(text: string): Ipv4Network | null {
  const slash = text.indexOf('/');
  if (slash < 7 || slash > 15 || text.length > slash + 3) return null;
  let address = 0;
  let byte = -1;
  let dots = 0;
  for (let i = 0; i <= slash; i++) {
    const code = text.charCodeAt(i);
    if (code >= 48 && code <= 57) {
      if (byte === 0) return null;
      byte = (byte < 0 ? 0 : byte * 10) + code - 48;
      if (byte > 255) return null;
      continue;
    }
    if (byte < 0 || (i < slash && code !== 46)) return null;
    if (i < slash && ++dots > 3) return null;
    address = address * 256 + byte;
    byte = -1;
  }
  const prefix = Number(text.slice(slash + 1));
  if (dots !== 3 || !Number.isInteger(prefix) || prefix < 0 || prefix > 32 || text.length === slash + 1)
    return null;
  const size = 2 ** (32 - prefix);
  return { first: Math.floor(address / size) * size, prefix };
}

/** An address, given as an unsigned number, in dotted form. */
export function formatIpv4(address: number): string {
  return `${Math.floor(address / 0x1000000) % 256}.${Math.floor(address / 0x10000) % 256}.${Math.floor(address / 256) % 256}.${address % 256}`;
}
