import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ClusterClient } from './cluster-client.ts';
import { parseKubeconfig } from './parse-kubeconfig.ts';
import { answer, refusal, type ScriptedServer, startScriptedServer } from './testing/scripted-server.ts';
import { crdOf, objectOf, SERVER, SWITCH_GROUP } from './testing/test-kinds.ts';

const CRDS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const key = { namespace: 'default', name: 'one' };
const established = { conditions: [{ type: 'Established', status: 'True' }] };

/** Answers by path; a function is called for its answer. Everything else is forbidden. */
type Answers = Record<string, unknown | (() => unknown)>;

describe('ClusterClient', () => {
  let server: ScriptedServer;
  let client: ClusterClient;
  let answers: Answers;

  beforeEach(async () => {
    answers = {
      '/version': { gitVersion: 'v1.34.4' },
      '/api/v1/namespaces/kube-system': { metadata: { name: 'kube-system', uid: 'the-uid' } },
      '/apis': { groups: [groupOf('wiring.githedgehog.com', 'v1beta1'), groupOf('apps', 'v1')] },
    };
    server = await startScriptedServer(({ path }, response) => {
      const found = answers[path];
      const body: unknown = typeof found === 'function' ? found() : found;
      if (body === undefined) answer(response, 403, refusal(403, 'Forbidden', `no ${path} for you`));
      else answer(response, 200, body);
    });
    client = new ClusterClient(parseKubeconfig(server.kubeconfig()));
  });

  afterEach(async () => {
    client.close();
    await server.close();
  });

  function groupOf(name: string, ...versions: string[]) {
    const named = versions.map((version) => ({ groupVersion: `${name}/${version}`, version }));
    return { name, versions: named, preferredVersion: named[0] };
  }

  const crd = (resourceVersion: string, more: Record<string, unknown> = {}) => ({
    ...crdOf(SERVER),
    metadata: { name: 'servers.wiring.githedgehog.com', uid: 'crd', resourceVersion, generation: 1, ...more },
    status: established,
  });
  const listOf = (...items: { metadata: unknown }[]) => ({
    metadata: { resourceVersion: '9' },
    items: items.map(({ metadata }) => ({ metadata })),
  });
  const other = { metadata: { name: 'widgets.example.com', uid: 'other', resourceVersion: '1' } };
  const asked = () => server.requests.splice(0).map(({ path }) => path);

  describe('discover', () => {
    it('reads each CRD of Hedgehog once, and again only when it has changed', async () => {
      answers[CRDS] = listOf(crd('1'), other);
      answers[`${CRDS}/servers.wiring.githedgehog.com`] = crd('1');
      const kinds = await client.discover();
      expect(kinds).toMatchObject([
        { ...SERVER, schema: { type: 'object' }, crd: { uid: 'crd', generation: 1 } },
      ]);
      expect(server.requests[1]?.headers.accept).toContain('as=PartialObjectMetadataList');
      expect(asked()).toEqual(['/apis', CRDS, `${CRDS}/servers.wiring.githedgehog.com`]);
      expect(await client.discover()).toEqual(kinds);
      expect(asked()).toEqual(['/apis', CRDS]);
      answers[CRDS] = listOf(crd('2'), other);
      answers[`${CRDS}/servers.wiring.githedgehog.com`] = crd('2', { generation: 2 });
      expect(await client.discover()).toMatchObject([{ crd: { generation: 2 } }]);
    });

    it('keeps a CRD that is being deleted as it was', async () => {
      answers[CRDS] = listOf(crd('1'));
      answers[`${CRDS}/servers.wiring.githedgehog.com`] = crd('1');
      const kinds = await client.discover();
      const dying = crd('2', { generation: 2, deletionTimestamp: '2026-11-24T00:00:00Z' });
      answers[CRDS] = listOf(dying);
      answers[`${CRDS}/servers.wiring.githedgehog.com`] = dying;
      expect(await client.discover()).toEqual(kinds);
    });

    it('leaves out what goes between the list and the reading', async () => {
      server.script = ({ path }, response) => {
        if (path === '/apis') answer(response, 200, { groups: [] });
        else if (path === CRDS) answer(response, 200, listOf(crd('1')));
        else answer(response, 404, refusal(404, 'NotFound', 'gone', 'servers.wiring.githedgehog.com'));
      };
      expect(await client.discover()).toEqual([]);
    });

    it('falls back to the discovery documents, preferred version first, where CRDs may not be read', async () => {
      const { plural: name, kind, namespaced, shortNames } = SERVER;
      const servers = { name, kind, namespaced, shortNames };
      const groups = { name: SWITCH_GROUP.plural, kind: SWITCH_GROUP.kind, namespaced: true };
      answers['/apis'] = {
        groups: [groupOf('wiring.githedgehog.com', 'v1', 'v1beta1'), {}, groupOf('apps', 'v1')],
      };
      answers['/apis/wiring.githedgehog.com/v1'] = {
        resources: [servers, { ...servers, name: 'servers/status' }, null],
      };
      answers['/apis/wiring.githedgehog.com/v1beta1'] = { resources: [servers, groups] };
      expect(await client.discover()).toEqual([
        { ...SERVER, version: 'v1', servedVersions: ['v1', 'v1beta1'] },
        { ...SWITCH_GROUP, shortNames: [] },
      ]);
    });

    it.each([
      ['a page', '<html>'],
      ['another document', { kind: 'APIVersions' }],
    ])('says that %s is no discovery document', async (_, body) => {
      answers['/apis'] = body;
      await expect(client.discover()).rejects.toMatchObject({
        code: 'cluster_failed',
        message: expect.stringContaining('is not a discovery document'),
      });
    });
  });

  describe('identity', () => {
    it('is the uid of kube-system, address, CA and version', async () => {
      const identity = { serverUrl: server.url, caHash: null, version: 'v1.34.4' };
      expect(await client.identity()).toEqual({ ...identity, uid: 'the-uid' });
      delete answers['/api/v1/namespaces/kube-system'];
      expect(await client.identity()).toEqual({ ...identity, uid: null });
    });

    it('is not guessed when the cluster fails', async () => {
      server.script = ({ path }, response) => answer(response, path === '/version' ? 200 : 500, '{}');
      await expect(client.identity()).rejects.toMatchObject({ code: 'cluster_failed' });
      server.script = (_, response) => answer(response, 401, refusal(401, 'Unauthorized', 'Unauthorized'));
      await expect(client.identity()).rejects.toMatchObject({ code: 'cluster_credentials' });
    });
  });

  describe('testConnection', () => {
    it('says that the cluster serves nothing of interest, and what is doubtful', async () => {
      const unchecked = server.kubeconfig({ cluster: { 'insecure-skip-tls-verify': true } });
      const doubtful = new ClusterClient(parseKubeconfig(unchecked));
      answers[CRDS] = listOf();
      const report = await doubtful.testConnection();
      expect(report).toMatchObject({ ok: false, kinds: [], identity: { uid: 'the-uid' } });
      expect(report.problems).toEqual([expect.stringContaining('serves none of the wanted Hedgehog kinds')]);
      expect(report.warnings).toEqual([expect.stringContaining('turns TLS verification off')]);
      doubtful.close();
    });

    it('says that nothing listens, and heeds the signal of its caller', async () => {
      const signal = AbortSignal.abort(new Error('given up'));
      await expect(client.testConnection({ signal })).rejects.toThrow('given up');
      await server.close();
      const report = await client.testConnection();
      expect(report.problems).toEqual([expect.stringContaining('cannot be reached: nothing listens there')]);
    });
  });

  describe('apply and delete', () => {
    const object = objectOf(SERVER, 'one');
    const apply = () => client.apply(SERVER, object, { fieldManager: 'me', force: true });
    const answersWith = (status: number, message: string, reason = '') => {
      server.script = (_, response) => answer(response, status, refusal(status, reason, message));
    };

    it('sends the document as it is, with its manager', async () => {
      server.script = (_, response) => answer(response, 201, object);
      expect(await client.dryRunApply(SERVER, object, { fieldManager: 'me' })).toEqual({
        kind: 'ok',
        object,
      });
      const [request] = server.requests;
      expect(request).toMatchObject({
        method: 'PATCH',
        path: '/apis/wiring.githedgehog.com/v1beta1/namespaces/default/servers/one',
      });
      expect(Object.fromEntries(request?.query ?? [])).toEqual({
        fieldManager: 'me',
        force: 'false',
        dryRun: 'All',
      });
      expect(JSON.parse(request?.body ?? '')).toEqual(object);
    });

    it.each([
      [400, 'admission webhook "server.kb.io" denied the request: no such profile'],
      [403, 'admission webhook "server.kb.io" denied the request: no such profile'],
      [409, 'Apply failed with 1 conflict'],
      [422, 'Server "one" is invalid: spec.x: Required value'],
      [500, '.spec.x: field not declared in schema'],
      [500, '.spec.x: expected numeric (int or float), got string'],
    ])('takes %i "%s" for the word of the cluster', async (status, message) => {
      answersWith(status, message);
      expect(await apply()).toEqual({ kind: 'refused', status, message });
    });

    it.each([
      [403, 'User "robot" cannot patch resource "servers"', 'cluster_forbidden'],
      [401, 'Unauthorized', 'cluster_credentials'],
      [
        500,
        'Internal error occurred: failed calling webhook "server.kb.io": connection refused',
        'cluster_failed',
      ],
      [502, 'Bad gateway', 'cluster_failed'],
    ])('takes %i "%s" for not having been asked', async (status, message, code) => {
      answersWith(status, message);
      await expect(apply()).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
      await expect(client.delete(SERVER, key)).rejects.toMatchObject({ code });
    });

    it('does not take a page for an object', async () => {
      server.script = (_, response) => answer(response, 200, '<html>');
      await expect(apply()).rejects.toMatchObject({
        code: 'cluster_failed',
        message: expect.stringContaining('is not an object'),
      });
    });

    it('takes a 404 for absence only from the API server, of that object', async () => {
      answersWith(404, 'namespaces "default" not found', 'NotFound');
      expect(await client.delete(SERVER, key)).toMatchObject({ kind: 'refused', status: 404 });
      server.script = (_, response) => answer(response, 404, '404 page not found');
      await expect(client.delete(SERVER, key)).rejects.toMatchObject({ code: 'cluster_failed' });
    });
  });
});
