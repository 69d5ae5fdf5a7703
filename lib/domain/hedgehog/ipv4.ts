/** An IPv4 network: the first address as an unsigned number, and the prefix length in bits. */
export interface Ipv4Network {
  first: number;
  prefix: number;
}

const BYTE = '(0|[1-9]\\d{0,2})';
const NETWORK = new RegExp(`^${BYTE}\\.${BYTE}\\.${BYTE}\\.${BYTE}/(\\d{1,2})$`);

/** Reads `10.0.1.5/24` as its masked network; null when it does not parse. */
export function parseIpv4Network(text: string): Ipv4Network | null {
  const match = NETWORK.exec(text);
  if (match === null) return null;
  let address = 0;
  for (let i = 1; i <= 4; i++) {
    const byte = Number(match[i]);
    if (byte > 255) return null;
    address = address * 256 + byte;
  }
  const prefix = Number(match[5]);
  if (prefix > 32) return null;
  const size = 2 ** (32 - prefix);
  return { first: Math.floor(address / size) * size, prefix };
}

/** An address, given as an unsigned number, in dotted form. */
export function formatIpv4(address: number): string {
  const byte = (shift: number) => Math.floor(address / 2 ** shift) % 256;
  return `${byte(24)}.${byte(16)}.${byte(8)}.${byte(0)}`;
}
