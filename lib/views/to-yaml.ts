import { dump } from 'js-yaml';
import type { Json } from '#lib/domain/hedgehog/kubernetes-object.ts';

/** A value as YAML, every leaf on a line of its own however long. */
export const toYaml = (value: Json) => dump(value, { lineWidth: -1, noRefs: true });
