import type { Json, JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { isJsonObject, stringAt } from '../json-value.ts';
import {
  inSection,
  isUnset,
  mapItems,
  mapKey,
  mapValues,
  sortedBy,
  sortedTexts,
  withDefaults,
} from './edit-spec.ts';

/** Defaults of a Switch's spec (hedgehog-kinds.md B.2); those of linkFlapErrDisable are the schema's. */
export function defaultSwitch(spec: JsonObject): JsonObject {
  const group = stringAt(spec, 'redundancy', 'group');
  const groups = Array.isArray(spec.groups) ? spec.groups : [];
  const joined = group && !groups.includes(group) ? { ...spec, groups: [...groups, group] } : spec;
  const filled = withDefaults(joined, { vlanNamespaces: ['default'] });
  const sorted = mapKey(mapKey(filled, 'groups', sortedTexts), 'vlanNamespaces', sortedTexts);
  return mapKey(mapKey(sorted, 'portSpeeds', plainSpeeds), 'portGroupSpeeds', plainSpeeds);
}

function plainSpeeds(speeds: Json): Json {
  return mapValues(speeds, (speed) => (typeof speed === 'string' ? speed.replace(/^SPEED_/, '') : speed));
}

/** A range without an end is one VLAN; ranges are stored by their first. */
export function defaultVlanNamespace(spec: JsonObject): JsonObject {
  return mapKey(spec, 'ranges', (ranges) =>
    sortedBy(
      mapItems(ranges, (range) =>
        inSection(range, (section) =>
          isUnset(section.to) ? { ...section, to: section.from ?? 0 } : section,
        ),
      ),
      (range) => (isJsonObject(range) ? `${padded(range.from)} ${padded(range.to)}` : ''),
    ),
  );
}

function padded(vlan: Json | undefined): string {
  return String(vlan ?? 0).padStart(10, '0');
}
