import type { Json, JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { isJsonObject, objectAt } from '../json-value.ts';

const NETWORK = '172.30.128.';

/**
 * The addresses that the fabric's installer gives to the ends of fabric and gateway links, in the order of the connections'
 * names: a /31 each, the lower one for the spine or switch. Git leaves them out (hedgehog-kinds.md B.5).
 */
export function addressLinks(connections: JsonObject[]): { name: string; patch: JsonObject }[] {
  let next = 0;
  const numbered = (links: Json | undefined, lower: string, upper: string): Json[] =>
    (Array.isArray(links) ? links.filter(isJsonObject) : []).map((link) => {
      const addressed = {
        ...link,
        [lower]: { ...objectAt(link, lower), ip: `${NETWORK}${next}/31` },
        [upper]: { ...objectAt(link, upper), ip: `${NETWORK}${next + 1}/31` },
      };
      next += 2;
      return addressed;
    });
  const patches: { name: string; patch: JsonObject }[] = [];
  for (const [type, lower, upper] of [
    ['fabric', 'spine', 'leaf'],
    ['gateway', 'switch', 'gateway'],
  ] as const) {
    for (const connection of connections) {
      const section = objectAt(connection, 'spec', type);
      const name = objectAt(connection, 'metadata')?.name;
      if (section === undefined || typeof name !== 'string') continue;
      patches.push({ name, patch: { spec: { [type]: { links: numbered(section.links, lower, upper) } } } });
    }
  }
  return patches;
}
