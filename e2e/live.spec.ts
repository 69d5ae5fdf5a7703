import { expectLive, openPage } from './fixtures/open-page.ts';
import { ResourcePage } from './fixtures/resource-page.ts';
import { expect, test } from './fixtures/test.ts';
import { vpcText } from './fixtures/vpc-text.ts';

test("an outsider's kubectl edit is drift at once, on every open page, and goes when it is undone", async ({
  page,
  context,
  dashboard,
  outsider,
}) => {
  await outsider.declare(dashboard, 'harbor/vpcs/watched.yaml', vpcText('watched', 20));
  const watched = new ResourcePage(page, 'VPC', 'watched');
  await watched.open();
  await watched.expectState('Synced');
  const tablePage = await context.newPage();
  await openPage(tablePage, '/fabrics/harbor?q=watched');
  const row = tablePage.getByRole('row', { name: 'watched' });
  await expect(row).toContainText('Synced');

  await outsider.edit('VPC', 'watched', 'spec.subnets.default.vlan=1999');
  await watched.expectState('Drifted');
  const differences = page.getByRole('table', { name: 'Differences by field' });
  await expect(
    differences.getByRole('row', { name: /^spec\.subnets\.default\.vlan / }).getByRole('cell'),
  ).toHaveText(['1620', '1999', /^real\s*Ignore…$/, /^kubectl-edit, /], { useInnerText: true });
  await expect(row).toContainText('Drifted');
  await expect(row).toContainText('spec.subnets.default.vlan 1620 → 1999');
  await expect(watched.timeline.first()).toHaveText(/^Synced\s*Drifted/);

  await watched.timeline
    .first()
    .getByRole('button', { name: /what differed/ })
    .click();
  const moment = page.getByRole('dialog', { name: 'What differed' });
  await expect(moment.getByRole('row', { name: /^spec\.subnets\.default\.vlan / })).toContainText('1999');
  await page.keyboard.press('Escape');

  await outsider.edit('VPC', 'watched', 'spec.subnets.default.vlan=1620');
  await watched.expectState('Synced');
  await expect(row).toContainText('Synced');
  await expect(watched.timeline.first()).toHaveText(/^Drifted\s*Synced/);
  watched.expectOneLoad();
});

test('a page whose dashboard crashes says so, and catches up by itself once it is back', async ({
  page,
  stack,
  dashboard,
  outsider,
  complaints,
}) => {
  await outsider.declare(dashboard, 'harbor/vpcs/outlived.yaml', vpcText('outlived', 21));
  const outlived = new ResourcePage(page, 'VPC', 'outlived');
  await outlived.open();
  stack.killWeb();
  await expect(page.getByRole('status').filter({ hasText: /^Not live: trying again$/ })).toBeVisible();
  await outsider.edit('VPC', 'outlived', 'spec.subnets.default.vlan=1998');
  await expectLive(page);
  await outlived.expectState('Drifted');
  outlived.expectOneLoad();
  for (const complaint of complaints.splice(0)) expect(complaint).toMatch(/ERR_|Failed to (load|fetch)/);
});

test('Check drift compares every resource again', async ({ page, dashboard }) => {
  const checkedAt = async () => (await dashboard.fabric('harbor'))?.driftCheckedAt ?? '';
  const before = await checkedAt();
  await openPage(page, '/fabrics/harbor');
  await page.getByRole('button', { name: 'Check drift' }).click();
  await expect(page.getByText('Comparing every resource of harbor')).toBeVisible();
  await expect.poll(async () => (await checkedAt()) > before).toBe(true);
});
