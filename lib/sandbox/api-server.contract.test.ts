import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Json, JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { APPLY_PATCH, type ApiReply, callApi, requireApi } from './api-client.ts';
import { isJsonObject, objectAt, stringAt } from './json-value.ts';
import {
  causesOf,
  DEFINITIONS,
  ownersOf,
  PEERINGS,
  SHELF_DEFINITION,
  SHELVES,
  SWITCHES,
  shelf,
  VPCS,
  vpc,
} from './testing/contract-objects.ts';
import { type ContractServer, contractSubjects } from './testing/contract-servers.ts';
import { openWatch } from './testing/watch-stream.ts';

describe.each(contractSubjects())('the API server contract, as $name keeps it', (subject) => {
  let server: ContractServer;

  const call = (method: string, path: string, body?: Json, mediaType?: string): Promise<ApiReply> =>
    callApi(server, method, path, {
      userAgent: 'contract/1.0',
      ...(body === undefined ? {} : { body }),
      ...(mediaType === undefined ? {} : { mediaType }),
    });
  const create = (path: string, body: Json): Promise<JsonObject> =>
    requireApi(server, 'POST', path, { body });
  const apply = (path: string, manager: string, body: Json, query = ''): Promise<ApiReply> =>
    call('PATCH', `${path}?fieldManager=${manager}${query}`, body, APPLY_PATCH);
  const merge = (path: string, body: Json): Promise<ApiReply> => call('PATCH', path, body);
  const metadata = (object: JsonObject): JsonObject => objectAt(object, 'metadata') ?? {};
  const version = (object: JsonObject): string => stringAt(object, 'metadata', 'resourceVersion') ?? '';
  const names = (list: JsonObject): string[] =>
    (Array.isArray(list.items) ? list.items : []).map((item) => stringAt(item, 'metadata', 'name') ?? '');

  beforeAll(async () => {
    server = await subject.start();
    await create(DEFINITIONS, SHELF_DEFINITION);
    await vi.waitFor(() => requireApi(server, 'GET', SHELVES), { timeout: 20_000 });
  });

  afterAll(async () => {
    await server?.stop();
  });

  describe('discovery', () => {
    it('names the version, the groups and their resources', async () => {
      const versionReply = await call('GET', '/version');
      expect(versionReply.body.major).toBe('1');
      expect(String(versionReply.body.gitVersion)).toMatch(/^v1\.\d+/);
      expect((await call('GET', '/api')).body).toMatchObject({ kind: 'APIVersions', versions: ['v1'] });
      const groups = (await call('GET', '/apis')).body;
      expect(groups).toMatchObject({ kind: 'APIGroupList', apiVersion: 'v1' });
      expect(groups.groups).toContainEqual({
        name: 'vpc.githedgehog.com',
        versions: [{ groupVersion: 'vpc.githedgehog.com/v1beta1', version: 'v1beta1' }],
        preferredVersion: { groupVersion: 'vpc.githedgehog.com/v1beta1', version: 'v1beta1' },
      });
      const group = (await call('GET', '/apis/vpc.githedgehog.com')).body;
      expect(group).toMatchObject({ kind: 'APIGroup', apiVersion: 'v1', name: 'vpc.githedgehog.com' });
    });

    it('lists each kind with its verbs and its status subresource', async () => {
      const { body } = await call('GET', '/apis/depot.example.org/v1');
      expect(body).toMatchObject({ kind: 'APIResourceList', groupVersion: 'depot.example.org/v1' });
      const resources = Array.isArray(body.resources) ? body.resources.filter(isJsonObject) : [];
      expect(resources.map(({ storageVersionHash: _, ...resource }) => resource)).toEqual([
        {
          name: 'shelves',
          singularName: 'shelf',
          namespaced: true,
          kind: 'Shelf',
          verbs: ['delete', 'deletecollection', 'get', 'list', 'patch', 'create', 'update', 'watch'],
          shortNames: ['shf'],
        },
        {
          name: 'shelves/status',
          singularName: '',
          namespaced: true,
          kind: 'Shelf',
          verbs: ['get', 'patch', 'update'],
        },
      ]);
    });

    it('has the namespaces default and kube-system, the latter with a uid', async () => {
      const { body } = await call('GET', '/api/v1/namespaces/kube-system');
      expect(stringAt(body, 'metadata', 'uid')).toMatch(/^[0-9a-f-]{36}$/);
      expect(body).toMatchObject({ kind: 'Namespace', apiVersion: 'v1', status: { phase: 'Active' } });
      expect(names((await call('GET', '/api/v1/namespaces')).body)).toContain('default');
    });

    it('answers a wrong token with 401 and an unknown path with 404', async () => {
      const refused = await callApi({ ...server, token: 'wrong' }, 'GET', VPCS);
      expect(refused).toMatchObject({ status: 401, body: { kind: 'Status', reason: 'Unauthorized' } });
      for (const path of ['/nowhere', '/apis/nowhere.example.org/v1/things', `${VPCS}/a/b/c`]) {
        expect((await call('GET', path)).status, path).toBe(404);
      }
    });

    it('answers a verb that a path does not have with 405', async () => {
      const reply = await call('POST', '/version');
      expect(reply).toMatchObject({ status: 405, body: { reason: 'MethodNotAllowed', code: 405 } });
    });

    it('reviews what the caller may do', async () => {
      const { status, body } = await call('POST', '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', {
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SelfSubjectAccessReview',
        spec: { resourceAttributes: { verb: 'list', group: 'vpc.githedgehog.com', resource: 'vpcs' } },
      });
      expect(status).toBe(201);
      expect(body).toMatchObject({ status: { allowed: true } });
    });
  });

  describe('create and read', () => {
    it('fills what the server owns', async () => {
      const spec = { subnets: { web: { subnet: '10.1.1.0/24', vlan: 1001 } } };
      const { status, body } = await call('POST', VPCS, { ...vpc('made', spec), status: { vni: 7 } });
      expect(status).toBe(201);
      expect(metadata(body)).toMatchObject({ name: 'made', namespace: 'default', generation: 1 });
      expect(metadata(body).uid).toMatch(/^[0-9a-f-]{36}$/);
      expect(metadata(body).creationTimestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
      expect(body.spec).toEqual(spec);
      expect(body.status).toBeUndefined();
      expect((await call('GET', `${VPCS}/made`)).body).toEqual(body);
    });

    it('gives the object a name from generateName', async () => {
      const body = await create(VPCS, {
        apiVersion: 'vpc.githedgehog.com/v1beta1',
        kind: 'VPC',
        metadata: { generateName: 'made-' },
        spec: {},
      });
      expect(stringAt(body, 'metadata', 'name')).toMatch(/^made-[a-z0-9]{5}$/);
    });

    it('refuses what exists, what has no name, and what belongs elsewhere', async () => {
      await create(VPCS, vpc('twice', {}));
      expect(await call('POST', VPCS, vpc('twice', {}))).toMatchObject({
        status: 409,
        body: {
          reason: 'AlreadyExists',
          message: 'vpcs.vpc.githedgehog.com "twice" already exists',
          details: { name: 'twice', group: 'vpc.githedgehog.com', kind: 'vpcs' },
        },
      });
      const nameless = await call('POST', VPCS, { ...vpc('', {}), metadata: {} });
      expect(causesOf(nameless.body)).toEqual([
        'FieldValueRequired metadata.name: Required value: name or generateName is required',
      ]);
      expect((await call('POST', VPCS, vpc('x', {}, { namespace: 'kube-system' }))).body.message).toBe(
        'the namespace of the provided object does not match the namespace sent on the request',
      );
      const elsewhere = VPCS.replace('/default/', '/nowhere/');
      expect(await call('POST', elsewhere, vpc('x', {}))).toMatchObject({
        status: 404,
        body: { message: 'namespaces "nowhere" not found' },
      });
    });

    it('refuses another version, another kind and no kind', async () => {
      const other = await call('POST', VPCS, {
        ...vpc('x', {}),
        apiVersion: 'vpc.githedgehog.com/v1alpha2',
      });
      expect(other).toMatchObject({
        status: 400,
        body: {
          message:
            'the API version in the data (vpc.githedgehog.com/v1alpha2) does not match the expected API version (vpc.githedgehog.com/v1beta1)',
        },
      });
      const kind = await call('POST', VPCS, { ...vpc('x', {}), kind: 'Vpc' });
      expect(kind.status).toBe(422);
      expect(kind.body.message).toBe(
        'Vpc.vpc.githedgehog.com "x" is invalid: kind: Invalid value: "Vpc": must be VPC',
      );
      expect((await call('POST', VPCS, { metadata: { name: 'x' } })).status).toBe(400);
      expect((await call('POST', VPCS, [])).status).toBe(400);
    });

    it('drops unknown fields with a warning, and refuses them when asked to be strict', async () => {
      const odd = vpc('odd', { colour: 'red', subnets: { a: { vlan: 5, size: 1 } } });
      const refused = await call('POST', `${VPCS}?fieldValidation=Strict`, odd);
      expect(refused).toMatchObject({
        status: 400,
        body: {
          message:
            'VPC in version "v1beta1" cannot be handled as a VPC: strict decoding error: unknown field "spec.colour", unknown field "spec.subnets.a.size"',
        },
      });
      const warned = await call('POST', VPCS, odd);
      expect(warned.warnings).toEqual(['unknown field "spec.colour"', 'unknown field "spec.subnets.a.size"']);
      expect(warned.body.spec).toEqual({ subnets: { a: { vlan: 5 } } });
      const silent = await call('POST', `${VPCS}?fieldValidation=Ignore`, vpc('odd-2', { colour: 'red' }));
      expect(silent).toMatchObject({ status: 201, warnings: [], body: { spec: {} } });
    });

    it('keeps a dry run to itself', async () => {
      const tried = await call('POST', `${VPCS}?dryRun=All`, vpc('tried', { mode: 'l3vni' }));
      expect(tried).toMatchObject({ status: 201, body: { spec: { mode: 'l3vni' } } });
      expect((await call('GET', `${VPCS}/tried`)).status).toBe(404);
      expect((await call('POST', `${VPCS}?dryRun=Some`, vpc('tried', {}))).status).toBe(422);
    });

    it('says which object is missing', async () => {
      expect(await call('GET', `${VPCS}/missing`)).toMatchObject({
        status: 404,
        body: {
          kind: 'Status',
          status: 'Failure',
          reason: 'NotFound',
          message: 'vpcs.vpc.githedgehog.com "missing" not found',
          details: { name: 'missing', group: 'vpc.githedgehog.com', kind: 'vpcs' },
          code: 404,
        },
      });
    });
  });

  describe('validation', () => {
    it('names every field of the wrong type', async () => {
      const { status, body } = await call(
        'POST',
        VPCS,
        vpc('typed', { mode: 3, subnets: { d: { vlan: '1' } } }),
      );
      expect(status).toBe(422);
      expect(body.details).toMatchObject({ name: 'typed', group: 'vpc.githedgehog.com', kind: 'VPC' });
      expect(causesOf(body)).toEqual([
        'FieldValueTypeInvalid spec.mode: Invalid value: "integer": spec.mode in body must be of type string: "integer"',
        'FieldValueTypeInvalid spec.subnets.d.vlan: Invalid value: "string": spec.subnets.d.vlan in body must be of type integer: "string"',
      ]);
    });

    it.each<[string, string, JsonObject, string]>([
      ['a required field', SWITCHES, {}, 'FieldValueRequired spec.role: Required value'],
      [
        'an enumeration',
        SWITCHES,
        { role: 'core' },
        'FieldValueNotSupported spec.role: Unsupported value: "core": supported values: "spine", "server-leaf", "border-leaf", "mixed-leaf", "virtual-edge"',
      ],
      [
        'a smallest number',
        SHELVES,
        { level: 0 },
        'FieldValueInvalid spec.level: Invalid value: 0: spec.level in body should be greater than or equal to 1',
      ],
      [
        'a largest number',
        SHELVES,
        { level: 10 },
        'FieldValueInvalid spec.level: Invalid value: 10: spec.level in body should be less than or equal to 9',
      ],
      [
        'a pattern',
        SHELVES,
        { code: 'a1' },
        'FieldValueInvalid spec.code: Invalid value: "a1": spec.code in body should match \'^[A-Z]{2}[0-9]+$\'',
      ],
      [
        'a longest text',
        SHELVES,
        { code: 'AB12345' },
        'FieldValueTooLong spec.code: Too long: may not be more than 6 bytes',
      ],
      [
        'a shortest list',
        PEERINGS,
        { permit: [] },
        'FieldValueInvalid spec.permit: Invalid value: 0: spec.permit in body should have at least 1 items',
      ],
      [
        'a longest list',
        SHELVES,
        { bins: [1, 2, 3, 4].map((slot) => ({ slot })) },
        'FieldValueTooMany spec.bins: Too many: 4: must have at most 3 items',
      ],
      [
        'the keys of a keyed list',
        SHELVES,
        { bins: [{ slot: 1 }, { slot: 1, holds: 'tea' }] },
        'FieldValueDuplicate spec.bins[1]: Duplicate value: {"slot":1}',
      ],
      ['a set', SHELVES, { tags: ['a', 'b', 'a'] }, 'FieldValueDuplicate spec.tags[2]: Duplicate value: "a"'],
    ])('checks %s', async (about, path, spec, cause) => {
      const kinds: Record<string, [string, string]> = {
        [SWITCHES]: ['wiring.githedgehog.com/v1beta1', 'Switch'],
        [PEERINGS]: ['vpc.githedgehog.com/v1beta1', 'VPCPeering'],
        [SHELVES]: ['depot.example.org/v1', 'Shelf'],
      };
      const [apiVersion = '', kind = ''] = kinds[path] ?? [];
      const { status, body } = await call('POST', path, {
        apiVersion,
        kind,
        metadata: { name: 'checked' },
        spec,
      });
      expect(status, about).toBe(422);
      expect(causesOf(body)).toEqual([cause]);
    });

    it('checks names and labels', async () => {
      const named = await call('POST', VPCS, vpc('Upper', {}));
      expect(String(named.body.message)).toMatch(
        /^VPC\.vpc\.githedgehog\.com "Upper" is invalid: metadata\.name: Invalid value: "Upper": a lowercase RFC 1123 subdomain must consist of/,
      );
      const labelled = await call('POST', VPCS, vpc('labelled', {}, { labels: { 'a b': 'c', d: 'e f' } }));
      expect(causesOf(labelled.body).map((cause) => cause.slice(0, 58))).toEqual([
        'FieldValueInvalid metadata.labels: Invalid value: "a b": n',
        'FieldValueInvalid metadata.labels: Invalid value: "e f": a',
      ]);
    });
  });

  describe('schema defaults', () => {
    it('come with create, nested ones too, and replace a null', async () => {
      const body = await create(
        SHELVES,
        shelf('defaulted', { level: null, bins: [{ slot: 1, holds: null }] }),
      );
      expect(body.spec).toEqual({
        aisle: 'north',
        level: 1,
        lighting: { mode: 'motion' },
        bins: [{ slot: 1, open: false }],
      });
    });

    it('are owned by who creates, and by nobody after an apply', async () => {
      const created = await create(`${SHELVES}?fieldManager=maker`, shelf('owned-1', {}));
      expect(ownersOf(created)).toEqual({
        'maker/Update': {
          'f:spec': {
            '.': {},
            'f:aisle': {},
            'f:level': {},
            'f:lighting': { '.': {}, 'f:mode': {} },
          },
        },
      });
      const applied = await apply(`${SHELVES}/owned-2`, 'maker', shelf('owned-2', { weight: '5kg' }));
      expect(applied.body.spec).toMatchObject({ aisle: 'north', level: 1, weight: '5kg' });
      expect(ownersOf(applied.body)).toEqual({ 'maker/Apply': { 'f:spec': { 'f:weight': {} } } });
    });
  });

  describe('update and patch', () => {
    it('needs the current resourceVersion', async () => {
      const body = await create(VPCS, vpc('put', { mode: '' }));
      const next = { ...body, spec: { mode: 'l3vni' } };
      const changed = await call('PUT', `${VPCS}/put`, next);
      expect(changed).toMatchObject({ status: 200, body: { metadata: { generation: 2 } } });
      expect(await call('PUT', `${VPCS}/put`, next)).toMatchObject({
        status: 409,
        body: {
          reason: 'Conflict',
          message:
            'Operation cannot be fulfilled on vpcs.vpc.githedgehog.com "put": the object has been modified; please apply your changes to the latest version and try again',
        },
      });
      const blind = await call('PUT', `${VPCS}/put`, vpc('put', {}));
      expect(causesOf(blind.body)).toEqual([
        'FieldValueInvalid metadata.resourceVersion: Invalid value: 0: must be specified for an update',
      ]);
      expect((await call('PUT', `${VPCS}/other`, next)).status).toBe(400);
      expect((await call('PUT', `${VPCS}/gone`, vpc('gone', {}))).status).toBe(404);
    });

    it('changes nothing when nothing differs, and counts generations for the spec only', async () => {
      const body = await create(VPCS, vpc('steady', { mode: 'l3vni' }));
      const same = await merge(`${VPCS}/steady`, { spec: { mode: 'l3vni' } });
      expect(version(same.body)).toBe(version(body));
      const labelled = await merge(`${VPCS}/steady`, { metadata: { labels: { team: 'net' } } });
      expect(version(labelled.body)).not.toBe(version(body));
      expect(metadata(labelled.body).generation).toBe(1);
      const emptied = await merge(`${VPCS}/steady`, { metadata: { labels: null }, spec: { mode: null } });
      expect(emptied.body).toMatchObject({ metadata: { generation: 2 }, spec: {} });
      expect(metadata(emptied.body).labels).toBeUndefined();
    });

    it('keeps identity fields as they are', async () => {
      await create(VPCS, vpc('fixed', {}));
      expect((await merge(`${VPCS}/fixed`, { metadata: { name: 'loose' } })).status).toBe(400);
      const moved = await merge(`${VPCS}/fixed`, { metadata: { uid: 'another' } });
      expect(causesOf(moved.body)).toEqual([
        'FieldValueInvalid metadata.uid: Invalid value: "another": field is immutable',
      ]);
      expect((await merge(`${VPCS}/fixed`, { metadata: { resourceVersion: '1' } })).status).toBe(409);
    });

    it('takes JSON patches and refuses other media types', async () => {
      await create(VPCS, vpc('patched', { permit: [['a', 'b']] }));
      const json = 'application/json-patch+json';
      const done = await call(
        'PATCH',
        `${VPCS}/patched`,
        [
          { op: 'test', path: '/spec/permit/0/0', value: 'a' },
          { op: 'add', path: '/spec/permit/0/-', value: 'c' },
          { op: 'add', path: '/metadata/labels', value: { 'x/y': 'z' } },
          { op: 'remove', path: '/spec/permit/0/0' },
        ],
        json,
      );
      expect(done.body).toMatchObject({
        metadata: { labels: { 'x/y': 'z' } },
        spec: { permit: [['b', 'c']] },
      });
      const missing = await call('PATCH', `${VPCS}/patched`, [{ op: 'remove', path: '/spec/mode' }], json);
      expect(missing).toMatchObject({ status: 422, body: { reason: 'Invalid' } });
      const strategic = await call('PATCH', `${VPCS}/patched`, {}, 'application/strategic-merge-patch+json');
      expect(strategic).toMatchObject({ status: 415, body: { reason: 'UnsupportedMediaType' } });
    });

    it('owns by changed field, lists whole', async () => {
      const spec = { subnets: { web: { vlan: 10 } }, permit: [['a', 'b']] };
      await create(`${VPCS}?fieldManager=first`, vpc('fields', spec));
      await merge(`${VPCS}/fields?fieldManager=second`, {
        metadata: { annotations: { why: 'test' } },
        spec: { subnets: { web: { vlan: 11 } }, permit: [['a', 'c']], mode: 'l3vni' },
      });
      const { body } = await call('GET', `${VPCS}/fields`);
      expect(ownersOf(body)).toEqual({
        'first/Update': { 'f:spec': { '.': {}, 'f:subnets': { '.': {}, 'f:web': {} } } },
        'second/Update': {
          'f:metadata': { 'f:annotations': { '.': {}, 'f:why': {} } },
          'f:spec': { 'f:mode': {}, 'f:permit': {}, 'f:subnets': { 'f:web': { 'f:vlan': {} } } },
        },
      });
      const byAgent = await merge(`${VPCS}/fields`, { spec: { mode: '' } });
      expect(ownersOf(byAgent.body)['contract/Update']).toEqual({ 'f:spec': { 'f:mode': {} } });
    });
  });

  describe('status', () => {
    it('is written through its own endpoint only', async () => {
      await create(SHELVES, shelf('status', { aisle: 'east' }));
      const direct = await merge(`${SHELVES}/status`, { status: { full: true } });
      expect(direct.body.status).toBeUndefined();
      const path = `${SHELVES}/status/status`;
      const written = await merge(`${path}?fieldManager=watcher`, {
        spec: { aisle: 'west' },
        status: { full: true },
      });
      expect(written.body).toMatchObject({
        metadata: { generation: 1 },
        spec: { aisle: 'east' },
        status: { full: true },
      });
      expect(ownersOf(written.body)['watcher/Update/status']).toEqual({
        'f:status': { '.': {}, 'f:full': {} },
      });
      expect((await call('GET', path)).body).toEqual(written.body);
    });
  });

  describe('server-side apply', () => {
    it('creates, then changes nothing, then removes what it no longer claims', async () => {
      const path = `${VPCS}/applied`;
      const first = await apply(path, 'flux', vpc('applied', { mode: 'l3vni', subnets: { a: { vlan: 1 } } }));
      expect(first.status).toBe(201);
      expect(ownersOf(first.body)).toEqual({
        'flux/Apply': { 'f:spec': { 'f:mode': {}, 'f:subnets': { 'f:a': { '.': {}, 'f:vlan': {} } } } },
      });
      const again = await apply(path, 'flux', vpc('applied', { mode: 'l3vni', subnets: { a: { vlan: 1 } } }));
      expect(again).toMatchObject({
        status: 200,
        body: { metadata: { resourceVersion: version(first.body) } },
      });
      await merge(`${path}?fieldManager=edit`, { spec: { subnets: { a: { gateway: '10.0.0.1' } } } });
      const less = await apply(path, 'flux', vpc('applied', { subnets: { a: { vlan: 1 }, b: { vlan: 2 } } }));
      expect(less.body.spec).toEqual({ subnets: { a: { vlan: 1, gateway: '10.0.0.1' }, b: { vlan: 2 } } });
    });

    it('removes a map entry together with what nobody owns in it', async () => {
      await apply(
        `${SHELVES}/gone`,
        'flux',
        shelf('gone', { bins: [{ slot: 1, holds: 'tea' }, { slot: 2 }] }),
      );
      const { body } = await apply(`${SHELVES}/gone`, 'flux', shelf('gone', { bins: [{ slot: 2 }] }));
      expect(objectAt(body, 'spec')?.bins).toEqual([{ slot: 2, open: false }]);
    });

    it('merges sets and keyed lists of two managers', async () => {
      const one = shelf('shared', { tags: ['a', 'b'], bins: [{ slot: 1, holds: 'tea' }] });
      const two = shelf('shared', { tags: ['c'], bins: [{ slot: 2, holds: 'ink' }], remarks: { by: 'two' } });
      await apply(`${SHELVES}/shared`, 'one', one);
      const { body } = await apply(`${SHELVES}/shared`, 'two', two);
      expect(body.spec).toMatchObject({
        tags: ['a', 'b', 'c'],
        bins: [
          { slot: 1, holds: 'tea' },
          { slot: 2, holds: 'ink' },
        ],
      });
      expect(ownersOf(body)['two/Apply']).toEqual({
        'f:spec': {
          'f:bins': { 'k:{"slot":2}': { '.': {}, 'f:holds': {}, 'f:slot': {} } },
          'f:remarks': { 'f:by': {} },
          'f:tags': { 'v:"c"': {} },
        },
      });
    });

    it('refuses to change what another owns, unless forced', async () => {
      const path = `${VPCS}/fought`;
      await apply(path, 'flux', vpc('fought', { mode: 'l3vni', subnets: { a: { vlan: 1 } } }));
      await merge(`${path}?fieldManager=kubectl-edit`, { spec: { subnets: { a: { vlan: 9 } } } });
      const refused = await apply(path, 'other', vpc('fought', { mode: '', subnets: { a: { vlan: 1 } } }));
      expect(refused).toMatchObject({ status: 409, body: { reason: 'Conflict' } });
      expect(refused.body.message).toBe(
        'Apply failed with 2 conflicts: conflicts with "flux":\n- .spec.mode\nconflicts with "kubectl-edit" using vpc.githedgehog.com/v1beta1:\n- .spec.subnets.a.vlan',
      );
      expect(causesOf(refused.body)).toEqual([
        'FieldManagerConflict .spec.mode: conflict with "flux"',
        'FieldManagerConflict .spec.subnets.a.vlan: conflict with "kubectl-edit" using vpc.githedgehog.com/v1beta1',
      ]);
      const forced = await apply(
        path,
        'other',
        vpc('fought', { subnets: { a: { vlan: 1 } } }),
        '&force=true',
      );
      expect(forced.body.spec).toEqual({ mode: 'l3vni', subnets: { a: { vlan: 1 } } });
      expect(ownersOf(forced.body)['kubectl-edit/Update']).toBeUndefined();
    });

    it('refuses unknown fields and wrong types before anything else', async () => {
      const unknown = await apply(`${VPCS}/refused`, 'flux', vpc('refused', { colour: 'red' }));
      expect(unknown).toMatchObject({ status: 500 });
      expect(unknown.body.message).toBe(
        'failed to create typed patch object (/refused; vpc.githedgehog.com/v1beta1, Kind=VPC): .spec.colour: field not declared in schema',
      );
      const wrong = await apply(`${VPCS}/refused`, 'flux', vpc('refused', { subnets: { a: { vlan: 'x' } } }));
      expect(String(wrong.body.message)).toContain(
        '.spec.subnets.a.vlan: expected numeric (int or float), got string',
      );
      expect((await call('PATCH', `${VPCS}/refused`, vpc('refused', {}), APPLY_PATCH)).status).toBe(422);
      expect((await apply(`${VPCS}/refused`, 'flux', vpc('another', {}))).status).toBe(400);
    });

    it('tries without storing', async () => {
      const path = `${VPCS}/rehearsed`;
      await apply(path, 'flux', vpc('rehearsed', { mode: 'l3vni' }));
      const tried = await apply(path, 'flux', vpc('rehearsed', { mode: '' }), '&dryRun=All');
      expect(tried.body).toMatchObject({ metadata: { generation: 2 }, spec: { mode: '' } });
      expect((await call('GET', path)).body).toMatchObject({ metadata: { generation: 1 } });
    });
  });

  describe('list', () => {
    beforeAll(async () => {
      const labels = [{ tier: 'web' }, { tier: 'db' }, { tier: 'web', old: 'yes' }, {}];
      for (const [index, each] of labels.entries()) {
        await create(SHELVES, shelf(`listed-${index}`, {}, { labels: { listed: 'yes', ...each } }));
      }
    });

    it.each([
      ['tier=web', ['listed-0', 'listed-2']],
      ['tier!=web', ['listed-1', 'listed-3']],
      ['tier in (web,db),!old', ['listed-0', 'listed-1']],
      ['tier notin (web)', ['listed-1', 'listed-3']],
      ['old', ['listed-2']],
    ])('selects by label %s', async (selector, expected) => {
      const query = encodeURIComponent(`listed=yes,${selector}`);
      expect(names((await call('GET', `${SHELVES}?labelSelector=${query}`)).body)).toEqual(expected);
    });

    it('selects by name and refuses other fields', async () => {
      const { body } = await call('GET', `${SHELVES}?fieldSelector=metadata.name=listed-1`);
      expect(names(body)).toEqual(['listed-1']);
      const refused = await call('GET', `${SHELVES}?fieldSelector=spec.aisle=north`);
      expect(refused).toMatchObject({
        status: 400,
        body: { message: 'field label not supported: spec.aisle' },
      });
      expect((await call('GET', `${SHELVES}?labelSelector=a%20b`)).status).toBe(400);
    });

    it('gives pages of one moment, whatever happens between them', async () => {
      const query = `${SHELVES}?labelSelector=listed=yes`;
      const first = (await call('GET', `${query}&limit=2`)).body;
      expect(names(first)).toEqual(['listed-0', 'listed-1']);
      await create(SHELVES, shelf('listed-1a', {}, { labels: { listed: 'yes' } }));
      await merge(`${SHELVES}/listed-3`, { metadata: { labels: { listed: null } } });
      const token = stringAt(first, 'metadata', 'continue') ?? '';
      const second = (await call('GET', `${query}&limit=2&continue=${encodeURIComponent(token)}`)).body;
      expect(names(second)).toEqual(['listed-2', 'listed-3']);
      expect(version(second)).toBe(version(first));
      await merge(`${SHELVES}/listed-3`, { metadata: { labels: { listed: 'yes' } } });
    });

    it('covers all namespaces on the path without one', async () => {
      const { body } = await call('GET', '/apis/depot.example.org/v1/shelves?labelSelector=tier=db');
      expect(names(body)).toEqual(['listed-1']);
      expect(body).toMatchObject({ apiVersion: 'depot.example.org/v1', kind: 'ShelfList' });
    });

    it('refuses versions of the future and tokens that it did not make', async () => {
      const future = await call('GET', `${SHELVES}?resourceVersion=999999999`);
      expect(future).toMatchObject({ status: 504, body: { reason: 'Timeout' } });
      expect(future.body.details).toMatchObject({
        causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
      });
      expect((await call('GET', `${SHELVES}?resourceVersion=abc`)).status).toBe(400);
      expect((await call('GET', `${SHELVES}?continue=zzz`)).status).toBe(400);
      expect((await call('GET', `${SHELVES}?limit=abc`)).status).toBe(400);
    });
  });

  describe('delete', () => {
    it('answers with what it deleted', async () => {
      const made = await create(VPCS, vpc('deleted', {}));
      const tried = await call('DELETE', `${VPCS}/deleted?dryRun=All`);
      expect(tried.status).toBe(200);
      const done = await call('DELETE', `${VPCS}/deleted`);
      expect(done.body).toEqual({
        kind: 'Status',
        apiVersion: 'v1',
        metadata: {},
        status: 'Success',
        details: {
          name: 'deleted',
          group: 'vpc.githedgehog.com',
          kind: 'vpcs',
          uid: metadata(made).uid,
        },
      });
      expect((await call('DELETE', `${VPCS}/deleted`)).status).toBe(404);
    });

    it('holds to preconditions', async () => {
      await create(VPCS, vpc('guarded', {}));
      const options = (preconditions: JsonObject): JsonObject => ({
        apiVersion: 'v1',
        kind: 'DeleteOptions',
        preconditions,
      });
      for (const preconditions of [{ uid: 'another' }, { resourceVersion: '1' }]) {
        const refused = await call('DELETE', `${VPCS}/guarded`, options(preconditions));
        expect(refused).toMatchObject({ status: 409, body: { reason: 'Conflict' } });
      }
      const { body } = await call('GET', `${VPCS}/guarded`);
      const { uid = null, resourceVersion = null } = metadata(body);
      expect((await call('DELETE', `${VPCS}/guarded`, options({ uid, resourceVersion }))).status).toBe(200);
    });

    it('waits for finalizers', async () => {
      await create(VPCS, vpc('held', {}, { finalizers: ['example.org/hold'] }));
      const marked = await call('DELETE', `${VPCS}/held`);
      expect(metadata(marked.body)).toMatchObject({ deletionGracePeriodSeconds: 0, generation: 2 });
      expect(metadata(marked.body).deletionTimestamp).toBeDefined();
      const more = await merge(`${VPCS}/held`, {
        metadata: { finalizers: ['example.org/hold', 'example.org/more'] },
      });
      expect(more.status).toBe(422);
      expect((await merge(`${VPCS}/held`, { metadata: { finalizers: null } })).status).toBe(200);
      expect((await call('GET', `${VPCS}/held`)).status).toBe(404);
    });

    it('empties a selected collection', async () => {
      for (const name of ['swept-1', 'swept-2'])
        await create(VPCS, vpc(name, {}, { labels: { swept: 'yes' } }));
      expect((await call('DELETE', `${VPCS}?labelSelector=swept=yes`)).status).toBe(200);
      expect(names((await call('GET', `${VPCS}?labelSelector=swept=yes`)).body)).toEqual([]);
    });
  });

  describe('watch', () => {
    const marked = `${SHELVES}?labelSelector=watched=yes`;
    const watched = (name: string, spec: JsonObject = {}): JsonObject =>
      shelf(name, spec, { labels: { watched: 'yes' } });
    const seen = (events: { type: string; object: JsonObject }[]): string[] =>
      events.map(({ type, object }) => `${type} ${stringAt(object, 'metadata', 'name')}`);

    it('sends what happens after a version, the deletion with its own version', async () => {
      const since = version((await call('GET', SHELVES)).body);
      await create(SHELVES, watched('watched-1'));
      await merge(`${SHELVES}/watched-1`, { spec: { aisle: 'south' } });
      const last = (await call('GET', `${SHELVES}/watched-1`)).body;
      await call('DELETE', `${SHELVES}/watched-1`);
      const stream = await openWatch(
        server,
        `${marked}&watch=true&timeoutSeconds=2&resourceVersion=${since}`,
      );
      const events = await stream.rest();
      expect(seen(events)).toEqual(['ADDED watched-1', 'MODIFIED watched-1', 'DELETED watched-1']);
      expect(Number(version(events[2]?.object ?? {}))).toBeGreaterThan(Number(version(last)));
      expect(objectAt(events[1]?.object, 'spec')).toMatchObject({ aisle: 'south' });
    });

    it('starts with what is there, at version 0 and without one', async () => {
      await create(SHELVES, watched('watched-2'));
      for (const from of ['&resourceVersion=0', '']) {
        const stream = await openWatch(server, `${marked}&watch=true${from}`);
        expect(await stream.next()).toMatchObject({
          type: 'ADDED',
          object: { metadata: { name: 'watched-2' } },
        });
        await merge(`${SHELVES}/watched-2`, { spec: { route: [from] } });
        expect(await stream.next()).toMatchObject({ type: 'MODIFIED', object: { spec: { route: [from] } } });
        stream.close();
      }
      await call('DELETE', `${SHELVES}/watched-2`);
    });

    it('shows an object to a selector when it begins to match, and its end when it stops', async () => {
      await create(SHELVES, shelf('watched-3', {}));
      const since = version((await call('GET', SHELVES)).body);
      await merge(`${SHELVES}/watched-3`, { metadata: { labels: { watched: 'yes' } } });
      await merge(`${SHELVES}/watched-3`, { metadata: { labels: { watched: 'no' } } });
      const stream = await openWatch(
        server,
        `${marked}&watch=true&timeoutSeconds=2&resourceVersion=${since}`,
      );
      expect(seen(await stream.rest())).toEqual(['ADDED watched-3', 'DELETED watched-3']);
    });

    it('ends a stream of initial events with a bookmark', async () => {
      await create(SHELVES, watched('watched-4'));
      const query =
        '&watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true';
      const stream = await openWatch(server, `${marked}${query}`);
      expect(await stream.next()).toMatchObject({ type: 'ADDED' });
      expect(await stream.next()).toMatchObject({
        type: 'BOOKMARK',
        object: {
          kind: 'Shelf',
          apiVersion: 'depot.example.org/v1',
          metadata: { annotations: { 'k8s.io/initial-events-end': 'true' } },
        },
      });
      stream.close();
      await call('DELETE', `${SHELVES}/watched-4`);
    });

    it('refuses a version that is gone with an error event 410', async () => {
      await server.compact();
      const stream = await openWatch(server, `${SHELVES}?watch=true&resourceVersion=1`);
      expect(await stream.next()).toMatchObject({
        type: 'ERROR',
        object: { kind: 'Status', code: 410, reason: 'Expired' },
      });
      expect(await stream.next()).toBeNull();
    });
  });

  describe('definitions', () => {
    it('become served and go again, with their objects', async () => {
      const definition = structuredClone(SHELF_DEFINITION);
      const spec = objectAt(definition, 'spec') ?? {};
      definition.metadata = { name: 'crates.depot.example.org' };
      spec.names = { kind: 'Crate', plural: 'crates' };
      const made = await create(DEFINITIONS, definition);
      expect(objectAt(made, 'spec', 'names')).toMatchObject({ singular: 'crate', listKind: 'CrateList' });
      const crates = SHELVES.replace('shelves', 'crates');
      await expect.poll(async () => (await call('GET', crates)).status, { timeout: 20_000 }).toBe(200);
      const { body } = await call('GET', `${DEFINITIONS}/crates.depot.example.org`);
      const conditions = objectAt(body, 'status')?.conditions;
      expect(conditions).toContainEqual(expect.objectContaining({ type: 'Established', status: 'True' }));
      await create(crates, { ...shelf('one', {}), kind: 'Crate' });
      expect((await call('DELETE', `${DEFINITIONS}/crates.depot.example.org`)).status).toBe(200);
      await expect.poll(async () => (await call('GET', crates)).status, { timeout: 20_000 }).toBe(404);
    });

    it('are refused when incomplete', async () => {
      const { status, body } = await call('POST', DEFINITIONS, {
        ...SHELF_DEFINITION,
        metadata: { name: 'wrong.depot.example.org' },
      });
      expect(status).toBe(422);
      expect(causesOf(body)).toContain(
        'FieldValueInvalid metadata.name: Invalid value: "wrong.depot.example.org": must be spec.names.plural+"."+spec.group',
      );
    });
  });
});
