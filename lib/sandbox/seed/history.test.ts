import { describe, expect, it } from 'vitest';
import { writeHistory } from './history.ts';
import { readSeedRepository } from './read-repository.ts';

describe('writeHistory', () => {
  it('ends in exactly the files', async () => {
    const files = await readSeedRepository();
    const end = new Map<string, string>();
    for (const { files: changes } of writeHistory(files)) {
      for (const [path, text] of Object.entries(changes)) {
        if (text === null) end.delete(path);
        else end.set(path, text);
      }
    }
    expect(new Map([...end].sort())).toEqual(new Map([...files].sort()));
  });

  it('tells of several people over months, in order', async () => {
    const history = writeHistory(await readSeedRepository());
    expect(new Set(history.map(({ author }) => author.email)).size).toBe(3);
    const times = history.map(({ at }) => at.getTime());
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(history.length).toBeGreaterThan(8);
    for (const { files } of history) expect(Object.keys(files).length).toBeGreaterThan(0);
  });

  it('shows an edited file as it was before', async () => {
    const history = writeHistory(await readSeedRepository());
    const versions = history
      .map(({ files }) => files['harbor/switches/leaf-3.yaml'])
      .filter((text) => text !== undefined);
    expect(versions).toHaveLength(2);
    expect(versions[0]).toContain('0c:20:12:fe:7a:31');
    expect(versions[1]).toContain('# Replaced in May');
  });

  it('refuses a file that nobody brings and an edit that does not fit', async () => {
    const files = await readSeedRepository();
    expect(() => writeHistory(new Map([...files, ['stray.yaml', '']]))).toThrow('adds stray.yaml');
    const changed = new Map(files).set('harbor/vpcs/db.yaml', 'spec: {}\n');
    expect(() => writeHistory(changed)).toThrow('harbor/vpcs/db.yaml does not contain');
  });
});
