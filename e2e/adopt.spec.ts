import { openPage } from './fixtures/open-page.ts';
import { ResourcePage } from './fixtures/resource-page.ts';
import { expect, test } from './fixtures/test.ts';
import { vpcText } from './fixtures/vpc-text.ts';

test('an orphan is edited, committed, and becomes SYNCED', async ({ page, outsider }) => {
  await outsider.create(vpcText('found-edited', 10));
  const orphan = new ResourcePage(page, 'VPC', 'found-edited');
  await openPage(page, '/fabrics/harbor?q=found-edited');
  await page.getByRole('link', { name: 'found-edited' }).click();
  await orphan.expectState('Orphaned');
  await orphan.startEditing();
  await expect(orphan.editor).toContainText('vlan: 1610');
  await expect(orphan.editor).not.toContainText('gateway');
  await page.keyboard.insertText('# Found in the cluster.\n');
  await orphan.save();
  await orphan.expectState('Draft');
  await orphan.commit();
  await orphan.expectState('Synced');
  expect(await outsider.fileInGit('harbor/vpcs/found-edited.yaml')).toMatch(/^# Found in the cluster\.\n/);
  await expect(orphan.timeline.first()).toHaveText(/^Committed\s*Synced/);
  await expect(orphan.timeline.nth(1)).toHaveText(/^Draft\s*Committed/);
  await expect(orphan.timeline.nth(2)).toHaveText(/^Orphaned\s*Draft/);
});

test('an orphan is imported as it is, without what the server filled in', async ({ page, outsider }) => {
  await openPage(page, '/fabrics/harbor?q=found-imported');
  await expect(page.getByText('No resource matches these filters.')).toBeVisible();
  await outsider.create(vpcText('found-imported', 11));
  await page.getByRole('link', { name: 'found-imported' }).click();
  const orphan = new ResourcePage(page, 'VPC', 'found-imported');
  await orphan.expectState('Orphaned');
  const dialog = await orphan.sheet('Import to Git…');
  const text = await dialog
    .getByRole('region', { name: 'What Git gets' })
    .locator('pre')
    .last()
    .textContent();
  await dialog.getByRole('button', { name: 'Import 1 to main' }).click();
  await orphan.expectState('Synced');
  const file = await outsider.fileInGit('harbor/vpcs/found-imported.yaml');
  expect(file).toBe(text);
  expect(file).toContain('subnet: 10.60.11.0/24');
  expect(file).not.toMatch(/gateway|ipv4Namespace|resourceVersion|uid/);
  await expect(orphan.timeline.nth(1)).toHaveText(/^Orphaned\s*Committed.*engineer/s);
});
