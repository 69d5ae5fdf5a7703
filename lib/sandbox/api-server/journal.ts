import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { StoreRecord, StoreState } from './object-store.ts';

const SNAPSHOT_AFTER_BYTES = 8 * 1024 * 1024;

/**
 * The store on disk: `snapshot.json`, and `journal.jsonl` with every change since. A change is written before it is seen,
 * so it survives the process being killed; a power failure may cost the last ones, which a sandbox can afford.
 */
export class Journal {
  readonly #snapshotFile: string;
  readonly #journalFile: string;
  #descriptor: number;
  #written: number;

  private constructor(directory: string, written: number) {
    this.#snapshotFile = join(directory, 'snapshot.json');
    this.#journalFile = join(directory, 'journal.jsonl');
    this.#descriptor = openSync(this.#journalFile, 'a');
    this.#written = written;
  }

  static open(directory: string): { journal: Journal; state: StoreState } {
    mkdirSync(directory, { recursive: true });
    const state = readSnapshot(join(directory, 'snapshot.json'));
    const { records, bytes } = readJournal(join(directory, 'journal.jsonl'));
    return { journal: new Journal(directory, bytes), state: replay(state, records) };
  }

  append(record: StoreRecord): void {
    this.#written += writeSync(this.#descriptor, `${JSON.stringify(record)}\n`);
  }

  get isLong(): boolean {
    return this.#written >= SNAPSHOT_AFTER_BYTES;
  }

  /** Writes the whole state and starts the journal again; records that the snapshot already holds are skipped on reading. */
  snapshot(state: StoreState): void {
    const temporary = `${this.#snapshotFile}.tmp`;
    const descriptor = openSync(temporary, 'w');
    writeFileSync(descriptor, JSON.stringify(state));
    fsyncSync(descriptor);
    closeSync(descriptor);
    renameSync(temporary, this.#snapshotFile);
    closeSync(this.#descriptor);
    this.#descriptor = openSync(this.#journalFile, 'w');
    this.#written = 0;
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}

function readSnapshot(file: string): StoreState {
  if (!existsSync(file)) return { revision: 0, compacted: 0, objects: [] };
  const state: StoreState = JSON.parse(readFileSync(file, 'utf8'));
  return state;
}

/** Reads whole lines only: a process killed while writing leaves a torn last line, which is cut off. */
function readJournal(file: string): { records: StoreRecord[]; bytes: number } {
  if (!existsSync(file)) return { records: [], bytes: 0 };
  const text = readFileSync(file);
  const end = text.lastIndexOf('\n') + 1;
  if (end < text.length) truncateSync(file, end);
  const lines = text.subarray(0, end).toString('utf8').split('\n').slice(0, -1);
  const records = lines.map((line, index) => parseLine(line, `${file}:${index + 1}`));
  return { records, bytes: end };
}

function parseLine(line: string, where: string): StoreRecord {
  try {
    const record: StoreRecord = JSON.parse(line);
    return record;
  } catch (error) {
    throw new Error(`The sandbox journal is damaged at ${where}. Delete its folder to start afresh.`, {
      cause: error,
    });
  }
}

function replay(snapshot: StoreState, records: StoreRecord[]): StoreState {
  const objects = new Map(snapshot.objects.map((record) => [`${record.collection}\0${record.key}`, record]));
  let revision = snapshot.revision;
  for (const record of records) {
    if (record.revision <= snapshot.revision) continue;
    revision = record.revision;
    objects.set(`${record.collection}\0${record.key}`, record);
  }
  const kept = [...objects.values()].filter((record) => record.object !== null);
  return { revision, compacted: revision, objects: kept };
}
