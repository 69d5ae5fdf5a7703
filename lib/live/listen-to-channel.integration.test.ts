import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { connect } from '#db/client.ts';
import { startEmbeddedPostgres } from '#db/embedded/start-embedded-postgres.ts';
import { createTestDatabase, type TestDatabase } from '#db/testing/create-test-database.ts';
import { listenToChannel } from './listen-to-channel.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

function recorder() {
  const seen = { payloads: [] as string[], ready: 0, lost: 0 };
  return {
    seen,
    onPayload: (payload: string) => seen.payloads.push(payload),
    onReady: () => (seen.ready += 1),
    onLost: () => (seen.lost += 1),
  };
}

describe('listening', () => {
  test('hears what others notify on the channel, and nothing of its own probes', async () => {
    const { seen, ...handlers } = recorder();
    const stop = await listenToChannel(database.connection, 'news', handlers);
    await database.sql`select pg_notify('news', 'hello')`;
    await database.sql`select pg_notify('other', 'nothing')`;
    await vi.waitFor(() => expect(seen.payloads).toEqual(['hello']));
    expect(seen).toMatchObject({ ready: 1, lost: 0 });
    await stop();
  });

  test('comes back after its backend was ended, and says so', async () => {
    const { seen, ...handlers } = recorder();
    const stop = await listenToChannel(database.connection, 'back', handlers);
    await database.sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'live' and query ilike 'listen%back%'`;
    await vi.waitFor(() => expect(seen.ready).toBe(2), 10_000);
    await database.sql`select pg_notify('back', 'again')`;
    await vi.waitFor(() => expect(seen.payloads).toEqual(['again']));
    expect(seen.lost).toBe(0);
    await stop();
  });

  test('is refused when there is no such database', async () => {
    const missing = { ...database.connection, database: 'missing' };
    await expect(listenToChannel(missing, 'x', recorder())).rejects.toThrow(/does not exist/);
  });

  test('stopping leaves no connection behind', async () => {
    const stop = await listenToChannel(database.connection, 'gone', recorder());
    await stop();
    await vi.waitFor(async () => {
      const left = await database.sql`select 1 from pg_stat_activity where query ilike 'listen%gone%'`;
      expect(left).toHaveLength(0);
    });
  });
});

describe('when the server itself is stopped', () => {
  const folder = mkdtempSync(join(tmpdir(), 'live-test-'));
  const options = { folder, durable: false };
  beforeAll(() => chmodSync(folder, 0o711));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('the listener says that it is lost, though the driver stays silent, and another can begin', async () => {
    const first = await startEmbeddedPostgres(options);
    const { seen, ...handlers } = recorder();
    await listenToChannel(first.connection, 'news', handlers, 200);
    await first.stop();
    await vi.waitFor(() => expect(seen.lost).toBe(1), 20_000);
    const second = await startEmbeddedPostgres(options);
    const again = recorder();
    const stop = await listenToChannel(second.connection, 'news', again);
    const sql = connect(second.connection, 1, 'test');
    await sql`select pg_notify('news', 'after')`;
    await vi.waitFor(() => expect(again.seen.payloads).toEqual(['after']));
    expect(seen.lost).toBe(1);
    await Promise.all([sql.end(), stop()]);
    await second.stop();
  });

  test('after a restart that nobody noticed it either hears again or is lost, never deaf', async () => {
    const first = await startEmbeddedPostgres(options);
    const { seen, ...handlers } = recorder();
    const stop = await listenToChannel(first.connection, 'news', handlers, 200);
    await first.stop();
    const second = await startEmbeddedPostgres(options);
    await vi.waitFor(() => expect(seen.lost + seen.ready).toBe(2), 20_000);
    if (seen.lost === 0) {
      const sql = connect(second.connection, 1, 'test');
      await sql`select pg_notify('news', 'after')`;
      await vi.waitFor(() => expect(seen.payloads).toEqual(['after']));
      await sql.end();
      await stop();
    }
    await second.stop();
  });
});
