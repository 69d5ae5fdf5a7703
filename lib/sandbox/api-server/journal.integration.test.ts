import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Journal } from './journal.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'journal-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const record = (revision: number, key: string, spec: string | null) => ({
  revision,
  collection: 'things',
  key,
  object: spec === null ? null : { metadata: { resourceVersion: String(revision) }, spec },
});
const lines = () => join(folder, 'journal.jsonl');

function write(...records: ReturnType<typeof record>[]): void {
  const { journal } = Journal.open(folder);
  for (const each of records) journal.append(each);
  journal.close();
}

function read() {
  const { journal, state } = Journal.open(folder);
  journal.close();
  return state;
}

describe('Journal', () => {
  it('is empty at first', () => {
    expect(read()).toEqual({ revision: 0, compacted: 0, objects: [] });
  });

  it('gives back the last state of everything', () => {
    write(record(1, 'a', '1'), record(2, 'b', '1'), record(3, 'a', '2'), record(4, 'b', null));
    expect(read()).toEqual({ revision: 4, compacted: 4, objects: [record(3, 'a', '2')] });
  });

  it('cuts off a line that was being written when the process was killed', () => {
    write(record(1, 'a', '1'), record(2, 'b', '1'));
    appendFileSync(lines(), '{"revision":3,"collection":"things","key":"c","obj');
    expect(read().objects.map(({ key }) => key)).toEqual(['a', 'b']);
    write(record(3, 'd', '1'));
    expect(read()).toMatchObject({ revision: 3, objects: [{ key: 'a' }, { key: 'b' }, { key: 'd' }] });
  });

  it('names the place of damage that no kill explains', () => {
    write(record(1, 'a', '1'));
    appendFileSync(lines(), 'not json\n');
    expect(() => Journal.open(folder)).toThrow(/The sandbox journal is damaged at .*journal\.jsonl:2/);
  });

  it('takes a snapshot instead of growing for ever', () => {
    const { journal, state } = Journal.open(folder);
    expect(journal.isLong).toBe(false);
    const big = 'x'.repeat(1024 * 1024);
    for (let revision = 1; !journal.isLong; revision += 1) journal.append(record(revision, 'a', big));
    expect(statSync(lines()).size).toBeGreaterThan(8 * 1024 * 1024);
    journal.snapshot({ ...state, revision: 9, objects: [record(9, 'a', 'small')] });
    expect(statSync(lines()).size).toBe(0);
    journal.append(record(10, 'b', '1'));
    journal.close();
    expect(read()).toMatchObject({ revision: 10, objects: [{ key: 'a' }, { key: 'b' }] });
  });

  it('skips what the snapshot holds already, when it was killed between snapshot and journal', () => {
    write(record(1, 'a', '1'), record(2, 'a', '2'), record(3, 'b', '1'));
    const old = readFileSync(lines());
    const { journal, state } = Journal.open(folder);
    journal.snapshot({ ...state, objects: state.objects.filter(({ key }) => key === 'a') });
    journal.close();
    writeFileSync(lines(), old);
    expect(read().objects.map(({ key }) => key)).toEqual(['a']);
  });
});
