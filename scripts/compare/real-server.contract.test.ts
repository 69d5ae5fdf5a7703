import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compare } from '#lib/domain/drift/compare.ts';
import { compileSchema } from '#lib/domain/drift/compile-schema.ts';
import type {
  Json,
  JsonObject,
  JsonSchema,
  KubernetesObject,
} from '#lib/domain/hedgehog/kubernetes-object.ts';
import { findKubeAssets } from '#lib/kubernetes/testing/find-kube-assets.ts';
import { type KubeApiServer, startKubeApiServer } from '#lib/kubernetes/testing/kube-apiserver.ts';

const text = { type: 'string' };
const integer = { type: 'integer' };
const schema: JsonSchema = {
  type: 'object',
  properties: {
    spec: {
      type: 'object',
      properties: {
        row: { ...text, default: 'A' },
        limit: integer,
        power: {
          type: 'object',
          properties: { feeds: { ...integer, default: 2 }, phase: { ...text, default: 'three' } },
        },
        tags: { type: 'array', items: text, 'x-kubernetes-list-type': 'set' },
        units: {
          type: 'array',
          'x-kubernetes-list-type': 'map',
          'x-kubernetes-list-map-keys': ['position'],
          items: {
            type: 'object',
            required: ['position'],
            properties: { position: integer, device: text, side: { ...text, default: 'front' } },
          },
        },
        steps: { type: 'array', items: text },
        names: { type: 'object', additionalProperties: { type: 'object', properties: { a: text } } },
        colours: { type: 'object', default: { z: 'red' }, additionalProperties: text },
        notes: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
      },
    },
  },
};

const crd = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'shelves.drift.example.com' },
  spec: {
    group: 'drift.example.com',
    scope: 'Namespaced',
    names: { plural: 'shelves', singular: 'shelf', kind: 'Shelf', listKind: 'ShelfList' },
    versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: schema } }],
  },
};

interface Scenario {
  name: string;
  git: JsonObject;
  /** What a hand makes of the live spec; nobody touches it when left out. */
  edit?: (spec: JsonObject) => void;
  /** Real differences with the writer who must be named; null where nobody can be. */
  real: [path: string, writer: string | null][];
  dropped?: string[];
}

const at = (spec: JsonObject, key: string, index: number) => (spec[key] as JsonObject[])[index] ?? {};

const scenarios: Scenario[] = [
  {
    name: 'nobody touched it',
    git: { tags: ['b', 'a'], units: [{ position: 2 }, { position: 1, device: 'x' }], power: {} },
    real: [],
  },
  { name: 'Git declares nothing', git: {}, real: [] },
  {
    name: 'an item of a set was added',
    git: { tags: ['a'] },
    edit: (s) => Object.assign(s, { tags: ['a', 'z'] }),
    real: [['spec.tags[1]', 'kubectl-edit']],
  },
  {
    name: 'an item of a set was removed',
    git: { tags: ['a', 'b'] },
    edit: (s) => Object.assign(s, { tags: ['a'] }),
    real: [['spec.tags[1]', null]],
  },
  {
    name: 'a keyed item was added',
    git: { units: [{ position: 1 }] },
    edit: (s) => Object.assign(s, { units: [...(s.units as Json[]), { position: 7, device: 'q' }] }),
    real: [['spec.units[1]', 'kubectl-edit']],
  },
  {
    name: 'a field of a keyed item left its default',
    git: { units: [{ position: 1 }] },
    edit: (s) => Object.assign(at(s, 'units', 0), { side: 'rear' }),
    real: [['spec.units[0].side', 'kubectl-edit']],
  },
  {
    name: 'a plain list was reordered',
    git: { steps: ['a', 'b'] },
    edit: (s) => Object.assign(s, { steps: ['b', 'a'] }),
    real: [
      ['spec.steps[0]', 'kubectl-edit'],
      ['spec.steps[1]', 'kubectl-edit'],
    ],
  },
  {
    name: 'a default was left',
    git: {},
    edit: (s) => Object.assign(s, { row: 'C' }),
    real: [['spec.row', 'kubectl-edit']],
  },
  {
    name: 'zero was written where Git is silent',
    git: {},
    edit: (s) => Object.assign(s, { limit: 0 }),
    real: [['spec.limit', 'kubectl-edit']],
  },
  {
    name: 'a section was switched on',
    git: { row: 'B' },
    edit: (s) => Object.assign(s, { power: {} }),
    real: [['spec.power', 'kubectl-edit']],
  },
  {
    name: 'one value of a new section',
    git: { row: 'B' },
    edit: (s) => Object.assign(s, { power: { feeds: 5 } }),
    real: [['spec.power.feeds', 'kubectl-edit']],
  },
  {
    name: 'a default map was emptied: the one who filled it is named',
    git: { row: 'B' },
    edit: (s) => Object.assign(s, { colours: {} }),
    real: [['spec.colours', 'argocd-controller']],
  },
  {
    name: 'a free-form place grew',
    git: { notes: { a: { b: 1 } } },
    edit: (s) => Object.assign(s, { notes: { a: { b: 1, c: [1] } } }),
    real: [['spec.notes.a.c', 'kubectl-edit']],
  },
  {
    name: 'a name was added',
    git: { names: { x: {} } },
    edit: (s) => Object.assign(s, { names: { x: {}, z: {} } }),
    real: [['spec.names.z', 'kubectl-edit']],
  },
  {
    name: 'a name was removed',
    git: { names: { x: {}, y: {} } },
    edit: (s) => Object.assign(s, { names: { x: {} } }),
    real: [['spec.names.y', null]],
  },
  {
    name: 'unknown fields and null entries',
    git: { colour: 'red', units: [{ position: 1, shade: 'x' }], names: { x: null } },
    real: [],
    dropped: ['spec.colour', 'spec.units[0].shade', 'spec.names.x'],
  },
];

const hasServer = findKubeAssets() !== null;

describe.runIf(hasServer)('objects as a real API server keeps them', () => {
  const path = '/apis/drift.example.com/v1/namespaces/default/shelves';
  let server: KubeApiServer;
  let folder = '';

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'compare-crds-'));
    writeFileSync(join(folder, 'shelves.yaml'), JSON.stringify(crd));
    server = await startKubeApiServer({ crds: folder });
  }, 120_000);

  afterAll(async () => {
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function store(method: string, place: string, object: KubernetesObject): Promise<KubernetesObject> {
    const { status, body } = await server.api(method, place, object);
    expect(status, JSON.stringify(body)).toBeLessThan(300);
    return JSON.parse(JSON.stringify(body));
  }

  test.each(scenarios)('$name', async ({ git, edit, real, dropped = [] }) => {
    const name = `shelf-${scenarios.findIndex((scenario) => scenario.git === git)}`;
    const desired: KubernetesObject = {
      apiVersion: 'drift.example.com/v1',
      kind: 'Shelf',
      metadata: { name },
      spec: git,
    };
    let actual = await store('POST', `${path}?fieldManager=argocd-controller`, desired);
    if (edit !== undefined) {
      edit(actual.spec as JsonObject);
      actual = await store('PUT', `${path}/${name}?fieldManager=kubectl-edit`, actual);
    }
    const { differences } = compare({ desired, actual, schema: compileSchema(schema) });
    const found = differences
      .filter((d) => d.class === 'real')
      .map((d) => [d.pathText, d.writer?.manager ?? null]);
    expect(found.sort()).toEqual(real.sort());
    expect(
      differences
        .filter((d) => d.class === 'dropped')
        .map((d) => d.pathText)
        .sort(),
    ).toEqual(dropped.sort());
  });
});
