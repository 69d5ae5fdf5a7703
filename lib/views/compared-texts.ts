import type { ComparedTexts } from '#lib/contract/resource-detail.ts';
import type { Difference } from '#lib/domain/drift/comparison.ts';
import type { KubernetesObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { toYaml } from './to-yaml.ts';
import { type Lines, yamlLines } from './yaml-lines.ts';
import { comparedContents } from './yaml-text.ts';

/** Both sides as YAML with the lines of what really differs, so that what a field table explains is as quiet here. */
export function comparedTexts(
  desired: KubernetesObject,
  actual: KubernetesObject,
  differences: readonly Difference[],
): ComparedTexts {
  const [left, right] = comparedContents(desired, actual);
  const texts = { desired: toYaml(left), actual: toYaml(right) };
  const linesOf = { desired: yamlLines(left, texts.desired), actual: yamlLines(right, texts.actual) };
  const loud: { desired: Lines[]; actual: Lines[] } = { desired: [], actual: [] };
  for (const difference of differences) {
    if (difference.class !== 'real') continue;
    const { path, places = { desired: path, actual: path } } = difference;
    const found = {
      desired: difference.desired === undefined ? null : linesOf.desired(places.desired),
      actual: difference.actual === undefined ? null : linesOf.actual(places.actual),
    };
    // What cannot be found must not be quiet: then nothing is.
    if (found.desired === null && found.actual === null) return { ...texts, real: null };
    if (found.desired !== null) loud.desired.push(found.desired);
    if (found.actual !== null) loud.actual.push(found.actual);
  }
  return { ...texts, real: loud };
}
