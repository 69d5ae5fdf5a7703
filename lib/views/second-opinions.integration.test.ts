import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { secondOpinions } from '#db/schema/second-opinions.ts';
import { createTestDatabase, type TestDatabase } from '#db/testing/create-test-database.ts';
import { contentHash } from '#lib/content-hash.ts';
import { ResourceDetail } from '#lib/contract/resource-detail.ts';
import { MomentDetail } from '#lib/contract/timeline.ts';
import { canonicalActualContent } from '#lib/domain/drift/canonical-content.ts';
import type { KubernetesObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { momentDetail } from './moment-detail.ts';
import { resourceDetail } from './resource-detail.ts';
import {
  bothSides,
  GROUP,
  minutesAgo,
  type StoredFabric,
  storeFabric,
  vpc,
} from './testing/stored-fabric.ts';

let database: TestDatabase;
let fabric: StoredFabric;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  fabric = await storeFabric(database.db);
  await fabric.kind('VPC');
});
afterAll(() => database.drop());

const desired = vpc('a', 1201);
/** A leaf that nobody owns, on an object of which no owner is known. */
const filled: KubernetesObject = {
  ...desired,
  spec: { subnets: { default: { subnet: '10.0.1.0/24', vlan: 1201, restricted: true } } },
};

async function stored(actual: KubernetesObject) {
  const actualHash = contentHash(canonicalActualContent(actual));
  const sides = { ...(await bothSides(fabric, desired, actual)), actualHash };
  const row = await fabric.resource('a', { state: 'DRIFTED', driftStatus: 'spec_drift', ...sides });
  const entry = await fabric.transition(row, {
    desiredHash: sides.desiredHash,
    actualHash: sides.actualDocumentHash,
  });
  return { pair: { desiredHash: sides.desiredHash ?? '', actualHash, schemaHash: '' }, entry };
}

type Answer = Partial<typeof secondOpinions.$inferInsert> &
  Pick<typeof secondOpinions.$inferInsert, 'outcome'>;

async function answered(
  pair: { desiredHash: string; actualHash: string; schemaHash: string },
  answer: Answer,
) {
  await database.db.insert(secondOpinions).values({ fabricId: fabric.id, ...pair, ...answer });
}

const path = { group: GROUP, kind: 'VPC', namespace: 'default', name: 'a' };
const detail = async () =>
  ResourceDetail.parse(await database.db.transaction((tx) => resourceDetail(tx, fabric.id, path)));
const classes = ({ differences }: Pick<ResourceDetail, 'differences'>) =>
  differences.map((one) => [one.path, one.class]);

test('without an answer what nobody explains is real, and nothing is claimed', async () => {
  await stored(filled);
  const shown = await detail();
  expect(shown.opinion).toBeNull();
  expect(classes(shown)).toEqual([['spec.subnets.default.restricted', 'real']]);
});

test('the differences that are shown are those of the verdict that the answer led to', async () => {
  const { pair, entry } = await stored(filled);
  await answered(pair, { outcome: 'unchanged' });
  const shown = await detail();
  expect(shown.opinion).toMatchObject({ outcome: 'unchanged', message: null, changes: [], changeCount: 0 });
  expect(classes(shown)).toEqual([['spec.subnets.default.restricted', 'defaulted']]);
  const moment = await database.db.transaction((tx) =>
    momentDetail(tx, fabric.id, entry.at.toISOString(), String(entry.id)),
  );
  expect(classes(MomentDetail.parse(moment))).toEqual(classes(shown));
});

test('a refusal is shown word for word, and explains nothing', async () => {
  const { pair } = await stored(filled);
  const words = 'admission webhook "v.example.com" denied the request:\n  VLAN 1201 is «taken»';
  const askedAt = minutesAgo(3);
  await answered(pair, { outcome: 'refused', message: words, askedAt });
  const shown = await detail();
  expect(shown.opinion).toMatchObject({ message: words, askedAt: askedAt.toISOString() });
  expect(classes(shown)).toEqual([['spec.subnets.default.restricted', 'real']]);
});

test('of many changes the first are shown, and how many there are', async () => {
  const { pair } = await stored(vpc('a', 1205));
  const changes = Array.from({ length: 70 }, (_, index) => `spec.subnets.s${index}`);
  await answered(pair, { outcome: 'would_change', changes: JSON.stringify(changes) });
  expect((await detail()).opinion).toMatchObject({ changes: changes.slice(0, 50), changeCount: 70 });
});

test.each([
  ['other content in the cluster', { actualHash: 'other' }],
  ['another schema', { schemaHash: 'other' }],
])('an answer about %s is none', async (_name, other) => {
  const { pair } = await stored(filled);
  await answered({ ...pair, ...other }, { outcome: 'unchanged' });
  const shown = await detail();
  expect(shown.opinion).toBeNull();
  expect(classes(shown)).toEqual([['spec.subnets.default.restricted', 'real']]);
});
