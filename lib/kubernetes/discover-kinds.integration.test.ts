import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { collectionPath } from './kind-path.ts';
import type { ServedKind } from './observation.ts';
import { findHedgehogCrds, findKubeAssets } from './testing/find-kube-assets.ts';
import { createCrds } from './testing/install-crds.ts';
import { type KubeApiServer, startKubeApiServer } from './testing/kube-apiserver.ts';
import { type ObservedCluster, observeForTest } from './testing/observed-cluster.ts';
import { crdOf, objectOf, SERVER } from './testing/test-kinds.ts';

const hasServer = findKubeAssets() !== null;
const crds = findHedgehogCrds();
const RACK: ServedKind = { ...SERVER, kind: 'Rack', plural: 'racks', shortNames: [] };

describe.skipIf(!hasServer)('discovery on a real API server', () => {
  let server: KubeApiServer;
  let observed: ObservedCluster;

  beforeAll(async () => {
    server = await startKubeApiServer({ crds });
  });

  afterEach(() => observed.close());
  afterAll(() => server?.stop());

  it.skipIf(crds === null)('finds all 25 real kinds with schema, scope and short names', async () => {
    observed = observeForTest(server.kubeconfig, ['VPC']);
    const { sink, client, observer } = observed;
    await sink.until(() => sink.of('listed', 'VPC').length === 1);
    const kinds = await client.discover();
    expect(kinds).toHaveLength(25);
    expect(kinds.every(({ namespaced, schema }) => namespaced && schema !== null)).toBe(true);
    expect(
      kinds.map(({ kind, version, shortNames }) => `${kind} ${version} ${shortNames.join(',')}`),
    ).toEqual(
      expect.arrayContaining([
        'VPC v1beta1 ',
        'ExternalPeering v1beta1 extpeering,extpeer',
        'GatewayPeering v1alpha1 gwpeer',
      ]),
    );
    await observer.rediscover();
    expect(sink.of('discovered')).toHaveLength(1);
  });

  it('notices a CRD that comes, changes and goes', async () => {
    observed = observeForTest(server.kubeconfig, ['Rack'], { discoverEveryMs: 300 });
    const { sink } = observed;
    await sink.until(() => sink.of('discovered').length === 1);
    await createCrds(server.api, [crdOf(RACK)]);
    await sink.until(() => sink.of('listed', 'Rack').length === 1);
    await server.api('POST', collectionPath(RACK, 'default'), objectOf(RACK, 'one'));
    await sink.until(() => sink.objectsOf('Rack').length === 1);

    const path = `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/racks.${RACK.group}`;
    const spec: JsonObject = {
      type: 'object',
      properties: { size: { type: 'integer', default: 42 } },
      default: {},
    };
    const openAPIV3Schema = { type: 'object', properties: { spec } };
    const versions = [{ name: RACK.version, served: true, storage: true, schema: { openAPIV3Schema } }];
    await server.api('PATCH', path, { spec: { versions } });
    await sink.until(() => sink.of('listed', 'Rack').at(-1)?.kind.crd?.generation === 2);
    const kinds = sink.of('discovered').at(-1)?.kinds ?? [];
    expect(kinds.find(({ kind }) => kind === 'Rack')?.schema).toMatchObject({ properties: { spec } });
    // A new default is read without any event.
    expect(sink.of('listed', 'Rack').at(-1)?.snapshot.pages.flat()[0]?.spec).toEqual({ size: 42 });

    await server.api('DELETE', path);
    await sink.until(
      () => sink.of('unavailable', 'Rack').at(-1)?.problem.message.includes('its CRD is gone') ?? false,
    );
    await sink.until(() => !(sink.of('discovered').at(-1)?.kinds ?? []).some(({ kind }) => kind === 'Rack'));
    expect(sink.objectsOf('Rack')).toEqual([]);
  });
});
