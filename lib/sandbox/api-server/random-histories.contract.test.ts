import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Json, JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { APPLY_PATCH, type ApiReply, callApi, requireApi } from '../api-client.ts';
import { isJsonObject, objectAt, stableJson } from '../json-value.ts';
import { causesOf, DEFINITIONS, ownersOf, SHELF_DEFINITION, SHELVES } from '../testing/contract-objects.ts';
import { type ContractServer, contractSubjects } from '../testing/contract-servers.ts';

const optional = <T>(values: readonly T[]) => fc.option(fc.constantFrom(...values), { nil: undefined });

const BIN = fc.record({
  slot: fc.constantFrom(1, 2, 3),
  holds: optional(['tea', 'ink']),
  open: optional([true, false]),
});

const SPEC = fc.record({
  aisle: optional(['north', 'south']),
  level: optional([1, 2]),
  lighting: optional<JsonObject>([{}, { mode: 'always' }, { lumen: 3 }, { mode: 'motion', lumen: 4 }]),
  tags: fc.option(fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 3 }), { nil: undefined }),
  bins: fc.option(fc.uniqueArray(BIN, { selector: ({ slot }) => slot, maxLength: 3 }), { nil: undefined }),
  route: fc.option(fc.array(fc.constantFrom('x', 'y'), { maxLength: 2 }), { nil: undefined }),
  weight: optional<Json>([5, '5kg']),
  remarks: optional<JsonObject>([{}, { a: 1 }, { a: { b: 1 } }, { a: { c: [1] }, z: [] }]),
});

const LABELS = fc.option(
  fc.dictionary(fc.constantFrom('k', 'l'), fc.constantFrom('1', '2'), { maxKeys: 2 }),
  {
    nil: undefined,
  },
);
const MANAGER = fc.constantFrom('flux', 'argo', 'edit');

const STEP = fc.record({
  verb: fc.constantFrom(
    'apply',
    'apply',
    'force',
    'merge',
    'merge',
    'put',
    'post',
    'status',
    'delete',
    'dry',
  ),
  manager: MANAGER,
  labels: LABELS,
  spec: SPEC,
});

interface Step {
  verb: string;
  manager: string;
  labels: Record<string, string> | undefined;
  spec: object;
}

const subjects = contractSubjects();

/** JSON leaves out what is undefined. */
function toJson(value: object): JsonObject {
  return JSON.parse(JSON.stringify(value));
}

async function take(server: ContractServer, name: string, step: Step): Promise<ApiReply> {
  const { verb, manager, labels } = step;
  const spec = toJson(step.spec);
  const metadata = { name, ...(labels === undefined ? {} : { labels }) };
  const object = { apiVersion: 'depot.example.org/v1', kind: 'Shelf', metadata, spec };
  const path = `${SHELVES}/${name}`;
  const query = `?fieldManager=${manager}`;
  const send = (method: string, url: string, body?: Json, mediaType?: string): Promise<ApiReply> =>
    callApi(server, method, url, {
      ...(body === undefined ? {} : { body }),
      ...(mediaType === undefined ? {} : { mediaType }),
    });
  switch (verb) {
    case 'apply':
      return send('PATCH', `${path}${query}`, object, APPLY_PATCH);
    case 'force':
      return send('PATCH', `${path}${query}&force=true`, object, APPLY_PATCH);
    case 'dry':
      return send('PATCH', `${path}${query}&force=true&dryRun=All`, object, APPLY_PATCH);
    case 'merge':
      return send('PATCH', `${path}${query}`, { metadata: toJson({ labels }), spec });
    case 'status':
      return send('PATCH', `${path}/status${query}`, { spec, status: { seen: spec.level ?? 0 } });
    case 'post':
      return send('POST', `${SHELVES}${query}`, object);
    case 'put': {
      const { resourceVersion } = objectAt((await send('GET', path)).body, 'metadata') ?? {};
      return send('PUT', `${path}${query}`, {
        ...object,
        metadata: toJson({ ...metadata, resourceVersion }),
      });
    }
    default:
      return send('DELETE', path);
  }
}

/** An answer without what differs by nature: identities, times, versions, and the order of causes and owners. */
function comparable({ status, body }: ApiReply): Json {
  if (body.kind === 'Status') return { status, reason: body.reason ?? null, causes: causesOf(body) };
  const { labels = null, generation = null } = objectAt(body, 'metadata') ?? {};
  const { spec = null, status: reported = null } = body;
  return { status, labels, generation, spec, reported, owners: sorted(ownersOf(body)) };
}

function sorted(value: Record<string, Json>): Json {
  const parsed: unknown = JSON.parse(stableJson(value));
  return isJsonObject(parsed) ? parsed : {};
}

describe.runIf(subjects.length > 1)('random histories of one object', () => {
  const servers: ContractServer[] = [];

  beforeAll(async () => {
    for (const subject of subjects) {
      const server = await subject.start();
      servers.push(server);
      await requireApi(server, 'POST', DEFINITIONS, { body: SHELF_DEFINITION });
      await vi.waitFor(() => requireApi(server, 'GET', SHELVES), { timeout: 20_000 });
    }
  });
  afterAll(async () => {
    for (const server of servers) await server.stop();
  });

  it('go the same way on the sandbox and on the real API server', async () => {
    let run = 0;
    const history = fc.asyncProperty(fc.array(STEP, { minLength: 3, maxLength: 12 }), async (steps) => {
      run += 1;
      for (const [index, step] of steps.entries()) {
        const [ours, real] = await Promise.all(servers.map((server) => take(server, `history-${run}`, step)));
        if (ours === undefined || real === undefined) throw new Error('a server is missing');
        expect(comparable(ours), `step ${index + 1}`).toEqual(comparable(real));
      }
    });
    await fc.assert(history, { seed: 20261124, numRuns: 60, interruptAfterTimeLimit: 50_000 });
  });
});
