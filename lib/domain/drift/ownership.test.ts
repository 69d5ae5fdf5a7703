import { expect, test } from 'vitest';
import { creatorOf, isDeployer, isInstaller, readOwnership } from './ownership.ts';

const entry = (manager: string, time: string | null, fields: object, more: object = {}) => ({
  manager,
  operation: 'Update',
  ...(time === null ? {} : { time }),
  fieldsV1: { 'f:spec': fields },
  ...more,
});

const writer = (managedFields: unknown, ...tokens: string[]) =>
  readOwnership(managedFields).writerOf(['f:spec', ...tokens], tokens.length + 1)?.manager ?? null;

test('a place is owned by whoever owns it or something below it', () => {
  const fields = [entry('a', null, { 'f:x': { 'f:y': {} } })];
  expect(writer(fields, 'f:x')).toBe('a');
  expect(writer(fields, 'f:x', 'f:y')).toBe('a');
  expect(writer(fields, 'f:x', 'f:z')).toBeNull();
  expect(writer(fields, 'f:x', 'f:y', 'f:z')).toBeNull();
});

test('only the first tokens count, so a list that is owned whole has its owner', () => {
  const owned = readOwnership([entry('a', null, { 'f:links': {} })]);
  expect(owned.writerOf(['f:spec', 'f:links', '', 'f:port'], 2)?.manager).toBe('a');
});

test('the latest writer is named', () => {
  const fields = [
    entry('late', '2026-11-24T14:03:00Z', { 'f:x': {} }),
    entry('early', '2026-11-24T14:02:00Z', { 'f:x': {} }),
  ];
  expect(writer(fields, 'f:x')).toBe('late');
});

test('at the same time a hand comes before a deployer', () => {
  const time = '2026-11-24T14:02:00Z';
  const both = [
    entry('kubectl-edit', time, { 'f:x': {} }),
    entry('kustomize-controller', time, { 'f:x': {} }),
  ];
  expect(writer(both, 'f:x')).toBe('kubectl-edit');
  expect(writer(both.toReversed(), 'f:x')).toBe('kubectl-edit');
});

test('entries of the status and malformed ones are not there', () => {
  const fields = [
    entry('status', null, { 'f:x': {} }, { subresource: 'status' }),
    entry('', null, { 'f:x': {} }),
    { manager: 'no fields' },
    { manager: 'text', fieldsV1: '{}' },
    { manager: 'list', fieldsV1: [] },
    null,
  ];
  expect(writer(fields, 'f:x')).toBeNull();
  expect(readOwnership(fields).hasEntries).toBe(false);
  expect(readOwnership([entry('a', null, {})]).hasEntries).toBe(true);
  expect(readOwnership(undefined).hasEntries).toBe(false);
  expect(readOwnership({}).hasEntries).toBe(false);
});

test('inherited keys own nothing', () => {
  expect(writer([entry('a', null, {})], 'constructor')).toBeNull();
  expect(writer([entry('a', null, {})], '__proto__')).toBeNull();
});

test('operation and time are told where they are known', () => {
  const owner = (more: object) =>
    readOwnership([entry('a', null, { 'f:x': {} }, more)]).writerOf(['f:spec', 'f:x'], 2);
  expect(owner({ operation: 'Apply', time: 't' })).toEqual({ manager: 'a', operation: 'Apply', time: 't' });
  expect(owner({ operation: 7, time: null })).toEqual({ manager: 'a', operation: '', time: null });
});

test('who deploys and who installs', () => {
  expect(
    ['argocd-controller', 'argocd-application-controller', 'kustomize-controller', 'helm-controller'].every(
      isDeployer,
    ),
  ).toBe(true);
  expect(['kubectl-edit', 'kubectl-client-side-apply', 'hhfctl', 'argocd'].some(isDeployer)).toBe(false);
  expect(['hhfab', 'hhfab-recipe', 'fabricator'].every(isInstaller)).toBe(true);
  expect(['hhfctl', 'kubectl-edit', 'fabric'].some(isInstaller)).toBe(false);
});

test('a place has every owner that wrote it', () => {
  const owners = readOwnership([entry('hhfab', null, { 'f:x': {} }), entry('kubectl', null, { 'f:y': {} })]);
  expect(owners.isOwnedBy(isInstaller, ['f:spec', 'f:x'], 2)).toBe(true);
  expect(owners.isOwnedBy(isInstaller, ['f:spec', 'f:y'], 2)).toBe(false);
});

test('whoever wrote first made it', () => {
  const made = entry('hhfctl', '2026-11-24T10:00:00Z', { 'f:x': {} });
  const edited = entry('kubectl-edit', '2026-11-24T11:00:00Z', { 'f:y': {} });
  const status = { ...entry('agent', '2026-11-24T09:00:00Z', {}), subresource: 'status' };
  expect(creatorOf([edited, status, made])).toBe('hhfctl');
  expect([null, 'x', [], [null, 7, {}]].map(creatorOf)).toEqual([null, null, null, null]);
});
