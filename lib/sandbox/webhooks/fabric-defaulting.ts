import type { Json, JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { equalJson, isJsonObject, objectAt } from '../json-value.ts';
import { defaultGateway, defaultGatewayPeering } from './default-gateway.ts';
import { defaultVpc } from './default-vpc.ts';
import { defaultSwitch, defaultVlanNamespace } from './default-wiring.ts';
import {
  inSection,
  mapItems,
  mapKey,
  mapValues,
  materialise,
  sortedBy,
  sortedTexts,
  withDefaults,
} from './edit-spec.ts';
import { fabricLabels } from './fabric-labels.ts';

interface KindWebhook {
  defaults(spec: JsonObject): JsonObject;
  /** Sections that the re-marshal of a Go struct prints although they are empty. */
  sections?: (spec: JsonObject) => JsonObject;
}

const unchanged = (spec: JsonObject): JsonObject => spec;

function defaultAttachment(spec: JsonObject): JsonObject {
  const { subnet } = spec;
  const short = typeof subnet === 'string' && subnet !== '' && !subnet.includes('/');
  return short ? { ...spec, subnet: `${subnet}/default` } : spec;
}

function defaultExternalPeering(spec: JsonObject): JsonObject {
  return mapKey(spec, 'permit', (permit) =>
    inSection(permit, (sides) => {
      const vpc = mapKey(sides, 'vpc', (side) =>
        inSection(side, (vpcSide) => mapKey(vpcSide, 'subnets', sortedTexts)),
      );
      return mapKey(vpc, 'external', (side) =>
        inSection(side, (external) => mapKey(external, 'prefixes', (list) => sortedBy(list, prefixOf))),
      );
    }),
  );
}

function prefixOf(item: Json): string {
  return isJsonObject(item) ? String(item.prefix ?? '') : '';
}

function connectionSections(spec: JsonObject): JsonObject {
  const ends = (link: Json) => inSection(link, (section) => materialise(section, ...Object.keys(section)));
  return Object.fromEntries(
    Object.entries(spec).map(([type, value]) => [
      type,
      inSection(value, (section) =>
        mapKey(
          mapKey(section, 'links', (links) => mapItems(links, ends)),
          'link',
          ends,
        ),
      ),
    ]),
  );
}

const KINDS: Record<string, KindWebhook> = {
  VPC: {
    defaults: defaultVpc,
    sections: (spec) =>
      mapKey(spec, 'subnets', (subnets) =>
        mapValues(subnets, (subnet) => inSection(subnet, (section) => materialise(section, 'dhcp'))),
      ),
  },
  VPCAttachment: { defaults: defaultAttachment },
  VPCPeering: {
    defaults: unchanged,
    sections: (spec) =>
      mapKey(spec, 'permit', (permits) =>
        mapItems(permits, (permit) => mapValues(permit, (peer) => peer ?? {})),
      ),
  },
  External: { defaults: (spec) => withDefaults(spec, { ipv4Namespace: 'default' }) },
  ExternalAttachment: { defaults: unchanged, sections: (spec) => materialise(spec, 'switch', 'neighbor') },
  ExternalPeering: {
    defaults: defaultExternalPeering,
    sections: (spec) =>
      mapKey(materialise(spec, 'permit'), 'permit', (permit) =>
        inSection(permit, (sides) => materialise(sides, 'vpc', 'external')),
      ),
  },
  IPv4Namespace: { defaults: (spec) => mapKey(spec, 'subnets', sortedTexts) },
  VLANNamespace: { defaults: defaultVlanNamespace },
  Switch: { defaults: defaultSwitch, sections: (spec) => materialise(spec, 'redundancy', 'boot', 'ecmp') },
  Connection: { defaults: unchanged, sections: connectionSections },
  Server: { defaults: unchanged },
  Gateway: { defaults: defaultGateway, sections: (spec) => materialise(spec, 'logs', 'profiling') },
  GatewayPeering: {
    defaults: defaultGatewayPeering,
    sections: (spec) =>
      mapKey(spec, 'acl', (acl) =>
        inSection(acl, (section) =>
          mapKey(section, 'rules', (rules) =>
            mapItems(rules, (rule) => inSection(rule, (item) => materialise(item, 'match'))),
          ),
        ),
      ),
  },
};

/**
 * What the fabric's mutating webhooks make of an object on create and update (hedgehog-kinds.md B.1 to B.4). Only an object
 * that gets a default or a label is marshalled anew, so only then do its empty sections appear.
 */
export function fabricDefaulting(object: JsonObject): JsonObject {
  const kind = typeof object.kind === 'string' ? object.kind : '';
  const webhook = KINDS[kind];
  if (webhook === undefined || !String(object.apiVersion).includes('.githedgehog.com/')) return object;
  const spec = objectAt(object, 'spec') ?? {};
  const metadata = objectAt(object, 'metadata') ?? {};
  const defaulted = webhook.defaults(spec);
  const given = objectAt(metadata, 'labels') ?? {};
  const labels = fabricLabels(kind, defaulted, given);
  if (equalJson(spec, defaulted) && equalJson(given, labels)) return object;
  return {
    ...object,
    metadata: { ...metadata, labels },
    spec: webhook.sections?.(defaulted) ?? defaulted,
  };
}
