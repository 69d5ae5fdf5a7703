import { pathOf } from './fixtures/dashboard.ts';
import { openPage } from './fixtures/open-page.ts';
import { ResourcePage } from './fixtures/resource-page.ts';
import { expect, test } from './fixtures/test.ts';

test('the overview says how each fabric stands, what needs a decision, and leads there', async ({
  page,
  dashboard,
}) => {
  await openPage(page, '/');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('1 fabric, 1 needs you');
  const row = page.getByRole('row').filter({ has: page.getByRole('link', { name: 'harbor' }) });
  await expect(row).toContainText('Out of sync');
  await expect(row).toContainText('6 switches');
  await expect(row.getByRole('cell', { name: /^cluster live Git \d+ s ago$/ })).toBeVisible();
  await expect(row.getByRole('cell', { name: 'Critical' })).toBeVisible();
  const fabric = await dashboard.fabric('harbor');
  const synced = fabric?.kinds.reduce((sum, { counts }) => sum + counts.SYNCED, 0);
  const bar = row.getByRole('img', { name: new RegExp(`^${synced} Synced, \\d+ Drifted, `) });
  await expect(bar).toBeVisible();
  const words = await bar.getAttribute('aria-label');

  const decisions = page.getByRole('region', { name: 'Needs a decision' });
  const leaf = decisions.getByRole('listitem').filter({ hasText: 'Switch/leaf-2' });
  await expect(leaf).toContainText('spec.asn 65102 → 65199, changed by kubectl-edit');
  await expect(leaf.getByRole('link')).toHaveAttribute('href', pathOf('Switch', 'leaf-2'));
  await expect(decisions.getByRole('link', { name: 'Open VPCAttachment/lab-7--gpu-2' })).toBeVisible();
  const latest = page.getByRole('region', { name: 'Latest transitions' });
  await expect(latest.getByRole('link').first()).toHaveAccessibleName(/^\w+\/\S+$/);

  await row.getByRole('link', { name: 'harbor' }).click();
  await expect(page).toHaveURL('/fabrics/harbor');
  await expect(page.getByRole('main').getByRole('img', { name: words ?? '' })).toBeVisible();
});

test('the legend filters the table, the address keeps the view, and back undoes it', async ({ page }) => {
  await openPage(page, '/fabrics/harbor');
  const table = page.getByRole('table', { name: 'Resources of harbor' });
  const legend = page.getByRole('main').getByRole('listitem');
  const orphans = legend.getByRole('link', { name: /^Orphaned \d+$/ });
  const count = ((await orphans.textContent()) ?? '').replace(/\D/g, '');
  await orphans.click();
  await expect(page).toHaveURL('/fabrics/harbor?state=ORPHANED');
  await expect(table.getByRole('rowheader')).toHaveCount(Number(count));
  await expect(table.getByRole('row', { name: /^Orphaned VPC lab-7 / })).toBeVisible();
  await expect(page.getByText(new RegExp(`^${count} of \\d+$`))).toBeVisible();

  await page.getByRole('button', { name: 'Kind' }).first().click();
  const attachments = page.getByRole('checkbox', { name: /^VPCAttachment / });
  await attachments.click();
  await expect(attachments).toBeChecked();
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL('/fabrics/harbor?state=ORPHANED&kind=VPCAttachment');
  await expect(table.getByRole('rowheader')).toHaveText(['lab-7--gpu-2']);

  await page.reload();
  await expect(table.getByRole('rowheader')).toHaveText(['lab-7--gpu-2']);
  await page.goBack();
  await expect(table.getByRole('rowheader')).toHaveCount(Number(count));
  await page.goBack();
  await expect(page).toHaveURL('/fabrics/harbor');
  await expect(table.getByRole('row', { name: /^Synced / }).first()).toBeVisible();
});

test('what is clicked while typing and what is typed both count', async ({ page }) => {
  await openPage(page, '/fabrics/harbor');
  const field = page.getByRole('searchbox', { name: 'Name or kind' });
  await field.fill('leaf');
  await page.getByRole('columnheader', { name: 'Name' }).getByRole('button').click();
  await expect(page).toHaveURL(/\?q=leaf&sort=\w+/);
  await expect(field).toHaveValue('leaf');
  await page.goBack();
  await expect(page).toHaveURL('/fabrics/harbor');
  await expect(field).toHaveValue('');

  await openPage(page, '/fabrics/harbor?state=ORPHANED');
  await field.fill('nothing');
  await page.getByRole('button', { name: 'Show all' }).first().click();
  await expect(field).toHaveValue('');
  await expect(page).toHaveURL('/fabrics/harbor');
  const table = page.getByRole('table', { name: 'Resources of harbor' });
  await expect(table.getByRole('row', { name: /^Synced / }).first()).toBeVisible();
});

test('the keyboard alone filters, moves, opens, jumps and goes home', async ({ page }) => {
  await openPage(page, '/fabrics/harbor');
  const table = page.getByRole('table', { name: 'Resources of harbor' });
  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox', { name: 'Name or kind' })).toBeFocused();
  await page.keyboard.type('leaf-2');
  await expect(page).toHaveURL('/fabrics/harbor?q=leaf-2');
  await expect(table.getByRole('rowheader').first()).toHaveText('leaf-2');
  await expect(table.getByRole('rowheader', { name: 'storage', exact: true })).toBeHidden();
  const second = await table.getByRole('rowheader').nth(1).getByRole('link').getAttribute('href');
  await page.getByRole('heading', { level: 1 }).click();
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(second ?? '');
  await page.goBack();
  await expect(page).toHaveURL('/fabrics/harbor?q=leaf-2');
  await expect(table.getByRole('rowheader').first()).toHaveText('leaf-2');
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('k');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(pathOf('Switch', 'leaf-2'));

  await page.keyboard.press('ControlOrMeta+k');
  await page.getByRole('combobox').fill('storage');
  await expect(page.getByRole('option', { name: /VPC\s*storage/ }).first()).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('storage');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await page.keyboard.press('g');
  await page.keyboard.press('o');
  await expect(page).toHaveURL('/');
});

test('a resource says what is wrong, since when, by whom, how that is known, and what cannot be done', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const leaf = new ResourcePage(page, 'Switch', 'leaf-2');
  await leaf.open();
  await leaf.expectState('Drifted');
  await leaf.expectState('Critical');
  await expect(page.getByText(/^Drifted for .+, since .+: spec\.asn 65102 → 65199/)).toContainText(
    'changed by kubectl-edit.',
  );
  const differences = page.getByRole('table', { name: 'Differences by field' });
  await expect(differences.getByRole('row', { name: /^spec\.asn / }).getByRole('cell')).toHaveText(
    ['65102', '65199', /^real\s*Ignore…$/, /^kubectl-edit, \d/],
    { useInnerText: true },
  );
  const defaulted = differences.getByRole('row', { name: /^spec\.vlanNamespaces / });
  await expect(defaulted).toContainText('defaulted');
  await page.getByRole('button', { name: /^Defaulted \d+$/ }).click();
  await expect(defaulted).toBeHidden();

  await expect(page.getByRole('term').filter({ hasText: 'Commit' })).toHaveText('CommitDiscard');
  await expect(page.getByRole('definition')).toHaveText([
    'there is no draft. The way there: edit, then commit',
    'it is in Git already',
  ]);
  await expect(page.getByText(/^Score 0\.100, low by size, critical because spec\.asn/)).toBeVisible();
  await page.getByRole('button', { name: 'Copy the evidence' }).click();
  await expect(page.getByRole('button', { name: 'Copied the evidence' })).toBeVisible();
  const evidence = await page.evaluate(() => navigator.clipboard.readText());
  expect(evidence).toMatch(/^Switch default\/leaf-2 in harbor: DRIFTED$/m);
  expect(evidence).toMatch(/harbor\/switches\/leaf-2\.yaml#0 content [0-9a-f]+$/m);
  await expect(leaf.timeline.first()).toHaveText(/^Synced\s*Drifted\s*spec\.asn 65102 → 65199/);
});

test('each side of a resource can be read as YAML, and both as a diff', async ({ page }) => {
  await new ResourcePage(page, 'Switch', 'leaf-2').open();
  const views = page.getByRole('group', { name: 'View' });
  await views.getByRole('button', { name: 'YAML' }).click();
  const diff = page.getByRole('region', { name: 'From Git to the cluster, as YAML' });
  await expect(diff.getByRole('row', { name: /removed: asn: 65102/ })).toBeVisible();
  await expect(diff.getByRole('row', { name: /added: asn: 65199/ })).toBeVisible();
  await views.getByRole('button', { name: 'Git' }).click();
  await expect(page.getByRole('region', { name: 'The document in Git' })).toContainText('asn: 65102');
  await views.getByRole('button', { name: 'Cluster' }).click();
  const live = page.getByRole('region', { name: 'The live object' });
  await expect(live).toContainText('asn: 65199');
  await expect(live).toContainText('resourceVersion:');
  await expect(live).not.toContainText('managedFields');
});
