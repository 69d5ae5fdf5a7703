import { once } from 'node:events';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { freePort } from '../testing/started-program.ts';
import { checkPort, checkSpace } from './preflight.ts';

test('a free port passes, and is free afterwards', async () => {
  const port = await freePort();
  await checkPort(port);
  await checkPort(port);
});

test('a taken port names itself and another', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  await expect(checkPort(port)).rejects.toThrow(
    `Port ${port} is taken by another program: choose another one`,
  );
  server.close();
});

test('a disk with room passes, one without names what is needed', () => {
  checkSpace(tmpdir());
  // A file system of the kernel has no room for anything.
  expect(() => checkSpace('/proc')).toThrow(
    /has 0 MB left, and 500 MB are needed: free some space, or set DATA_DIR/,
  );
});
