import type { Path } from './comparison.ts';

const PLAIN = /^[A-Za-z_][A-Za-z0-9_-]*$/;

/** A path as people read it: `spec.subnets.default.vlan`, `spec.fabric.links[1].leaf.port`, `spec.portSpeeds["E1/7"]`. */
export function pathText(path: Path): string {
  let text = '';
  for (const key of path) {
    if (typeof key === 'number') text += `[${key}]`;
    else if (PLAIN.test(key)) text += text === '' ? key : `.${key}`;
    else text += `[${JSON.stringify(key)}]`;
  }
  return text;
}
