import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { createTestDatabase } from './create-test-database.ts';

test('every clone has the schema and shares nothing with another', async () => {
  const [first, second] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  await first.db.execute(sql`create table mark (id int)`);

  const tables =
    await second.sql`select table_name from information_schema.tables where table_schema = 'public'`;
  const names = tables.map((row) => String(row.table_name));

  expect(names).toContain('transitions');
  expect(names).not.toContain('mark');
  await Promise.all([first.drop(), second.drop()]);
});

test('drop takes a database away from whoever is still connected', async () => {
  const database = await createTestDatabase();
  const listener = await database.sql.reserve();
  await listener`select 1`;
  await database.drop();

  const other = await createTestDatabase();
  const left = await other.sql`select 1 from pg_database where datname = ${database.connection.database}`;
  expect(left).toHaveLength(0);
  await other.drop();
});
