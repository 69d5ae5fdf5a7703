import type { Json, JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { isJsonObject, own } from '../json-value.ts';
import { inSection, mapItems, mapKey, mapValues, sortedBy, withDefaults } from './edit-spec.ts';

/** Defaults of a Gateway's spec (hedgehog-kinds.md B.2). */
export function defaultGateway(spec: JsonObject): JsonObject {
  const logs = own(spec, 'logs');
  const filled = withDefaults(spec, { groups: [{ name: 'default' }], workers: 4 });
  return {
    ...mapKey(filled, 'groups', (groups) => sortedBy(groups, nameOf)),
    logs: withDefaults(isJsonObject(logs) ? logs : {}, { default: 'info', tags: { all: 'info' } }),
  };
}

function nameOf(group: Json): string {
  return isJsonObject(group) ? String(group.name ?? '') : '';
}

/** Defaults of a GatewayPeering's spec. */
export function defaultGatewayPeering(spec: JsonObject): JsonObject {
  const grouped = withDefaults(spec, { gatewayGroup: 'default' });
  const exposed = mapKey(grouped, 'peering', (peering) =>
    mapValues(peering, (side) =>
      inSection(side, (section) =>
        mapKey(section, 'expose', (list) => mapItems(list, (item) => inSection(item, defaultExpose))),
      ),
    ),
  );
  return mapKey(exposed, 'acl', (acl) => inSection(acl, defaultAcl));
}

function defaultExpose(expose: JsonObject): JsonObject {
  const timed = (value: Json) => inSection(value, (nat) => withDefaults(nat, { idleTimeout: '2m0s' }));
  return mapKey(expose, 'nat', (nat) =>
    inSection(nat, (section) => mapKey(mapKey(section, 'masquerade', timed), 'portForward', timed)),
  );
}

function defaultAcl(acl: JsonObject): JsonObject {
  const filled = withDefaults(acl, { default: 'deny-unless-exposed' });
  return mapKey(filled, 'rules', (rules) =>
    mapItems(rules, (rule) => inSection(rule, (section) => withDefaults(section, { scope: 'flow' }))),
  );
}
