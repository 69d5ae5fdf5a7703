import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ClusterClient } from './cluster-client.ts';
import { parseKubeconfig } from './parse-kubeconfig.ts';
import { answer, refusal, type ScriptedServer, startScriptedServer } from './testing/scripted-server.ts';
import { objectOf, SERVER } from './testing/test-kinds.ts';

const page = (names: readonly string[], next = '', version = 7) => ({
  kind: 'ServerList',
  metadata: { resourceVersion: String(version), continue: next },
  items: names.map((name) => objectOf(SERVER, name, { version: 1 })),
});

describe('ClusterClient.list', () => {
  let server: ScriptedServer;
  let client: ClusterClient;

  beforeEach(async () => {
    server = await startScriptedServer((_, response) => answer(response, 200, page([])));
    client = new ClusterClient(parseKubeconfig(server.kubeconfig()));
  });

  afterEach(async () => {
    client.close();
    await server.close();
  });

  const namesOf = (pages: { metadata: { name: string } }[][]) =>
    pages.map((each) => each.map(({ metadata }) => metadata.name));

  it('follows the continue tokens at the newest state, in one namespace or all', async () => {
    server.script = ({ query }, response) =>
      answer(response, 200, query.get('continue') === 'two/+' ? page(['c']) : page(['a', 'b'], 'two/+'));
    const listing = await client.list(SERVER, { limit: 2, namespace: 'default' });
    expect(namesOf(listing.pages)).toEqual([['a', 'b'], ['c']]);
    expect(listing.resourceVersion).toBe('7');
    await client.list(SERVER);
    expect(server.requests.map(({ path, query }) => `${path}?${query}`)).toEqual([
      '/apis/wiring.githedgehog.com/v1beta1/namespaces/default/servers?limit=2',
      '/apis/wiring.githedgehog.com/v1beta1/namespaces/default/servers?limit=2&continue=two%2F%2B',
      '/apis/wiring.githedgehog.com/v1beta1/servers?limit=500',
      '/apis/wiring.githedgehog.com/v1beta1/servers?limit=500&continue=two%2F%2B',
    ]);
  });

  it('starts again when a continue token has expired, so that two states are never mixed', async () => {
    let expired = 1;
    server.script = ({ query }, response) => {
      if (query.get('continue') === null)
        answer(response, 200, page([`first of ${expired}`], 'two', 9 - expired));
      else if (expired-- > 0) answer(response, 410, refusal(410, 'Expired', 'too old'));
      else answer(response, 200, page(['last'], '', 9));
    };
    const listing = await client.list(SERVER);
    expect(namesOf(listing.pages)).toEqual([['first of 0'], ['last']]);
    expect(listing.resourceVersion).toBe('9');
  });

  it('gives up when every try expires', async () => {
    server.script = ({ query }, response) =>
      query.get('continue') === null ? answer(response, 200, page(['a'], 'two')) : answer(response, 410, '');
    await expect(client.list(SERVER)).rejects.toMatchObject({
      code: 'cluster_failed',
      message: expect.stringContaining('expired 4 times before its last page'),
    });
  });

  it('fails as a whole when a later page fails', async () => {
    server.script = ({ query }, response) =>
      query.get('continue') === null
        ? answer(response, 200, page(['a'], 'two'))
        : answer(response, 403, refusal(403, 'Forbidden', 'not any more'));
    await expect(client.list(SERVER)).rejects.toMatchObject({ code: 'cluster_forbidden' });
  });

  it.each([
    ['a page of something in between', '<html>sign in</html>'],
    ['a cut list', '{"kind":"ServerList","metadata":{"resourceVersion":"7"},"items":[{"meta'],
    ['an object of no shape', { metadata: { resourceVersion: '7' }, items: [{}] }],
    ['a list without a version', { metadata: {}, items: [] }],
  ])('takes %s for no list', async (_, body) => {
    server.script = (_request, response) => answer(response, 200, body);
    await expect(client.list(SERVER)).rejects.toMatchObject({
      code: 'cluster_failed',
      message: expect.stringContaining('is not a list'),
    });
  });
});

describe('ClusterClient.get', () => {
  const key = { namespace: 'default', name: 'one' };

  it('takes only the word of the API server for absence', async () => {
    const server = await startScriptedServer((_, response) =>
      answer(response, 404, refusal(404, 'NotFound', 'servers "one" not found', 'one')),
    );
    const client = new ClusterClient(parseKubeconfig(server.kubeconfig()));
    try {
      expect(await client.get(SERVER, key)).toBeNull();
      const others = [
        '404 page not found',
        '<html>',
        refusal(404, 'NotFound', 'namespaces "default" not found', 'default'),
      ];
      for (const body of others) {
        server.script = (_, response) => answer(response, 404, body);
        await expect(client.get(SERVER, key)).rejects.toMatchObject({ code: 'cluster_failed' });
      }
      server.script = (_, response) => answer(response, 200, 'null');
      await expect(client.get(SERVER, key)).rejects.toMatchObject({ code: 'cluster_failed' });
    } finally {
      client.close();
      await server.close();
    }
  });
});
