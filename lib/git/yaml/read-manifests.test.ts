import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { contentHash } from '../../content-hash.ts';
import { sharedMaterial } from '../testing/shared-material.ts';
import { readManifests } from './read-manifests.ts';

const VPC =
  'apiVersion: vpc.githedgehog.com/v1beta1\nkind: VPC\nmetadata:\n  name: vpc-1\nspec:\n  vlan: 1001\n';

/** A VPC with other lines in place of some. */
function vpc(...replacements: [string, string][]): string {
  return replacements.reduce((text, [from, to]) => text.replace(from, to), VPC);
}

function codes(text: string, path = 'a.yaml'): [string, number | null][] {
  return readManifests(text, path).findings.map(({ code, line }) => [code, line]);
}

describe('a document', () => {
  test('with all that is told of it', () => {
    const text = `# header\n---\n${VPC}---\n# note\n${vpc(['vpc-1', 'vpc-2'])}`;
    const { documents, findings } = readManifests(text, 'dir/a.yaml', 'b10b');
    expect(findings).toEqual([]);
    const second = `# note\n${vpc(['vpc-1', 'vpc-2'])}`;
    expect(documents[1]).toEqual({
      path: 'dir/a.yaml',
      blob: 'b10b',
      documentIndex: 1,
      startLine: 10,
      endLine: 16,
      identity: { group: 'vpc.githedgehog.com', kind: 'VPC', namespace: 'default', name: 'vpc-2' },
      apiVersion: 'vpc.githedgehog.com/v1beta1',
      object: {
        apiVersion: 'vpc.githedgehog.com/v1beta1',
        kind: 'VPC',
        metadata: { name: 'vpc-2' },
        spec: { vlan: 1001 },
      },
      form: 'yaml',
      text: second,
      textHash: contentHash(second),
      startOffset: text.length - second.length,
      endOffset: text.length,
    });
  });

  test('keeps what people declare and drops what only a server sets', () => {
    const text = vpc([
      '  name: vpc-1',
      [
        '  name: vpc-1',
        '  namespace: default',
        '  labels: {a: "1"}',
        '  annotations:',
        '  uid: x',
        '  resourceVersion: "5"',
        '  generation: 3',
        '  creationTimestamp: null',
        '  managedFields: []',
        '  finalizers: [keep.me]',
      ].join('\n'),
    ]);
    expect(readManifests(text, 'a.yaml').documents[0]?.object.metadata).toEqual({
      name: 'vpc-1',
      namespace: 'default',
      labels: { a: '1' },
      finalizers: ['keep.me'],
    });
  });

  test('has its namespace in its identity; none and an empty one are "default"', () => {
    const namespaces = ['', '\n  namespace: fab', '\n  namespace: ""', '\n  namespace:'];
    const found = namespaces.map(
      (line) =>
        readManifests(vpc(['  name: vpc-1', `  name: vpc-1${line}`]), 'a.yaml').documents[0]?.identity
          .namespace,
    );
    expect(found).toEqual(['default', 'fab', 'default', 'default']);
  });

  test('of CRLF lines has LF in its text, and offsets of the file as it is', () => {
    const text = `\uFEFF${VPC}---\n${VPC}`.replaceAll('\n', '\r\n').trimEnd();
    const { documents } = readManifests(text, 'a.yaml');
    expect(documents.map((document) => document.text)).toEqual([VPC, VPC]);
    expect(text.slice(documents[1]?.startOffset, documents[1]?.endOffset)).toBe(
      VPC.replaceAll('\n', '\r\n').trimEnd(),
    );
  });
});

describe('what is no Hedgehog resource', () => {
  test('is listed when it is a Kubernetes object of another group', () => {
    const text =
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n---\napiVersion: argoproj.io/v1alpha1\nkind: Application\n';
    expect(readManifests(text, 'a.yaml')).toMatchObject({
      documents: [],
      findings: [],
      unreadable: [],
      ignored: [
        { path: 'a.yaml', documentIndex: 0, apiVersion: 'v1', kind: 'ConfigMap', name: 'c' },
        { documentIndex: 1, kind: 'Application', name: null, startLine: 5 },
      ],
    });
  });

  test.each(['', '# a: 1\n# b: 2\n', '---\n---\n', 'replicas: 3\nimage: x\n', '[1, 2]', 'null'])(
    '%j is passed over',
    (text) => {
      expect(readManifests(text, 'a.yaml')).toMatchObject({
        documents: [],
        findings: [],
        ignored: [],
        unreadable: [],
      });
    },
  );

  test("a group is Hedgehog's by its whole name only", () => {
    const groups = [
      'githedgehog.com',
      'new.githedgehog.com',
      'evilgithedgehog.com',
      'githedgehog.com.evil.org',
    ];
    const read = groups.map(
      (group) => readManifests(vpc(['vpc.githedgehog.com', group]), 'a.yaml').documents.length,
    );
    expect(read).toEqual([1, 1, 0, 0]);
  });
});

describe('what is wrong with a document', () => {
  test.each([
    ['no YAML', 'a: [1\n', 'syntax_error', 2],
    ['a key twice', vpc(['  vlan', '  vlan: 1\n  vlan']), 'duplicate_key', 7],
    ['no apiVersion', vpc(['apiVersion: vpc.githedgehog.com/v1beta1\n', '']), 'missing_api_version', 1],
    ['an apiVersion that is no text', vpc(['vpc.githedgehog.com/v1beta1', '1.0']), 'missing_api_version', 1],
    ['no kind', vpc(['kind: VPC\n', '']), 'missing_kind', 1],
    ['a kind that is no text', `# c\n\n${vpc(['kind: VPC', 'kind: on'])}`, 'missing_kind', 3],
    ['no metadata', vpc(['metadata:\n  name: vpc-1\n', '']), 'missing_name', 1],
    ['no name', vpc(['  name: vpc-1', '  labels: {}']), 'missing_name', 1],
    ['a name to be generated', vpc(['  name: vpc-1', '  generateName: vpc-']), 'missing_name', 1],
    ['a name that is no text', vpc(['vpc-1', 'y']), 'invalid_name', 1],
    ['a name with capitals', vpc(['vpc-1', 'Vpc-1']), 'invalid_name', 1],
    ['a name with an underscore', vpc(['vpc-1', 'vpc_1']), 'invalid_name', 1],
    ['a name that is too long', vpc(['vpc-1', 'v'.repeat(254)]), 'invalid_name', 1],
    [
      'a namespace that is no label',
      vpc(['  name: vpc-1', '  name: vpc-1\n  namespace: a.b']),
      'invalid_name',
      1,
    ],
    [
      'labels that are no text',
      vpc(['  name: vpc-1', '  name: vpc-1\n  labels: {a: 1}']),
      'invalid_metadata',
      1,
    ],
    [
      'annotations that are no mapping',
      vpc(['  name: vpc-1', '  name: vpc-1\n  annotations: [a]']),
      'invalid_metadata',
      1,
    ],
    ['plain text', 'apiVersion vpc\nkind VPC\n', 'missing_kind', 1],
    ['a bare list', `- ${VPC.replaceAll('\n', '\n  ').trimEnd()}\n`, 'missing_kind', 1],
    ['text after an end marker', `${VPC}...\nkind: x\n`, 'syntax_error', 8],
  ])('%s', (_, text, code, line) => {
    const file = readManifests(`${VPC.replace('vpc-1', 'other')}---\n${text}`, 'a.yaml', 'b10b');
    expect(file.findings).toMatchObject([
      { code, severity: 'error', path: 'a.yaml', documentIndex: 1, line: line + 7 },
    ]);
    expect(file.findings[0]?.message).toMatch(/\.$/);
    expect(file.documents.map(({ identity }) => identity.name)).toEqual(['other']);
    expect(file.unreadable).toMatchObject([{ path: 'a.yaml', blob: 'b10b', documentIndex: 1 }]);
    expect(text).toContain(file.unreadable[0]?.text);
  });

  test('a key that stands twice still tells whom it is about', () => {
    const { findings, unreadable } = readManifests(vpc(['  vlan', '  vlan: 1\n  vlan']), 'a.yaml');
    const identity = { group: 'vpc.githedgehog.com', kind: 'VPC', namespace: 'default', name: 'vpc-1' };
    expect([findings[0]?.identity, unreadable[0]?.identity]).toEqual([identity, identity]);
  });

  test('a number that is not held exactly is read, and told', () => {
    const file = readManifests(vpc(['1001', '9007199254740993']), 'a.yaml');
    expect(file.documents).toHaveLength(1);
    expect(file.findings).toMatchObject([{ code: 'inexact_number', severity: 'warning', line: 6 }]);
  });

  test('templates are left out, but their marks in a text are no harm', () => {
    expect(codes(vpc(['vpc-1', '{{ .Values.name }}']))).toEqual([['template_skipped', 4]]);
    expect(codes(vpc(['vpc-1', '"{{ .Values.name }}"']))).toEqual([['template_skipped', 4]]);
    expect(codes(`{{- if .x }}\n${VPC}{{- end }}\n`)).toEqual([['template_skipped', 1]]);
    expect(codes(vpc(['vlan: 1001', 'description: "{{ curly }}"']))).toEqual([]);
  });

  test('an alias bomb', () => {
    const levels = Array.from(
      { length: 9 },
      (_, i) =>
        `a${i}: &a${i} [${Array(10)
          .fill(i === 0 ? 'x' : `*a${i - 1}`)
          .join(', ')}]`,
    );
    expect(codes(levels.join('\n'))[0]?.[0]).toBe('alias_limit');
  });
});

describe('lists', () => {
  const item = (name: string) => `- ${vpc(['vpc-1', name]).replaceAll('\n', '\n  ').trimEnd()}\n`;

  test('give their items, each with a text of its own', () => {
    const text = `apiVersion: v1\nkind: List\nitems:\n${item('a')}# between\n${item('b')}- apiVersion: v1\n  kind: Secret\n`;
    const { documents, ignored, findings } = readManifests(text, 'a.yaml');
    expect(findings).toEqual([]);
    expect(
      documents.map(({ identity, form, documentIndex }) => [identity.name, form, documentIndex]),
    ).toEqual([
      ['a', 'list_item', 0],
      ['b', 'list_item', 0],
    ]);
    expect(documents[0]?.text).toBe(vpc(['vpc-1', 'a']));
    expect(ignored).toMatchObject([{ kind: 'Secret' }]);
  });

  test('of one kind lend it to their items', () => {
    const text = 'apiVersion: vpc.githedgehog.com/v1beta1\nkind: VPCList\nitems: [{metadata: {name: a}}]\n';
    expect(readManifests(text, 'a.yaml').documents).toMatchObject([
      { apiVersion: 'vpc.githedgehog.com/v1beta1', identity: { kind: 'VPC', name: 'a' } },
    ]);
  });

  test('within lists, and in JSON', () => {
    const inner = `{"apiVersion":"v1","kind":"List","items":[{"apiVersion":"vpc.githedgehog.com/v1beta1","kind":"VPC","metadata":{"name":"a"}}]}`;
    const { documents } = readManifests(
      `{"apiVersion":"v1","kind":"List","items":[${inner},${inner.replace('"a"', '"b"')}]}`,
      'a.json',
    );
    expect(documents.map(({ identity, form }) => [identity.name, form])).toEqual([
      ['a', 'list_item'],
      ['b', 'list_item'],
    ]);
  });

  test('with one broken item give the others, and one finding for each that is broken', () => {
    const text = `apiVersion: v1\nkind: List\nitems:\n${item('a')}${item('B')}${item('C')}`;
    const { documents, findings, unreadable } = readManifests(text, 'a.yaml');
    expect(documents).toHaveLength(1);
    expect(findings.map(({ code }) => code)).toEqual(['invalid_name', 'invalid_name']);
    expect(unreadable).toHaveLength(1);
  });

  test('nested without end are no list', () => {
    const nested = Array.from({ length: 8 }).reduce<string>(
      (text) => `{apiVersion: v1, kind: List, items: [${text}]}`,
      '{a: 1}',
    );
    expect(readManifests(nested, 'a.yaml')).toMatchObject({ documents: [], ignored: [{ kind: 'List' }] });
  });

  test('a kind of ours that ends in List but has no items is an object', () => {
    expect(readManifests(vpc(['kind: VPC', 'kind: AllowList']), 'a.yaml').documents).toMatchObject([
      { form: 'yaml', identity: { kind: 'AllowList' } },
    ]);
  });
});

describe('JSON', () => {
  const json =
    '{"apiVersion":"vpc.githedgehog.com/v1beta1","kind":"VPC","metadata":{"name":"a"},"spec":{"d":"\\ud83d\\ude00"}}';

  test('in a .json file, with escapes that YAML does not know', () => {
    expect(readManifests(json, 'a.json').documents).toMatchObject([
      { form: 'json', text: `${json}\n`, object: { spec: { d: '😀' } } },
    ]);
  });

  test('in a .yaml file', () => {
    expect(
      readManifests(`---\n${json}\n---\n${json.replace('"a"', '"b"')}\n`, 'a.yaml').documents,
    ).toMatchObject([{ form: 'yaml', object: { spec: { d: '😀' } } }, { identity: { name: 'b' } }]);
  });

  test.each(['a: 1', '', '{"a":1}{"b":2}', '{a: 1}'])('%j is no .json file', (text) => {
    expect(codes(text, 'a.json')).toEqual([['syntax_error', 1]]);
  });

  test('a key twice is found here, too', () => {
    expect(codes('{"apiVersion":"v1",\n"apiVersion":"v2"}', 'a.json')).toEqual([['duplicate_key', 2]]);
  });
});

const samples = sharedMaterial('data/hedgehog/samples', 'real manifests');

describe.skipIf(samples === null)('real manifests (shared material)', () => {
  const folder = samples ?? '';
  const files = samples === null ? [] : readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const read = (file: string) => readManifests(readFileSync(join(folder, file), 'utf8'), file);
  const ellipsis = 'docs/user-guide__devices__03__SwitchGroup-Switch-example.yaml';
  const whole = files.filter(
    (file) => /^(?:demo-gitops|labapp|docs)\/.+\.yaml$/.test(file) && file !== ellipsis,
  );

  test.each(whole)('%s has no error', (file) => {
    expect(read(file).findings).toEqual([]);
  });

  test('an example with "..." in place of lines is read as far as it goes', () => {
    const findings = [{ code: 'syntax_error', documentIndex: 1 }];
    expect(read(ellipsis)).toMatchObject({ documents: [{ identity: { kind: 'SwitchGroup' } }], findings });
  });

  test.each(['env-1', 'env-3'])(
    'demo-gitops/%s with everything commented out holds nothing',
    (environment) => {
      const nothing = { documents: [], unreadable: [], findings: [] };
      expect(read(`demo-gitops/${environment}/demo.reset.yaml`)).toMatchObject(nothing);
    },
  );

  test('the wiring of the training lab is read to its last object', () => {
    const text = readFileSync(join(folder, 'labapp/wiringd.yaml'), 'utf8');
    const { documents } = read('labapp/wiringd.yaml');
    expect(documents).toHaveLength(text.match(/^kind: /gm)?.length ?? 0);
    for (const { startOffset, endOffset, object } of documents) {
      expect(text.slice(startOffset, endOffset)).toContain(object.metadata.name);
    }
  });
});
