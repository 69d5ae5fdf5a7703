import { join } from 'node:path';
import { startInBackground } from './fixtures/background-process.ts';
import { openPage } from './fixtures/open-page.ts';
import { Outsider } from './fixtures/outsider.ts';
import { NODE, run } from './fixtures/run-node.ts';
import { expect, test } from './fixtures/test.ts';
import { vpcText } from './fixtures/vpc-text.ts';

const words = (output: string) =>
  output
    .split('\n')
    .filter((line) => line !== '')
    .map((line): Record<string, unknown> => JSON.parse(line));

test('npm run fabric reads beside the running dashboard', async ({ stack }) => {
  const list = await run('npm', ['run', '--silent', 'fabric', '--', 'list', '--json'], stack.environment);
  expect(list).toMatchObject({ code: 0, errors: '' });
  expect(words(list.output)).toMatchObject([
    { name: 'harbor', status: 'active', repository: 'connected', cluster: 'connected', gitError: null },
  ]);
  const fabric = (...args: string[]) => run(NODE, ['scripts/fabric.ts', ...args], stack.environment);
  const resources = await fabric('resources', 'harbor', '--json');
  expect(words(resources.output)).toContainEqual(
    expect.objectContaining({
      kind: 'Switch',
      name: 'leaf-2',
      state: 'DRIFTED',
      severity: 'critical',
      awaited: false,
      stale: false,
    }),
  );
  const history = await fabric('history', 'harbor', '--kind', 'VPC', '--name', 'mgmt', '--json');
  expect(words(history.output).map(({ to, actor }) => `${to} by ${actor}`)).toEqual([
    'SYNCED by cluster-sync',
    'DRAFT by ines',
    'COMMITTED by ines',
    'PENDING by git-sync',
    'SYNCED by cluster-sync',
  ]);

  const unknown = await fabric('resources', 'nowhere');
  expect(unknown).toMatchObject({ code: 1, output: '' });
  expect(unknown.errors).toContain('error 1002 not_found: There is no fabric nowhere.');
  expect(await fabric('paint')).toMatchObject({ code: 2, output: '' });
});

test('a fabric that is added while the dashboard runs appears, is read-only, and is read on request', async ({
  page,
  stack,
}, testInfo) => {
  const directory = testInfo.outputPath('quiet');
  const sandbox = startInBackground(['scripts/sandbox.ts', 'serve', '--dir', directory], stack.environment);
  const fabric = (...args: string[]) => run(NODE, ['scripts/fabric.ts', ...args], stack.environment);
  try {
    await sandbox.printed(/^ready at /);
    await openPage(page, '/');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('1 fabric, 1 needs you');
    const added = await fabric(
      ...['add', '--name', 'quiet', '--git', join(directory, 'origin.git'), '--branch', 'main'],
      ...[
        '--directory',
        'harbor',
        '--git-interval',
        '1h',
        '--kubeconfig',
        join(directory, 'kubeconfig.yaml'),
      ],
    );
    expect(added.errors).toBe('');
    await page.getByRole('main').getByRole('link', { name: 'quiet' }).click();
    await expect(page.getByRole('link', { name: /^Orphaned 2$/ })).toBeVisible();
    await expect(page.getByRole('button', { name: 'New resource…' })).toBeHidden();

    const outsider = new Outsider({ environment: stack.environment, sandboxDirectory: directory });
    await outsider.hold('VPC', 'late');
    await outsider.commit('harbor/vpcs/late.yaml', vpcText('late', 40));
    await page.getByRole('button', { name: 'Sync now' }).click();
    await expect(page.getByText('Reading Git and the cluster of quiet')).toBeVisible();
    await page.keyboard.press('/');
    await page.keyboard.type('late');
    await expect(page).toHaveURL('/fabrics/quiet?q=late');
    await page.getByRole('link', { name: 'late', exact: true }).click();
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Pending');
    await expect(page.getByRole('definition').first()).toContainText(
      'until people can sign in, only the sandbox takes changes',
    );
    await page.keyboard.press('e');
    await expect(page.getByRole('textbox')).toBeHidden();

    await openPage(page, '/');
    await fabric('remove', 'quiet');
    await expect(page.getByRole('main').getByRole('link', { name: 'quiet' })).toBeHidden();
  } finally {
    await fabric('remove', 'quiet');
    await sandbox.stop();
  }
});
