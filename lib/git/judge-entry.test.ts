import { describe, expect, test } from 'vitest';
import { chartFolders, judgeEntry } from './judge-entry.ts';
import type { TreeEntry } from './list-tree.ts';

function entry(path: string, rest: Partial<TreeEntry> = {}): TreeEntry {
  return { kind: 'file', mode: '100644', name: 'b10b', bytes: 10, path, ...rest };
}

/** What is done with a path, in one word. */
function verdict(path: string, rest: Partial<TreeEntry> = {}, charts: string[] = []): string {
  const judged = judgeEntry(entry(path, rest), `dir/${path}`, charts, 100);
  if (judged.kind !== 'told') return judged.kind;
  const [finding] = judged.file.findings;
  expect(finding).toMatchObject({ path: `dir/${path}`, documentIndex: null });
  return `${finding?.code}${judged.file.unreadable.length > 0 ? ', hides' : ''}`;
}

describe('judgeEntry', () => {
  test.each([
    ['a.yaml', 'read'],
    ['a/b.yml', 'read'],
    ['a.json', 'read'],
    ['.hidden/a.yaml', 'read'],
    ['a.YAML', 'passed_over'],
    ['README.md', 'passed_over'],
    ['yaml', 'passed_over'],
    ['kustomization.yaml', 'template_skipped'],
    ['x/kustomization.yml', 'template_skipped'],
    ['x/Kustomization', 'template_skipped'],
    ['my-kustomization.yaml', 'read'],
  ])('%s: %s', (path, expected) => {
    expect(verdict(path)).toBe(expected);
  });

  test.each<[string, Partial<TreeEntry>, string]>([
    ['a.yaml', { bytes: 101 }, 'oversize, hides'],
    ['a.md', { bytes: 101 }, 'passed_over'],
    ['a.yaml', { kind: 'symlink' }, 'symlink_skipped, hides'],
    ['folder', { kind: 'symlink' }, 'symlink_skipped'],
    ['module', { kind: 'submodule', bytes: null }, 'submodule_skipped'],
  ])('%s as %j: %s', (path, rest, expected) => {
    expect(verdict(path, rest)).toBe(expected);
  });

  test.each([
    ['chart/Chart.yaml', 'template_skipped, hides'],
    ['chart/values.yaml', 'template_skipped, hides'],
    ['chart/values-prod.yml', 'template_skipped, hides'],
    ['chart/templates/deep/a.yaml', 'template_skipped, hides'],
    ['chart/crds/a.yaml', 'read'],
    ['templates/a.yaml', 'read'],
    ['values.yaml', 'read'],
  ])('with a chart in chart/: %s: %s', (path, expected) => {
    expect(verdict(path, {}, ['chart/'])).toBe(expected);
  });
});

test('chartFolders finds charts anywhere', () => {
  const paths = ['Chart.yaml', 'a/b/Chart.yaml', 'a/MyChart.yaml', 'chart.yaml'];
  expect(chartFolders(paths.map((path) => entry(path)))).toEqual(['', 'a/b/']);
});
