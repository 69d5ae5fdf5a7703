import { beforeAll, describe, expect, it } from 'vitest';
import { readManifests } from '../deployer/read-manifests.ts';
import { isClusterStep, SANDBOX_DAY, SANDBOX_HELD } from './day.ts';
import { readSeedRepository } from './read-repository.ts';

let files: Map<string, string>;
beforeAll(async () => {
  files = await readSeedRepository();
});

describe('SANDBOX_DAY', () => {
  it('has steps of every sort', () => {
    expect(new Set(SANDBOX_DAY.map((step) => step.do))).toEqual(
      new Set(['edit', 'create', 'delete', 'draft', 'commit']),
    );
  });

  it('is about what Git has, except for what it creates', () => {
    const { manifests } = readManifests(files, 'harbor/');
    for (const { kind, name, do: action } of SANDBOX_DAY) {
      const found = manifests.some(({ identity }) => identity.kind === kind && identity.name === name);
      expect(found, `${kind} ${name}`).toBe(action !== 'create');
    }
  });

  it('drafts and commits texts that differ and parse, in files of one document', () => {
    for (const step of SANDBOX_DAY) {
      if (isClusterStep(step)) continue;
      const text = files.get(step.path) ?? '';
      expect(text.split(step.replace.this), step.path).toHaveLength(2);
      const next = text.replace(step.replace.this, step.replace.by);
      const before = readManifests(new Map([[step.path, text]]), 'harbor/').manifests;
      const after = readManifests(new Map([[step.path, next]]), 'harbor/');
      expect(after.problems).toEqual([]);
      expect(after.manifests).toHaveLength(1);
      expect(after.manifests[0]?.identity).toMatchObject({ kind: step.kind, name: step.name });
      expect(after.manifests[0]?.hash).not.toBe(before[0]?.hash);
    }
  });

  it('says what a commit does', () => {
    for (const step of SANDBOX_DAY) if (step.do === 'commit') expect(step.message).toBeTruthy();
  });

  it('holds what was changed in the cluster, and what is to stay undeployed', () => {
    const touched = SANDBOX_DAY.filter((step) => step.do === 'edit' || step.do === 'delete');
    const held = SANDBOX_HELD.filter(({ why }) => why === 'changed in the cluster');
    expect(held.map(({ kind, name }) => `${kind} ${name}`).sort()).toEqual(
      touched.map(({ kind, name }) => `${kind} ${name}`).sort(),
    );
    expect(SANDBOX_HELD.some(({ why }) => why === 'never deployed')).toBe(true);
  });
});
