import { pathOf } from './fixtures/dashboard.ts';
import { openPage } from './fixtures/open-page.ts';
import { ResourcePage } from './fixtures/resource-page.ts';
import { expect, test } from './fixtures/test.ts';
import { vpcText } from './fixtures/vpc-text.ts';

test('the differences of a fabric are on one page, worst first, grouped by what the address says', async ({
  page,
}) => {
  await openPage(page, '/fabrics/harbor');
  await page.getByRole('link', { name: /^Drift \d+$/ }).click();
  await expect(page).toHaveURL('/fabrics/harbor/drift');
  const table = page.getByRole('table', { name: 'Differences of harbor' });
  const leaf = table.getByRole('row', { name: 'Switch/leaf-2 spec.asn' });
  await expect(leaf).toContainText('Critical');
  await expect(leaf.getByRole('cell', { name: /^65102$/ })).toBeVisible();
  await expect(leaf.getByRole('cell', { name: /^65199$/ })).toBeVisible();
  await expect(leaf).toContainText('kubectl-edit');
  await expect(table.getByRole('row').nth(1)).toContainText('Critical');
  await expect(
    page.getByText(/^In sync means proven\. \d+ of \d+ resources compared equal \d+ s ago; /),
  ).toBeVisible();
  await expect(page.getByText(/^Drifted \d+ times? in 7 days, \d+ in 30/)).toBeVisible();

  await page.getByRole('button', { name: 'Writer' }).click();
  await expect(page).toHaveURL('/fabrics/harbor/drift?group=writer');
  await expect(
    table.getByRole('rowheader', { name: /^kubectl-edit \d+ differences? in \d+ resources?$/ }),
  ).toBeVisible();
  await page.getByRole('button', { name: /^Ignored \d+$/ }).click();
  await expect(page).toHaveURL('/fabrics/harbor/drift?class=ignored&group=writer');
  await expect(page.getByText('No ignore rule hides a difference.')).toBeVisible();
  await page.getByRole('button', { name: 'Show real differences' }).click();
  await page.reload();
  await expect(page.getByRole('button', { name: 'Writer', pressed: true })).toBeVisible();
  await page.goBack();
  await expect(page).toHaveURL('/fabrics/harbor/drift?class=ignored&group=writer');
});

test('the keyboard moves over the differences and opens their resource', async ({ page }) => {
  await openPage(page, '/fabrics/harbor/drift?group=kind');
  const headers = page.getByRole('table').getByRole('rowheader').getByRole('link');
  const second = await headers.nth(1).getAttribute('href');
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(second ?? '');
});

test('an edit is on the page at once; the third within an hour is called flapping, and every time can be looked at', async ({
  page,
  context,
  dashboard,
  outsider,
}) => {
  await outsider.declare(dashboard, 'harbor/vpcs/flapping.yaml', vpcText('flapping', 33));
  await openPage(page, '/fabrics/harbor/drift');
  const row = page.getByRole('table').getByRole('row', { name: 'VPC/flapping spec.subnets.default.vlan' });
  const flapping = new ResourcePage(await context.newPage(), 'VPC', 'flapping');
  await flapping.open();
  for (const vlan of [1901, 1902, 1903]) {
    await outsider.edit('VPC', 'flapping', `spec.subnets.default.vlan=${vlan}`);
    await expect(row).toContainText(String(vlan));
    if (vlan === 1902) await expect(row).toContainText('second time in 30 days');
    if (vlan === 1903) await expect(row).toContainText('flapping');
    await outsider.edit('VPC', 'flapping', 'spec.subnets.default.vlan=1633');
    await expect(row).toBeHidden();
  }
  await flapping.expectState('Synced');
  await flapping.expectState('Flapping');
  await expect(flapping.page.getByText(/It flaps: drifted 3 times in \d+ s, last /)).toBeVisible();
  const resource = await dashboard.resource('VPC', 'flapping');
  expect(resource?.alerts.map(({ type, message }) => [type, message])).toEqual([
    [
      'drift_detected',
      expect.stringMatching(/^flapping: drifted 3 times in \d+ s, last by kubectl-edit: .+ 1633 → 1903$/),
    ],
  ]);

  await flapping.page.getByText(/^Drifted 3 times in 30 days, \d+ s in all$/).click();
  const each = flapping.page.getByRole('list', { name: 'Each time' }).getByRole('listitem');
  await expect(each).toHaveCount(3);
  await expect(each.last()).toContainText('1633 → 1901');
  await each.last().getByRole('button', { name: 'what differed' }).click();
  const sheet = flapping.page.getByRole('dialog', { name: 'What differed' });
  await expect(sheet.getByRole('row', { name: /^spec\.subnets\.default\.vlan / })).toContainText('1901');
});

test('a resource can be read side by side', async ({ page }) => {
  await openPage(page, pathOf('Switch', 'leaf-2'));
  await page.getByRole('group', { name: 'View' }).getByRole('button', { name: 'YAML' }).click();
  const diff = page.getByRole('region', { name: 'From Git to the cluster, as YAML' });
  await diff.getByRole('button', { name: 'Side by side' }).click();
  const paired = diff.getByRole('row', { name: /removed: asn: 65102 .*added: asn: 65199/ });
  await expect(paired).toBeVisible();
  await page.reload();
  await expect(paired).toBeVisible();
});

test('what Git brought and nobody deployed is awaited: no severity, and nothing to ignore', async ({
  page,
  dashboard,
  outsider,
}) => {
  const path = 'harbor/vpcs/waiting.yaml';
  await outsider.declare(dashboard, path, vpcText('waiting', 13));
  await outsider.hold('VPC', 'waiting');
  await outsider.commit(path, vpcText('waiting', 13).replace('1613', '1913'));
  await outsider.syncFabric();
  const waiting = new ResourcePage(page, 'VPC', 'waiting');
  await waiting.open();
  await waiting.expectState('Pending');
  await waiting.expectState('Awaited');
  await expect(waiting.title).not.toContainText('Critical');
  const vlan = page.getByRole('table').getByRole('row', { name: /^spec\.subnets\.default\.vlan / });
  await expect(vlan).toContainText('awaited');
  await expect(vlan.getByRole('link', { name: /^Ignore/ })).toBeHidden();
  await expect(page.getByText('Score 1, and awaited, so no drift')).toBeVisible();
  await openPage(page, '/fabrics/harbor?q=waiting');
  const row = page.getByRole('table').getByRole('row', { name: /waiting/ });
  await expect(row).toContainText('awaited: spec.subnets.default.vlan 1913 → 1613');
  await outsider.release('VPC', 'waiting');
  await outsider.commit(path, vpcText('waiting', 13));
  await outsider.syncFabric();
  await expect(row).toContainText('Synced');
});

test('of a long value the first lines are shown, and all of it on request', async ({ page, outsider }) => {
  const value = Array.from({ length: 1000 }, (_, index) => `n${index}`).join('-');
  await outsider.edit('Switch', 'spine-2', `spec.description=${value}`);
  const spine = new ResourcePage(page, 'Switch', 'spine-2');
  await spine.open();
  await spine.expectState('Drifted');
  const row = page.getByRole('table').getByRole('row', { name: /^spec\.description / });
  await expect(row).not.toContainText('n999');
  expect((await row.boundingBox())?.height).toBeLessThan(220);
  await row.getByRole('button', { name: `Show all ${value.length} characters` }).click();
  await expect(row).toContainText('n999');
  await row.getByRole('button', { name: 'Show less' }).click();
  await expect(row).not.toContainText('n999');
  await outsider.edit('Switch', 'spine-2', 'spec.description=Row 1, unit 38');
  await spine.expectState('Synced');
});
