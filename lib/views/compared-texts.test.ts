import { expect, test } from 'vitest';
import { compare } from '#lib/domain/drift/compare.ts';
import type { JsonObject, KubernetesObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { comparedTexts } from './compared-texts.ts';

function objects(
  kind: string,
  desired: JsonObject,
  actual: JsonObject,
): [KubernetesObject, KubernetesObject] {
  const apiVersion = 'vpc.githedgehog.com/v1beta1';
  const metadata = { name: 'a', namespace: 'default' };
  const fields = { 'f:spec': Object.fromEntries(Object.keys(actual).map((key) => [`f:${key}`, {}])) };
  const managedFields = [{ manager: 'kubectl-edit', operation: 'Update', fieldsV1: fields }];
  return [
    { apiVersion, kind, metadata, spec: desired },
    { apiVersion, kind, metadata: { ...metadata, managedFields }, spec: actual },
  ];
}

/** The lines that are loud on both sides, as they stand there. */
function loud(desired: KubernetesObject, actual: KubernetesObject) {
  const { differences } = compare({ desired, actual, schema: null });
  const { real, ...texts } = comparedTexts(desired, actual, differences);
  const linesOf = (side: 'desired' | 'actual') =>
    real?.[side].flatMap(([from, to]) => texts[side].split('\n').slice(from - 1, to)) ?? null;
  return { desired: linesOf('desired'), actual: linesOf('actual') };
}

test('what really differs is loud on both sides, what the server filled on neither', () => {
  const [git, live] = objects(
    'VPC',
    { subnets: { a: { subnet: '10.0.1.0/24', vlan: 1001, dhcp: { enable: true } } } },
    {
      subnets: { a: { subnet: '10.0.1.0/24', vlan: 1999, dhcp: { enable: true } } },
      ipv4Namespace: 'default',
    },
  );
  expect(comparedTexts(git, live, []).actual).toContain('ipv4Namespace: default');
  expect(loud(git, live)).toEqual({ desired: ['      vlan: 1001'], actual: ['      vlan: 1999'] });
  expect(loud(git, git)).toEqual({ desired: [], actual: [] });
});

test('an item that lies elsewhere in the cluster is loud where it lies, and its neighbours are not', () => {
  const statement = (seq: number, action: string) => ({ seq, action, protocol: 'ip' });
  const [git, live] = objects(
    'ExternalAttachment',
    { inboundACL: { statements: [statement(10, 'permit'), statement(20, 'deny')] } },
    { inboundACL: { statements: [statement(20, 'drop'), statement(10, 'permit')] } },
  );
  const { differences } = compare({ desired: git, actual: live, schema: null });
  expect(differences.filter((one) => one.class === 'real')).toMatchObject([
    {
      pathText: 'spec.inboundACL.statements[1].action',
      places: {
        desired: ['spec', 'inboundACL', 'statements', 1, 'action'],
        actual: ['spec', 'inboundACL', 'statements', 0, 'action'],
      },
    },
  ]);
  expect(loud(git, live)).toEqual({ desired: ['        action: deny'], actual: ['        action: drop'] });
});

test('a key in another spelling is found on both sides', () => {
  const subnets = (mac: string, ip: string) => ({
    subnets: { a: { vlan: 1, dhcp: { enable: true, static: { [mac]: { ip } } } } },
  });
  const [git, live] = objects(
    'VPC',
    subnets('AA:BB:CC:00:00:01', '10.0.1.9'),
    subnets('aa:bb:cc:00:00:01', '10.0.1.8'),
  );
  expect(loud(git, live)).toEqual({
    desired: ['            ip: 10.0.1.9'],
    actual: ['            ip: 10.0.1.8'],
  });
});

test('what only one side has is loud there, as a whole', () => {
  const [git, live] = objects(
    'VPC',
    { subnets: { a: { vlan: 1 }, b: { vlan: 2, isolated: true } } },
    { subnets: { a: { vlan: 1 } } },
  );
  expect(loud(git, live)).toEqual({
    desired: ['    b:', '      vlan: 2', '      isolated: true'],
    actual: [],
  });
});

test('where a difference cannot be found in the texts, nothing is called quiet', () => {
  const [git, live] = objects('VPC', { mode: 'a' }, { mode: 'b' });
  const nowhere = {
    path: ['spec', 'elsewhere'],
    pathText: 'spec.elsewhere',
    op: 'changed',
    class: 'real',
    desired: 1,
    actual: 2,
    weight: 'low',
    reason: '',
  } as const;
  expect(comparedTexts(git, live, [nowhere]).real).toBeNull();
});
