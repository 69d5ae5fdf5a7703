import { statfsSync } from 'node:fs';
import { createServer } from 'node:net';
import { AppError } from '../../lib/errors.ts';

const NEEDED_BYTES = 500 * 1024 ** 2;

export function checkSpace(dataDirectory: string): void {
  const { bavail, bsize } = statfsSync(dataDirectory);
  if (bavail * bsize >= NEEDED_BYTES) return;
  const left = Math.round((bavail * bsize) / 1e6);
  throw new AppError(
    'internal',
    `The disk of ${dataDirectory} has ${left} MB left, and 500 MB are needed: free some space, or set DATA_DIR to another disk.`,
  );
}

/** @throws AppError with the next step when nobody can listen on this port of 127.0.0.1 */
export async function checkPort(port: number): Promise<void> {
  const probe = createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      probe.once('error', reject);
      probe.listen(port, '127.0.0.1', resolve);
    });
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : '';
    const what = code === 'EACCES' ? 'may not be used by this user' : 'is taken by another program';
    throw new AppError(
      'invalid_input',
      `Port ${port} ${what}: choose another one, for example PORT=${next(port)} npm start.`,
      {
        cause,
      },
    );
  } finally {
    probe.close();
  }
}

function next(port: number): number {
  return port < 1024 || port === 65535 ? 3000 : port + 1;
}
