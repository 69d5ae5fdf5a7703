import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { AppError } from '#lib/errors.ts';
import { benchCompare } from '../bench/compare.ts';
import { runCompare } from './run-compare.ts';

const folder = mkdtempSync(join(tmpdir(), 'compare-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

function subfolder(files: Record<string, string>): string {
  const path = mkdtempSync(join(folder, 'cases-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text);
  return path;
}

function run(...args: string[]) {
  const printed: string[] = [];
  const warned: string[] = [];
  const output = { print: (line: string) => printed.push(line), warn: (line: string) => warned.push(line) };
  try {
    const code = runCompare(args, { folders: [folder], ...output });
    return { code, out: printed.join('\n'), warned, error: '' };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { code: 2, out: printed.join('\n'), warned, error: error.message };
  }
}

const vpc = (vlan: number, more = '') => `apiVersion: vpc.githedgehog.com/v1beta1
kind: VPC
metadata: {name: v1}
spec:
  subnets:
    default: {subnet: 10.0.1.0/24, vlan: ${vlan}}
${more}`;
const rack = (row: string) =>
  `{apiVersion: lab.example.com/v1, kind: Rack, metadata: {name: r}, spec: {row: ${row}}}`;
const crd = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: racks.lab.example.com}
spec:
  group: lab.example.com
  names: {kind: Rack, plural: racks}
  versions:
    - {name: v0, served: false, schema: {openAPIV3Schema: {type: object}}}
    - name: v1
      served: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec: {type: object, properties: {row: {type: string, default: A}}}
`;

const same = file('same.yaml', vpc(1001));
const other = file('other.yaml', vpc(1002));

describe('a pair', () => {
  test('in sync: exit code 0, and what only the catalogue says is warned of', () => {
    const { code, out, warned } = run(same, file('live.yaml', vpc(1001, '  ipv4Namespace: default\n')));
    expect(code).toBe(0);
    expect(out).toContain('vpc.githedgehog.com/VPC/default/v1');
    expect(out).toContain('No real difference.');
    expect(out).toContain('defaulted  spec.ipv4Namespace is only in the cluster');
    expect(warned).toEqual([expect.stringContaining('the catalogue alone')]);
  });

  test('drifted: exit code 1, and every difference with cause, writer, score and severity', () => {
    const { code, out } = run(same, other);
    expect(code).toBe(1);
    expect(out).toContain('spec_drift: score 1, severity critical');
    expect(out).toContain('real  spec.subnets.default.vlan differs');
    expect(out).toContain('Git:     1001');
    expect(out).toContain('cluster: 1002');
    expect(out).toContain('written by: nobody is named');
  });

  test('a namespace that only the cluster names is the deployer’s target; another one than Git’s is another resource', () => {
    const inFab = (name: string) => file(name, vpc(1001).replace('{name: v1}', '{name: v1, namespace: fab}'));
    const inDefault = file('ns.yaml', vpc(1001).replace('{name: v1}', '{name: v1, namespace: default}'));
    expect(run(same, inFab('fab.yaml')).code).toBe(0);
    expect(run(inDefault, inFab('fab.yaml')).error).toContain('two resources');
  });

  test('as JSON', () => {
    const { code, out } = run('--json', same, other);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      status: 'spec_drift',
      real: [{ path: ['spec', 'subnets', 'default', 'vlan'], op: 'changed', by: null }],
      dropped: [],
      orphan: false,
      score: 1,
      differences: [{ weight: 'critical' }],
    });
  });

  test('a raised severity says why', () => {
    const many = (
      asn: number,
    ) => `{apiVersion: wiring.githedgehog.com/v1beta1, kind: Switch, metadata: {name: s},
      spec: {asn: ${asn}, role: spine, profile: vs, ip: a, protocolIP: b, vtepIP: c, description: d, roce: true, groups: [g], boot: {mac: m}}}`;
    const { out } = run(file('s1.yaml', many(1)), file('s2.yaml', many(2)));
    expect(out).toContain('severity critical (band low; spec.asn weighs critical)');
  });

  test('a side that does not exist is a dash', () => {
    expect(run(same, '-')).toMatchObject({
      code: 1,
      out: expect.stringContaining('the cluster does not have it'),
    });
    expect(run('-', same)).toMatchObject({ code: 1, out: expect.stringContaining('an orphan') });
    const agent = file(
      'agent.yaml',
      '{apiVersion: agent.githedgehog.com/v1beta1, kind: Agent, metadata: {name: a}}',
    );
    expect(run('-', agent).out).toContain('never an orphan');
    expect(run('-', '-')).toMatchObject({ code: 2, error: expect.stringContaining('Neither side exists') });
  });

  test('a schema decides, and unknown kinds without one are warned of', () => {
    const crds = subfolder({ 'rack.yaml': crd });
    const [git, live] = [file('r1.yaml', rack('null')), file('r2.yaml', rack('A'))];
    expect(run('--crds', crds, git, live)).toMatchObject({ code: 0, warned: [] });
    expect(run('--crds', join(crds, 'rack.yaml'), git, live).code).toBe(0);
    expect(run(git, live)).toMatchObject({
      code: 1,
      warned: [expect.stringContaining('may call a default a change')],
    });
  });

  test('folders of CRDs may follow one --crds', () => {
    const [one, two] = [subfolder({ 'a.yaml': crd }), subfolder({ 'b.yml': crd.replaceAll('Rack', 'Room') })];
    const pair = [file('r3.yaml', rack('A')), file('r4.yaml', rack('B'))];
    expect(run('--crds', one, two, ...pair)).toMatchObject({ code: 1, warned: [] });
    expect(run('--crds', one, '--crds', two, ...pair)).toMatchObject({ code: 1, warned: [] });
  });
});

describe('a folder of cases', () => {
  test('gives one line of JSON a case, in order, with the CRDs beside them', () => {
    const cases = subfolder({
      'b.desired.yaml': rack('null'),
      'b.live.yaml': rack('C'),
      'a.live.yaml': rack('A'),
      'c.desired.yml': rack('A'),
      'rack-crd.yaml': crd,
      'notes.txt': 'ignored',
    });
    expect(run(cases)).toEqual({
      code: 0,
      out: [
        '{"case":"a","status":"actual_only","real":[],"dropped":[],"orphan":true}',
        '{"case":"b","status":"spec_drift","real":[{"path":["spec","row"],"op":"only_in_cluster","by":null}],"dropped":[],"orphan":false}',
        '{"case":"c","status":"desired_only","real":[],"dropped":[],"orphan":false}',
      ].join('\n'),
      warned: [],
      error: '',
    });
  });

  test('paths stop at the first list, and differences within it are one', () => {
    const list = (...items: string[]) =>
      `{apiVersion: vpc.githedgehog.com/v1beta1, kind: IPv4Namespace, metadata: {name: ns}, spec: {subnets: [${items.join(', ')}]}}`;
    const cases = subfolder({
      'ns.desired.yaml': list('10.1.0.0/16', '10.2.0.0/16'),
      'ns.live.yaml': list('10.3.0.0/16', '10.4.0.0/16', '10.5.0.0/16'),
    });
    expect(JSON.parse(run(cases).out).real).toEqual([{ path: ['spec', 'subnets'], op: 'changed', by: null }]);
  });

  test('a case that cannot be read is named, the others are judged, and the exit code is 2', () => {
    const cases = subfolder({ 'a.desired.yaml': 'x: [', 'b.desired.yaml': rack('A') });
    const { code, out, warned } = run(cases);
    expect(code).toBe(2);
    expect(out.split('\n')).toHaveLength(1);
    expect(warned.join('\n')).toMatch(/^a: .*a\.desired\.yaml:1: not readable as YAML/);
  });

  test('what lies beside the cases and cannot be read is named, and no reason to stop', () => {
    const { code, out, warned } = run(subfolder({ 'a.desired.yaml': rack('A'), 'notes.yaml': 'x: [' }));
    expect({ code, lines: out.split('\n').length }).toEqual({ code: 0, lines: 1 });
    expect(warned[0]).toMatch(/notes\.yaml:1: not readable/);
  });

  test('without a case', () => {
    expect(run(subfolder({}))).toMatchObject({ code: 2, error: expect.stringContaining('holds no case') });
  });
});

describe('what is no pair', () => {
  test.each([
    ['a missing file', [join(folder, 'nowhere.yaml'), same], /nowhere\.yaml: there is no such file/],
    ['a folder as a file', [same, folder, other], /Usage/],
    ['no YAML', [file('bad.yaml', 'a: b: c'), same], /bad\.yaml:1: not readable as YAML/],
    ['an empty file', [file('empty.yaml', '# nothing\n'), same], /empty\.yaml is empty/],
    ['two documents', [file('two.yaml', `${vpc(1)}---\n${vpc(2)}`), same], /two\.yaml holds 2 documents/],
    [
      'a key that stands twice',
      [file('twice.yaml', `${vpc(1)}kind: VPC\n`), same],
      /twice\.yaml:7: the key "kind" stands twice/,
    ],
    ['no object', [file('text.yaml', 'hello'), same], /text\.yaml is no Kubernetes object/],
    [
      'an object without a name',
      [file('nameless.yaml', 'apiVersion: v1\nkind: X\nmetadata: {}\n'), same],
      /nameless\.yaml is no Kubernetes object/,
    ],
    [
      'two resources',
      [same, file('v2.yaml', vpc(1).replace('v1}', 'v2}'))],
      /two resources: .*\/v1 in Git and .*\/v2 in the cluster/,
    ],
    ['another kind', [same, file('kind.yaml', vpc(1).replace('VPC', 'External'))], /two resources/],
    ['one file', [same], /Usage/],
    ['nothing', [], /Usage/],
    ['three files', [same, same, same], /Usage/],
    ['an unknown option', ['--what', same, same], /--what.*\n?.*Usage/s],
    [
      'a CRD folder that is not there',
      ['--crds', join(folder, 'none'), same, same],
      /--crds .*none: there is no such folder/,
    ],
    [
      'a CRD folder without CRDs',
      ['--crds', subfolder({ 'x.yaml': 'a: 1' }), same, same],
      /no CustomResourceDefinition in it/,
    ],
  ])('%s', (_name, args, message) => {
    const { code, error } = run(...args);
    expect(code).toBe(2);
    expect(error).toMatch(message);
  });

  test('relative paths start where the caller stands', () => {
    expect(run('same.yaml', 'other.yaml').code).toBe(1);
  });

  test('help', () => {
    expect(run('--help')).toMatchObject({ code: 0, out: expect.stringContaining('Usage') });
  });
});

test('the bench compares the pairs that have both sides', () => {
  const cases = subfolder({ 'a.desired.yaml': vpc(1), 'a.live.yaml': vpc(2), 'b.live.yaml': vpc(3) });
  expect(benchCompare(cases, [])).toMatchObject({
    pairs: 1,
    us_per_pair: expect.any(Number),
    ratio: expect.any(Number),
  });
  expect(() => benchCompare(subfolder({ 'b.live.yaml': vpc(3) }), [])).toThrow('no case with both sides');
});
