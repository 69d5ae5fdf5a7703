import { expect, test } from 'vitest';
import { createLog } from './log.ts';

function record(write: (log: ReturnType<typeof createLog>) => void): Record<string, unknown> {
  const lines: string[] = [];
  write(createLog('git', { write: (line) => void lines.push(line) }, { logLevel: 'info' }));
  return JSON.parse(lines[0] ?? '{}');
}

test('a line names its component', () => {
  expect(record((log) => log.info({ fabric: 'east' }, 'synced'))).toMatchObject({
    component: 'git',
    fabric: 'east',
    msg: 'synced',
    level: 30,
  });
});

test('fields named like secrets are removed two levels deep', () => {
  const line = record((log) =>
    log.warn(
      { password: 'hunter2', repository: { token: 'swordfish', url: 'kept', auth: { secret: 'sesame' } } },
      'x',
    ),
  );
  expect(JSON.stringify(line)).not.toMatch(/hunter2|swordfish|sesame/);
  expect(line).toMatchObject({ repository: { url: 'kept' } });
});
