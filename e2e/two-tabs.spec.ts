import { ResourcePage } from './fixtures/resource-page.ts';
import { expect, test } from './fixtures/test.ts';
import { vpcText } from './fixtures/vpc-text.ts';

test('two tabs type into one draft: both texts are shown, and one is chosen', async ({
  page,
  context,
  dashboard,
  outsider,
}) => {
  await outsider.declare(dashboard, 'harbor/vpcs/shared.yaml', vpcText('shared', 9));
  const first = new ResourcePage(page, 'VPC', 'shared');
  await first.open();
  const second = new ResourcePage(await context.newPage(), 'VPC', 'shared');
  await second.open();
  await second.startEditing();
  await second.retype('1609', '1699');
  await second.save();
  const stored = async () => (await dashboard.resource('VPC', 'shared'))?.draft?.text;

  await first.page.bringToFront();
  await first.startEditing();
  await expect(first.editor).toContainText('vlan: 1699');
  await first.retype('1699', '1688');
  await first.save();

  await second.retype('1699', '1677');
  const notice = second.page.getByRole('alert').filter({ hasText: 'Two texts' });
  await expect(notice).toContainText('engineer saved another draft of VPC/shared');
  const lines = notice.getByRole('region', { name: 'From theirs to mine' }).getByRole('row');
  await expect(lines.filter({ hasText: 'removed:' })).toContainText('1688');
  await expect(lines.filter({ hasText: 'added:' })).toContainText('1677');
  expect(await stored()).toContain('vlan: 1688');
  // Neither Done nor a commit goes past the choice.
  await second.page.getByRole('button', { name: 'Done' }).click();
  await second.page.getByRole('button', { name: 'Commit…' }).click();
  await expect(second.editor).toContainText('vlan: 1677');
  await expect(second.page.getByRole('dialog')).toBeHidden();
  await notice.getByRole('button', { name: 'Keep mine' }).click();
  await expect(second.saved).toBeVisible();
  await expect(notice).toBeHidden();
  expect(await stored()).toContain('vlan: 1677');

  await first.retype('1688', '1666');
  const other = first.page.getByRole('alert').filter({ hasText: 'Two texts' });
  await other.getByRole('button', { name: 'Take theirs' }).click();
  await expect(first.editor).toContainText('vlan: 1677');
  await expect(other).toBeHidden();
  await first.retype('1677', '1655');
  await first.save();
  expect(await stored()).toContain('vlan: 1655');
});

test('a sheet that stays open in another tab says that its draft is gone', async ({
  page,
  context,
  dashboard,
  outsider,
}) => {
  await outsider.declare(dashboard, 'harbor/vpcs/sheeted.yaml', vpcText('sheeted', 12));
  const first = new ResourcePage(page, 'VPC', 'sheeted');
  await first.open();
  await first.startEditing();
  await first.retype('1612', '1688');
  await first.save();
  const second = new ResourcePage(await context.newPage(), 'VPC', 'sheeted');
  await second.open();
  const sheet = await second.sheet('Discard…');
  await expect(sheet.getByRole('button', { name: 'Discard the draft' })).toBeVisible();

  await first.page.bringToFront();
  await first.commit();
  await expect(sheet.getByRole('status')).toHaveText(/^The draft is gone: it was committed/);
  await expect(sheet.getByRole('button', { name: 'Discard the draft' })).toBeHidden();
  await second.page.bringToFront();
  await sheet.getByRole('button', { name: 'Close' }).last().click();
  await expect(sheet).toBeHidden();
});
