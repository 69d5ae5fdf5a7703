import { describe, expect, it } from 'vitest';
import { readManifests } from './read-manifests.ts';

const vpc = (name: string, more = '') =>
  `apiVersion: vpc.githedgehog.com/v1beta1\nkind: VPC\nmetadata:\n  name: ${name}\n${more}`;
const read = (files: Record<string, string>) => readManifests(new Map(Object.entries(files)), 'fabric/');

describe('readManifests', () => {
  it('reads every document, in the namespace default unless it says another', () => {
    const text = `# first\n${vpc('a')}---\n${vpc('b', '  namespace: fab\n')}---\n# only a comment\n`;
    expect(read({ 'fabric/x.yaml': text }).manifests.map(({ key, path }) => [key, path])).toEqual([
      ['vpc.githedgehog.com/VPC/default/a', 'fabric/x.yaml'],
      ['vpc.githedgehog.com/VPC/fab/b', 'fabric/x.yaml'],
    ]);
  });

  it('passes over other folders, other files and other objects', () => {
    const config = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\n';
    const { manifests, problems } = read({
      'other/a.yaml': vpc('a'),
      'fabric/README.md': vpc('b'),
      'fabric/c.yml': vpc('c'),
      'fabric/d.yaml': `${config}---\n- a list\n---\njust text\n---\nkind: VPC\n`,
      'fabric/e.yaml': '',
    });
    expect(manifests.map(({ identity }) => identity.name)).toEqual(['c']);
    expect(problems).toEqual([]);
  });

  it('names a file that does not parse and reads the others', () => {
    const { manifests, problems } = read({ 'fabric/a.yaml': 'a: [', 'fabric/b.yaml': vpc('b') });
    expect(manifests).toHaveLength(1);
    expect(problems).toEqual([expect.stringMatching(/^fabric\/a\.yaml is no YAML: /)]);
  });

  it('counts the first of two that are the same, and names both places', () => {
    const { manifests, problems } = read({ 'fabric/a.yaml': vpc('a'), 'fabric/b.yaml': vpc('a') });
    expect(manifests.map(({ path }) => path)).toEqual(['fabric/a.yaml']);
    expect(problems).toEqual([
      'vpc.githedgehog.com/VPC/default/a stands in fabric/a.yaml and in fabric/b.yaml: remove one of them',
    ]);
  });

  it('hashes content, not spelling', () => {
    const hash = (text: string) => read({ 'fabric/a.yaml': text }).manifests[0]?.hash;
    const plain = hash(vpc('a', 'spec:\n  mode: l3vni\n  permit: [[a]]\n'));
    expect(hash(`# a comment\n${vpc('a', 'spec: {permit: [["a"]], mode: "l3vni"}\n')}`)).toBe(plain);
    expect(hash(vpc('a', 'spec:\n  mode: l3vni\n  permit: [[b]]\n'))).not.toBe(plain);
  });
});
