import { userInfo } from 'node:os';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { differences } from '#db/schema/differences.ts';
import { fabrics } from '#db/schema/fabrics.ts';
import { ignoreRules } from '#db/schema/ignore-rules.ts';
import { createTestDatabase, type TestDatabase } from '#db/testing/create-test-database.ts';
import { type StoredFabric, storeFabric } from '#lib/views/testing/stored-fabric.ts';
import type { Command } from './command.ts';
import type { CommandOptions } from './commands.ts';
import { ignoreCommand, rulesCommand, unignoreCommand } from './ignore.ts';

const ME = userInfo().username;
const RULE: CommandOptions = { path: 'spec.subnets.*.vlan', reason: 'migrating', kind: 'VPC' };

let database: TestDatabase;
let fabric: StoredFabric;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  fabric = await storeFabric(database.db);
});

/** The lines that a command prints. */
async function said(command: Command, options: CommandOptions = {}): Promise<string[]> {
  const lines: string[] = [];
  const print = (line: string) => void lines.push(line);
  await command(database, { host: 'test', print, fabric: fabric.name, options });
  return lines;
}

async function drift(as: 'real' | 'ignored' = 'real') {
  const { id } = await fabric.resource('a', { driftCount: 1 });
  await database.db.insert(differences).values({
    fabricId: fabric.id,
    resourceId: id,
    ordinal: 0,
    path: '["spec","subnets","web","vlan"]',
    pathText: 'spec.subnets.web.vlan',
    op: 'changed',
    class: as,
    weight: 'critical',
    reason: 'changed',
  });
}

test('a fabric without rules says so in words, and nothing as JSON', async () => {
  expect(await said(rulesCommand)).toEqual([
    `Every difference counts in ${fabric.name}: it has no ignore rules.`,
  ]);
  expect(await said(rulesCommand, { json: true })).toEqual([]);
});

describe('ignoring', () => {
  test('says what it hides, and that it stands', async () => {
    await drift();
    const [added] = await said(ignoreCommand, { ...RULE, name: 'a*', manager: 'kubectl-edit' });
    const [rule] = await database.db.select().from(ignoreRules).where(eq(ignoreRules.fabricId, fabric.id));
    expect(added).toBe(
      `Rule ${rule?.id} of ${fabric.name}: spec.subnets.*.vlan of every VPC named a*, when kubectl-edit wrote it. Hides nothing now.`,
    );
    const [other] = await said(ignoreCommand, RULE);
    expect(other).toContain('Hides 1 field in 1 resource; 1 resource would have no difference left.');
    expect(await said(rulesCommand)).toEqual([
      expect.stringMatching(/^\d+ {2}spec\.subnets\.\*\.vlan of every VPC {2}hides nothing, no end/),
      expect.stringContaining(`(${ME})`),
    ]);
  });

  test('as JSON, with an end', async () => {
    await drift();
    const [line] = await said(ignoreCommand, { ...RULE, until: '300d', json: true });
    expect(JSON.parse(line ?? '')).toMatchObject({
      path: 'spec.subnets.*.vlan',
      kind: 'VPC',
      namePattern: null,
      until: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      hides: { fields: 1, resources: 1 },
      inSync: 1,
    });
    const [listed] = await said(rulesCommand, { json: true });
    expect(JSON.parse(listed ?? '')).toMatchObject({ status: 'standing', author: ME, reason: 'migrating' });
  });

  const refused: [string, CommandOptions, RegExp][] = [
    ['no path', { reason: 'r' }, /--path is missing/],
    ['no reason', { path: 'spec.a' }, /--reason is missing/],
    ['an end that is none', { ...RULE, until: 'soon' }, /--until soon is no end/],
    ['an end that is too far away', { ...RULE, until: '99999d' }, /more than a year away.*or none/],
    ['a date that is too far away', { ...RULE, until: '2999-12-31' }, /more than a year away/],
    ['a path of everything', { ...RULE, path: '**' }, /whole object/],
  ];
  test.each(refused)('is refused with %s', async (_, options, message) => {
    await expect(said(ignoreCommand, options)).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringMatching(message),
    });
  });
});

test('a rule is removed, and what has ended is listed as such', async () => {
  const [line] = await said(ignoreCommand, { ...RULE, json: true });
  const { id } = JSON.parse(line ?? '');
  const values = { fabricId: fabric.id, path: 'spec.a', reason: 'r', author: 'ines' };
  await database.db.insert(ignoreRules).values({ ...values, expiresAt: new Date(0) });
  expect(await said(unignoreCommand, { rule: id })).toEqual([
    `Rule ${id} of ${fabric.name} removed. It covers no difference now.`,
  ]);
  expect(await said(rulesCommand)).toEqual([
    expect.stringContaining('expired 1970-01-01T00:00:00.000Z  r  (ines)'),
    expect.stringMatching(new RegExp(`removed .*Z by ${ME}`)),
  ]);
  await expect(said(unignoreCommand, { rule: id })).rejects.toMatchObject({ code: 'refused' });
  await expect(said(unignoreCommand)).rejects.toMatchObject({ message: '--rule is missing.' });
});

test('removing a rule names the one that hides the same still', async () => {
  const [line] = await said(ignoreCommand, { ...RULE, json: true });
  const { id } = JSON.parse(line ?? '');
  const [other] = await said(ignoreCommand, { path: 'spec.**.vlan', reason: 'tried', json: true });
  await drift('ignored');
  expect(await said(unignoreCommand, { rule: id })).toEqual([
    `Rule ${id} of ${fabric.name} removed. No field counts again. 1 field in 1 resource is still hidden by rule ${JSON.parse(other ?? '').id}, spec.**.vlan of every resource (${ME}: tried).`,
  ]);
});

test('removing as JSON; a fabric that is not there has no rules', async () => {
  const [line] = await said(ignoreCommand, { ...RULE, json: true });
  const { id } = JSON.parse(line ?? '');
  expect(await said(unignoreCommand, { rule: id, json: true })).toEqual([
    JSON.stringify({
      id,
      removed: true,
      countsAgain: { fields: 0, resources: 0 },
      stillHidden: [],
    }),
  ]);
  await database.db.update(fabrics).set({ removedAt: new Date() }).where(eq(fabrics.id, fabric.id));
  for (const command of [rulesCommand, ignoreCommand, unignoreCommand])
    await expect(said(command, RULE)).rejects.toMatchObject({ code: 'not_found' });
});
