import type { JsonSchema } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { bool, int, list, section, text } from './schema-builder.ts';

const OCTET = '(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])';
const address = text({ pattern: `^${OCTET}(\\.${OCTET}){3}$` });
const cidr = text({ pattern: `^${OCTET}(\\.${OCTET}){3}/([1-2]?[0-9]|3[0-2])$` });

const port = section({ port: text() });
const portWithAddress = section({ ip: cidr, port: text() });
const serverLink = section({ server: port, switch: port });
const atLeast = (minItems: number) => ({ minItems });

function bundle(minItems: number): JsonSchema {
  const links = list(serverLink, minItems === 0 ? {} : atLeast(minItems));
  return section({ fallback: bool, links, mtu: int() });
}

function links(ends: Record<string, JsonSchema>): JsonSchema {
  return section({ links: list(section(ends), atLeast(1)) });
}

/** The spec of a Connection: one section for each of its types. */
export const connectionSpec = section({
  bundled: bundle(0),
  eslag: bundle(2),
  external: section({ link: section({ switch: port }) }),
  fabric: links({ leaf: portWithAddress, spine: portWithAddress }),
  gateway: links({ gateway: portWithAddress, switch: portWithAddress }),
  mclag: bundle(2),
  mclagDomain: section({
    peerLinks: list(section({ switch1: port, switch2: port }), atLeast(1)),
    sessionLinks: list(section({ switch1: port, switch2: port }), atLeast(1)),
  }),
  mesh: links({ leaf1: portWithAddress, leaf2: portWithAddress }),
  staticExternal: section({
    link: section({
      switch: section({
        ip: cidr,
        nextHop: address,
        port: text(),
        subnets: list(text()),
        vlan: int(),
      }),
    }),
    withinVPC: text(),
  }),
  unbundled: section({ link: serverLink, mtu: int() }),
  vpcLoopback: links({ switch1: port, switch2: port }),
});
