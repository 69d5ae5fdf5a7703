function groupsOf(text: string): number[] | null {
  if (text === '') return [];
  const groups: number[] = [];
  for (const part of text.split(':')) {
    if (!/^[0-9a-fA-F]{1,4}$/.test(part)) return null;
    groups.push(Number.parseInt(part, 16));
  }
  return groups;
}

/** The dotted tail of `::ffff:10.0.0.1` as two groups of hexadecimal digits. */
function withoutDottedTail(text: string): string | null {
  const dot = text.indexOf('.');
  if (dot < 0) return text;
  const colon = text.lastIndexOf(':');
  const bytes = text.slice(colon + 1).split('.');
  if (bytes.length !== 4 || bytes.some((b) => !/^(0|[1-9]\d{0,2})$/.test(b) || Number(b) > 255)) return null;
  const [a = 0, b = 0, c = 0, d = 0] = bytes.map(Number);
  return `${text.slice(0, colon + 1)}${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
}

function parse(text: string): number[] | null {
  const plain = withoutDottedTail(text);
  if (plain === null) return null;
  const gap = plain.indexOf('::');
  if (gap < 0) {
    const groups = groupsOf(plain);
    return groups?.length === 8 ? groups : null;
  }
  const head = groupsOf(plain.slice(0, gap));
  const tail = groupsOf(plain.slice(gap + 2));
  if (head === null || tail === null || head.length + tail.length > 7) return null;
  return [...head, ...Array<number>(8 - head.length - tail.length).fill(0), ...tail];
}

function longestZeroRun(groups: readonly number[]): { start: number; length: number } {
  let best = { start: -1, length: 1 };
  let start = -1;
  for (let i = 0; i <= groups.length; i++) {
    if (groups[i] === 0) {
      if (start < 0) start = i;
    } else if (start >= 0) {
      if (i - start > best.length) best = { start, length: i - start };
      start = -1;
    }
  }
  return best;
}

/** An IPv6 address as RFC 5952 writes it, IPv4-mapped ones as IPv4 like Go's `net.IP`; null when it is none. */
export function canonicalIpv6(text: string): string | null {
  const groups = parse(text);
  if (groups === null) return null;
  if (groups.slice(0, 5).every((g) => g === 0) && groups[5] === 0xffff) {
    const [high = 0, low = 0] = groups.slice(6);
    return `${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`;
  }
  const hex = groups.map((g) => g.toString(16));
  const gap = longestZeroRun(groups);
  if (gap.start < 0) return hex.join(':');
  return `${hex.slice(0, gap.start).join(':')}::${hex.slice(gap.start + gap.length).join(':')}`;
}
