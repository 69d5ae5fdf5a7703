import { join } from 'node:path';
import { startInBackground } from './fixtures/background-process.ts';
import { openPage } from './fixtures/open-page.ts';
import { NODE, run } from './fixtures/run-node.ts';
import { expect, test } from './fixtures/test.ts';

const GOING = ['harbor/connections', 'harbor/servers', 'harbor/vpcattachments', 'harbor/vpcpeerings'];

test('a commit that takes most documents away waits until somebody lets them go', async ({
  page,
  stack,
}, testInfo) => {
  // A fabric of its own: the deployer of the other one would take away what other tests look at.
  const directory = testInfo.outputPath('quay');
  const origin = join(directory, 'origin.git');
  const sandbox = startInBackground(['scripts/sandbox.ts', 'serve', '--dir', directory], stack.environment);
  const fabric = (...args: string[]) => run(NODE, ['scripts/fabric.ts', ...args], stack.environment);
  try {
    await sandbox.printed(/^ready at /);
    await fabric(
      ...['add', '--name', 'quay', '--git', origin, '--branch', 'main', '--directory', 'harbor'],
      ...['--git-interval', '1h', '--kubeconfig', join(directory, 'kubeconfig.yaml')],
    );
    await openPage(page, '/fabrics/quay');
    await expect(page.getByRole('link', { name: /^Orphaned 2$/ })).toBeVisible();

    const tree = await run(
      'git',
      ['--git-dir', origin, 'ls-tree', '-r', '--name-only', 'main', ...GOING],
      {},
    );
    const removals = tree.output
      .split('\n')
      .filter(Boolean)
      .flatMap((path) => ['--remove', path]);
    const words = ['commit', ...removals, '-m', 'Tidy up', '--dir', directory];
    expect(await run(NODE, ['scripts/sandbox.ts', ...words], stack.environment)).toMatchObject({ code: 0 });
    await page.getByRole('button', { name: 'Sync now' }).click();
    await expect(page.getByText(/Git main@\w{7} kept, \w{7} is held/)).toBeVisible();
    const trouble = page.getByText(/is held: it would take away \d+ of \d+ documents \(.* more\)/);
    await expect(trouble).toBeVisible();
    await expect(page.getByRole('link', { name: /^Orphaned 2$/ })).toBeVisible();

    await page.getByRole('button', { name: /^Let \d+ documents go…$/ }).click();
    const sheet = page.getByRole('dialog', { name: /^Let \d+ documents go$/ });
    const letGo = sheet.getByRole('button', { name: /^Let \d+ documents go$/ });
    await expect(letGo).toBeDisabled();
    await sheet.getByRole('textbox').fill('quay');
    await letGo.click();
    await expect(sheet).toBeHidden();
    await expect(trouble).toBeHidden();
    await expect(page.getByRole('cell', { name: 'Connection', exact: true })).toHaveCount(0);
  } finally {
    await fabric('remove', 'quay');
    await sandbox.stop();
  }
});
