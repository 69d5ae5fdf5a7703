import { describe, expect, test } from 'vitest';
import { compare } from '../drift/compare.ts';
import { type RuleNode, ruleTree } from '../drift/rule-tree.ts';
import { fieldsOf, inCluster, inGit, schemaOfCatalogue } from '../drift/testing/live-object.ts';
import { KIND_PROFILES } from './kinds/index.ts';
import type { Json, KubernetesObject } from './kubernetes-object.ts';

type Keys = (string | number)[];

/** Values without which other fields of the kind mean nothing. */
const NEEDED: Record<string, Json> = { enable: true, subnet: '10.0.1.0/24' };

/** A spec with every field that the catalogue knows. */
function sample({ rule, children }: RuleNode, name: string, value: string): Json {
  const item = children.get('[]');
  if (item !== undefined || rule.list !== undefined) {
    const node = item ?? { rule: {}, children: new Map() };
    return [sample(node, '', `${value}a`), sample(node, '', `${value}b`)];
  }
  const entry = children.get('*');
  if (entry !== undefined)
    return { one: sample(entry, '', `${value}a`), two: sample(entry, '', `${value}b`) };
  if (children.size === 0) return NEEDED[name] ?? value;
  return Object.fromEntries([...children].map(([key, child]) => [key, sample(child, key, value)]));
}

/** The way to every value, lists within included. */
function leaves(value: Json, path: Keys = []): Keys[] {
  if (typeof value !== 'object' || value === null) return [path];
  const keys: Keys = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return keys.flatMap((key) => leaves(Reflect.get(value, key), [...path, key]));
}

function edited(spec: Json, path: Keys, edit: (holder: object, key: string | number) => void): Json {
  const copy = structuredClone(spec);
  let holder = Object(copy);
  for (const key of path.slice(0, -1)) holder = Reflect.get(holder, key);
  edit(holder, path.at(-1) ?? '');
  return copy;
}

/** The part of a spec that a hand owns which wrote one value: lists are owned whole. */
function owned(path: Keys): Json {
  const list = path.findIndex((key) => typeof key === 'number');
  return (list < 0 ? path : path.slice(0, list)).reduceRight<Json>((below, key) => ({ [key]: below }), {});
}

const shown = (path: readonly (string | number)[]) => {
  const list = path.findIndex((key) => typeof key === 'number');
  return (list < 0 ? path : path.slice(0, list)).join('/');
};

/** The deployer owns what it wrote except what the hand took over. */
function live(
  type: { apiVersion: string; kind: string },
  spec: Json,
  git: Json,
  hand: Keys,
): KubernetesObject {
  const object = inCluster(type, spec, { deployer: git });
  object.metadata.managedFields?.push({
    manager: 'kubectl-edit',
    time: '2026-11-24T14:03:00Z',
    fieldsV1: { 'f:spec': fieldsOf(owned(hand)) },
  });
  return object;
}

for (const profile of KIND_PROFILES) {
  const type = { apiVersion: `${profile.group}/${profile.versions[0]}`, kind: profile.kind };
  const tree = ruleTree(profile);
  const full = tree.children.size === 0 ? {} : sample(tree, '', 'v');
  const paths = leaves(full).filter((path) => path.length > 0);
  const schema = schemaOfCatalogue(type);

  const judge = (git: Json, cluster: Json, path: Keys) => {
    const comparison = compare({ desired: inGit(type, git), actual: live(type, cluster, git, path), schema });
    const real = comparison.differences.filter((d) => d.class === 'real');
    return {
      places: [...new Set(real.map((d) => shown(d.path.slice(1))))],
      writers: new Set(real.map((d) => d.writer?.manager)),
    };
  };

  describe(`every field of ${profile.kind}`, () => {
    test('as Git has it is no drift', () => {
      expect(
        compare({ desired: inGit(type, full), actual: inCluster(type, full, { deployer: full }), schema })
          .differences,
      ).toEqual([]);
    });

    test.each(paths.map((path) => [path.join('.'), path] as const))('%s', (_name, path) => {
      const place = [shown(path)];
      const changed = edited(full, path, (holder, key) => {
        const value = Reflect.get(holder, key);
        Reflect.set(holder, key, value === true ? false : `${value}x`);
      });
      expect(judge(full, changed, path)).toEqual({ places: place, writers: new Set(['kubectl-edit']) });
      const without = edited(full, path, (holder, key) => {
        if (Array.isArray(holder)) holder.splice(Number(key), 1);
        else Reflect.deleteProperty(holder, key);
      });
      expect(judge(full, without, path).places).toEqual(place);
      const added = judge(without, full, path);
      // Range and options come and go with DHCP itself.
      if (path.at(-1) === 'enable') expect(added.places).toContain(place[0]);
      else expect(added).toEqual({ places: place, writers: new Set(['kubectl-edit']) });
    });
  });
}
