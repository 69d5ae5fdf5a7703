import { beforeAll, describe, expect, it } from 'vitest';
import { parseIpv4Network } from '#lib/domain/hedgehog/ipv4.ts';
import type { Json, JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { prune } from '../api-server/prune.ts';
import { readSchema } from '../api-server/structural-schema.ts';
import { validateSchema } from '../api-server/validate-schema.ts';
import { agentSpec } from '../controllers/agent-specs.ts';
import { FabricObjects, READ_KINDS } from '../controllers/fabric-objects.ts';
import { SANDBOX_CRDS } from '../crds/sandbox-crds.ts';
import { type Manifest, readManifests } from '../deployer/read-manifests.ts';
import { isJsonObject, objectAt, stringAt } from '../json-value.ts';
import { fabricDefaulting } from '../webhooks/fabric-defaulting.ts';
import { addressLinks } from './link-addresses.ts';
import { readSeedRepository } from './read-repository.ts';

let files: Map<string, string>;
let manifests: Manifest[];
/** As the cluster would store them. */
let stored: JsonObject[];

beforeAll(async () => {
  files = await readSeedRepository();
  manifests = readManifests(files, 'harbor/').manifests;
  stored = manifests.map(({ object }) => fabricDefaulting(object));
});

const of = (kind: string): JsonObject[] => stored.filter((object) => object.kind === kind);
const nameOf = (object: JsonObject): string => stringAt(object, 'metadata', 'name') ?? '';
const names = (kind: string): string[] => of(kind).map(nameOf);

/** Every text below a key of this name, anywhere in a value. */
function textsAt(value: Json, key: string): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => textsAt(item, key));
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([name, each]) =>
    name === key && typeof each === 'string' ? [each] : textsAt(each, key),
  );
}

const unique = (values: unknown[]): void => expect(values).toEqual([...new Set(values)]);

describe('the demo repository', () => {
  it('holds a fabric of about seventy objects, readable as a whole', () => {
    expect(readManifests(files, 'harbor/').problems).toEqual([]);
    expect(manifests.length).toBeGreaterThan(60);
    expect(files.has('README.md')).toBe(true);
    expect([...files.values()].filter((text) => text.includes('\n---\n')).length).toBeGreaterThan(2);
    expect([...files.values()].filter((text) => /^\s*\w.* # |^# /m.test(text)).length).toBeGreaterThan(10);
  });

  it('has a folder for every kind', () => {
    const plurals = new Map(
      SANDBOX_CRDS.map((crd) => [
        objectAt(crd, 'spec', 'names')?.kind,
        objectAt(crd, 'spec', 'names')?.plural,
      ]),
    );
    const folders = new Set(
      [...files.keys()].filter((path) => path.startsWith('harbor/')).map((path) => path.split('/')[1]),
    );
    const homes = manifests.filter(({ identity }) => identity.kind !== 'GatewayGroup');
    for (const { path, identity } of homes) expect(path.split('/')[1]).toBe(plurals.get(identity.kind));
    expect(folders.size).toBeGreaterThan(12);
  });

  it('fits the schemas, with no field that they do not know', () => {
    for (const object of stored) {
      const crd = SANDBOX_CRDS.find((each) => objectAt(each, 'spec', 'names')?.kind === object.kind);
      const versions = objectAt(crd, 'spec')?.versions;
      const schema = readSchema(
        objectAt(Array.isArray(versions) ? versions[0] : undefined, 'schema', 'openAPIV3Schema') ?? {},
      );
      expect(prune({ spec: object.spec ?? null }, schema).unknown, nameOf(object)).toEqual([]);
      expect(validateSchema({ ...object, metadata: {} }, schema), nameOf(object)).toEqual([]);
    }
  });
});

describe('the demo fabric', () => {
  it('uses every port once, on devices that exist', () => {
    const ports = of('Connection').flatMap((connection) => textsAt(connection.spec ?? null, 'port'));
    unique(ports);
    const devices = [...names('Switch'), ...names('Server'), ...names('Gateway')];
    for (const port of ports) expect(devices).toContain(port.split('/')[0]);
  });

  it('gives every switch and gateway addresses of its own', () => {
    const specs = [...of('Switch'), ...of('Gateway')].map((object) => objectAt(object, 'spec') ?? {});
    for (const field of ['ip', 'protocolIP', 'vtepIP']) {
      unique(specs.flatMap((spec) => (typeof spec[field] === 'string' ? [spec[field]] : [])));
    }
    unique(
      of('Switch')
        .filter((each) => nameOf(each).startsWith('leaf'))
        .map((each) => objectAt(each, 'spec')?.asn),
    );
    unique(textsAt(stored, 'mac'));
  });

  it('keeps subnets within the namespace, apart from each other, each with a VLAN of its own', () => {
    const subnets = of('VPC').flatMap((vpc) => Object.values(objectAt(vpc, 'spec', 'subnets') ?? {}));
    unique(subnets.map((subnet) => objectAt({ subnet }, 'subnet')?.vlan));
    const networks = subnets.map((subnet) => parseIpv4Network(stringAt(subnet, 'subnet') ?? ''));
    const space = parseIpv4Network('10.40.0.0/16');
    const ends = (network: ReturnType<typeof parseIpv4Network>) =>
      network === null ? [0, 0] : [network.first, network.first + 2 ** (32 - network.prefix)];
    const [low = 0, high = 0] = ends(space);
    const ranges = networks.map(ends).sort(([a = 0], [b = 0]) => a - b);
    for (const [index, [from = 0, to = 0]] of ranges.entries()) {
      expect(from).toBeGreaterThanOrEqual(ranges[index - 1]?.[1] ?? low);
      expect(to).toBeLessThanOrEqual(high);
    }
  });

  it('attaches subnets that exist to connections that can carry them', () => {
    const carriers = of('Connection').filter((each) =>
      ['eslag', 'bundled', 'unbundled'].some((type) => objectAt(each, 'spec', type)),
    );
    const known = of('VPC').flatMap((vpc) =>
      Object.keys(objectAt(vpc, 'spec', 'subnets') ?? {}).map((subnet) => `${nameOf(vpc)}/${subnet}`),
    );
    for (const attachment of of('VPCAttachment')) {
      expect(known).toContain(stringAt(attachment, 'spec', 'subnet'));
      expect(carriers.map(nameOf)).toContain(stringAt(attachment, 'spec', 'connection'));
    }
  });

  it('peers VPCs and subnets that exist', () => {
    for (const peering of of('VPCPeering')) {
      const permits = objectAt(peering, 'spec')?.permit;
      for (const permit of Array.isArray(permits) ? permits.filter(isJsonObject) : []) {
        expect(Object.keys(permit)).toHaveLength(2);
        expect(names('VPC')).toEqual(expect.arrayContaining(Object.keys(permit)));
      }
    }
    for (const peering of of('GatewayPeering')) {
      expect(names('VPC')).toEqual(
        expect.arrayContaining(Object.keys(objectAt(peering, 'spec', 'peering') ?? {})),
      );
      expect(names('GatewayGroup')).toContain(stringAt(peering, 'spec', 'gatewayGroup'));
    }
    for (const peering of of('ExternalPeering')) {
      expect(names('VPC')).toContain(stringAt(peering, 'spec', 'permit', 'vpc', 'name'));
      expect(names('External')).toContain(stringAt(peering, 'spec', 'permit', 'external', 'name'));
    }
    for (const attachment of of('ExternalAttachment')) {
      expect(names('External')).toContain(stringAt(attachment, 'spec', 'external'));
      expect(names('Connection')).toContain(stringAt(attachment, 'spec', 'connection'));
    }
  });

  it('puts switches into groups that exist', () => {
    for (const each of of('Switch')) {
      const groups = objectAt(each, 'spec')?.groups;
      expect(names('SwitchGroup')).toEqual(expect.arrayContaining(Array.isArray(groups) ? groups : []));
    }
  });

  it('keeps the names of VPCs and externals short enough for the fabric', () => {
    for (const name of [...names('VPC'), ...names('External')]) expect(name.length).toBeLessThanOrEqual(11);
  });

  it('lets every switch get what it needs', () => {
    const objects = new FabricObjects();
    for (const object of stored) {
      const kind = READ_KINDS.find((each) => each === object.kind);
      if (kind !== undefined) objects.add(kind, nameOf(object), object);
    }
    for (const name of names('Switch')) expect(agentSpec(objects, name), name).not.toBeNull();
  });

  it('gets a link network of its own for every fabric and gateway link', () => {
    const patches = addressLinks(of('Connection'));
    const addresses = patches.flatMap(({ patch }) => textsAt(patch, 'ip'));
    unique(addresses);
    expect(addresses.length).toBe(2 * (8 * 2 + 2));
    const gateway = of('Gateway')[0] ?? {};
    const interfaces = Object.values(objectAt(gateway, 'spec', 'interfaces') ?? {});
    for (const each of interfaces) {
      const ips = objectAt({ each }, 'each')?.ips;
      expect(addresses).toContain(Array.isArray(ips) ? ips[0] : null);
    }
  });
});
