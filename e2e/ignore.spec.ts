import { openPage } from './fixtures/open-page.ts';
import { ResourcePage } from './fixtures/resource-page.ts';
import { NODE, run } from './fixtures/run-node.ts';
import { expect, test } from './fixtures/test.ts';
import { vpcText } from './fixtures/vpc-text.ts';

test('a difference is ignored from its row, stays visible, and counts again without its rule', async ({
  page,
  context,
  dashboard,
  outsider,
}) => {
  await outsider.declare(dashboard, 'harbor/vpcs/spared.yaml', vpcText('spared', 30));
  const spared = new ResourcePage(page, 'VPC', 'spared');
  await spared.open();
  await spared.expectState('Synced');
  await outsider.edit('VPC', 'spared', 'spec.subnets.default.vlan=1999');
  await spared.expectState('Drifted');

  const rules = await context.newPage();
  await openPage(rules, await hrefOf(page, 'Ignore spec.subnets.default.vlan…'));
  const form = rules.getByRole('form', { name: 'Ignore a difference' });
  await expect(form.getByLabel('Path')).toHaveValue('spec.subnets.default.vlan');
  await expect(form.getByLabel('Kind')).toHaveValue('VPC');
  await expect(form.getByRole('textbox', { name: 'Name' })).toHaveValue('spared');
  await expect(form.getByLabel('Written by')).toHaveValue('kubectl-edit');
  await expect(form.getByRole('status')).toHaveText(/^Hides /);
  const add = form.getByRole('button', { name: 'Add the rule' });
  await expect(add).toBeDisabled();
  await form.getByLabel('Path').fill('spec.**');
  await expect(form.getByRole('status')).toHaveText(/^A rule cannot hide existence or a whole object/);
  await form.getByLabel('Path').fill('spec.subnets.nope*.vlan');
  await expect(form.getByRole('status')).toHaveText('Hides nothing now.');
  await form.getByLabel('Path').fill('spec.subnets.*.vlan');
  await expect(form.getByRole('status')).toHaveText(/^Hides /);
  await form.getByLabel('Reason').fill('Moved by hand until the migration is over');
  await add.click();
  await expect(form).toBeHidden();
  const row = rules.getByRole('row', { name: /^spec\.subnets\.\*\.vlan/ });
  await expect(row).toContainText('of VPC/spared, when kubectl-edit wrote it');
  await expect(row).toContainText('engineer');

  await spared.expectState('Synced');
  await expect(page.getByRole('link', { name: '1 field hidden by rules' })).toBeVisible();
  await expect(
    page.getByText('the cluster has what Git says, but for 1 field hidden by rules'),
  ).toBeVisible();
  const difference = page.getByRole('row', { name: /^spec\.subnets\.default\.vlan / });
  await expect(difference).toContainText('ignored by engineer: Moved by hand until the migration is over');
  await expect(difference).toContainText(/rule \d+, until /);

  await row.getByRole('button', { name: 'Remove the rule for spec.subnets.*.vlan' }).click();
  const dialog = rules.getByRole('dialog', { name: 'Remove the rule' });
  await expect(dialog.getByRole('status')).toHaveText('1 field in 1 resource counts again.');
  await dialog.getByRole('button', { name: 'Remove the rule' }).click();
  await expect(dialog).toBeHidden();
  await expect(row).toContainText('removed by engineer');
  await spared.expectState('Drifted');
  await expect(page.getByRole('link', { name: /hidden by rules/ })).toBeHidden();
  const cause = /rule \d+ \(engineer: Moved by hand until the migration is over\)/;
  const history = page.getByRole('region', { name: 'Timeline' }).getByRole('listitem');
  await expect(history.filter({ hasText: /Not counted as drift any more/ })).toContainText(cause);
  await expect(history.filter({ hasText: /Counts as drift again/ })).toContainText(cause);
  spared.expectOneLoad();
});

test('rules come and go on the command line, and show on their page at once', async ({ page, stack }) => {
  const fabric = (...args: string[]) => run(NODE, ['scripts/fabric.ts', ...args], stack.environment);
  await openPage(page, '/fabrics/harbor');
  await page.getByRole('link', { name: 'Ignore rules' }).click();
  const row = page.getByRole('row', { name: /^spec\.nothing/ });
  await expect(page.getByRole('region', { name: 'Ignore rules' })).toBeVisible();

  const call = ['--path', 'spec.nothing', '--reason', 'tried', '--kind', 'VPC', '--until', '30d', '--json'];
  const added = await fabric('ignore', 'harbor', ...call);
  expect(added).toMatchObject({ code: 0, errors: '' });
  await expect(row).toContainText('of every VPC');
  const { id } = JSON.parse(added.output);
  expect(await fabric('unignore', 'harbor', '--rule', id)).toMatchObject({ code: 0, errors: '' });
  await expect(row).toContainText('removed by');
  expect(await fabric('ignore', 'harbor', '--path', '**', '--reason', 'x')).toMatchObject({ code: 2 });
});

async function hrefOf(page: ResourcePage['page'], name: string): Promise<string> {
  return (await page.getByRole('link', { name }).getAttribute('href')) ?? '';
}
