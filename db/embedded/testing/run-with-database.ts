// A command that uses the database until its standard input ends; prints what it found there and left there.
import { text } from 'node:stream/consumers';
import { withDatabase } from '../with-database.ts';

await withDatabase(async ({ sql }) => {
  await sql`create table if not exists visits (pid int)`;
  await sql`insert into visits values (${process.pid})`;
  console.log('working');
  await text(process.stdin);
  const [row] =
    await sql`select count(*)::int as visits, current_setting('data_directory') as place from visits`;
  console.log(JSON.stringify(row));
});
