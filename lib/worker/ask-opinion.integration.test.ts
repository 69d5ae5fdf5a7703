import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ClusterClient } from '#lib/kubernetes/cluster-client.ts';
import type { ServedKind } from '#lib/kubernetes/observation.ts';
import { parseKubeconfig } from '#lib/kubernetes/parse-kubeconfig.ts';
import { crdOf, objectOf, SERVER } from '#lib/kubernetes/testing/test-kinds.ts';
import { startSandboxApiServer } from '#lib/sandbox/api-server/start.ts';
import { askOpinion } from './ask-opinion.ts';
import { toReadObject } from './read-objects.ts';
import { type DryRunGate, startDryRunGate } from './testing/dry-run-gate.ts';
import { createOutsider, type Outsider } from './testing/outsider.ts';

const kind: ServedKind = { ...SERVER, servedVersions: ['v1beta1', 'v1alpha2'] };
const key = { namespace: 'default', name: 'a' };
const inGit = objectOf(kind, 'a', { description: 'from Git' });
const desired = { ...inGit, metadata: key };

describe('one question to the API server', () => {
  let server: Awaited<ReturnType<typeof startSandboxApiServer>>;
  let gate: DryRunGate;
  let client: ClusterClient;
  let outsider: Outsider;
  beforeAll(async () => {
    server = await startSandboxApiServer({ directory: null, crds: [crdOf(kind)] });
    gate = await startDryRunGate(server.url);
    client = new ClusterClient(parseKubeconfig(server.kubeconfig.replaceAll(server.url, gate.url)));
    outsider = createOutsider(server.kubeconfig);
  });
  afterAll(async () => {
    outsider.close();
    client.close();
    await gate.close();
    await server.stop();
  });
  beforeEach(() => outsider.apply('argocd-controller', desired));
  afterEach(() => outsider.clear());

  const edit = (description: string) => outsider.patch('kubectl-edit', desired, { spec: { description } });
  const hash = async () => {
    const live = await client.get(kind, key);
    return live === null ? '' : toReadObject(kind.group, live).hash;
  };
  const ask = async (actualHash: string, version = 'v1beta1') => {
    const identity = { group: kind.group, kind: kind.kind, ...key };
    const pair = { desiredHash: 'd', actualHash, schemaHash: '' };
    const wanted = { identity, desiredApiVersion: `${kind.group}/${version}`, pair };
    const opinion = await askOpinion(client, kind, wanted, desired, AbortSignal.timeout(5_000));
    return opinion === null ? null : [opinion.outcome, ...opinion.changes];
  };

  test('in every version that the cluster serves', async () => {
    expect(await ask(await hash())).toEqual(['unchanged']);
    expect(await ask(await hash(), 'v1alpha2')).toEqual(['unchanged']);
    await edit('by hand');
    expect(await ask(await hash(), 'v1alpha2')).toEqual(['would_change', 'spec.description']);
  });

  test('and in no other', async () => {
    await expect(ask(await hash(), 'v9')).rejects.toMatchObject({ code: 'cluster_failed' });
  });

  test('is not asked about an object that is gone, or is not the one that was compared', async () => {
    const before = await hash();
    const asked = gate.asked();
    await edit('by hand');
    expect(await ask(before)).toBeNull();
    await outsider.delete(desired);
    expect(await ask(before)).toBeNull();
    expect(gate.asked()).toBe(asked);
  });

  test('has no answer where the object moves on, or is another one, before it is asked', async () => {
    const before = await hash();
    gate.beforeNext(() => edit('meanwhile'));
    expect(await ask(before)).toBeNull();
    const after = await hash();
    gate.beforeNext(async () => {
      await outsider.delete(desired);
      await outsider.apply('argocd-controller', desired);
    });
    expect(await ask(after)).toBeNull();
    const last = await hash();
    gate.beforeNext(() => outsider.delete(desired));
    expect(await ask(last)).toBeNull();
  });
});
