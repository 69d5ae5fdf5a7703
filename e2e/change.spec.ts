import { openPage } from './fixtures/open-page.ts';
import { ResourcePage } from './fixtures/resource-page.ts';
import { expect, test } from './fixtures/test.ts';
import { vpcText } from './fixtures/vpc-text.ts';

const PATH = 'harbor/vpcs/tenants.yaml';

// Everything that a tool likes to tidy up.
const NEIGHBOUR = `---
# Do not sort:   these   are in the order of the racks.
apiVersion: vpc.githedgehog.com/v1beta1
kind: VPC
metadata: {name: tenant-b}
spec:
    subnets:
        "default":   {subnet: '10.60.2.0/24', vlan: 0x642}   # hexadecimal, as on the label
# the end
`;

test('a change from the first keystroke to SYNCED, followed live', async ({ page, dashboard, outsider }) => {
  const before = vpcText('tenant-a', 1) + NEIGHBOUR;
  await outsider.declare(dashboard, PATH, before);
  await expect.poll(() => dashboard.stateOf('VPC', 'tenant-b')).toBe('SYNCED');
  await outsider.hold('VPC', 'tenant-a');

  const tenant = new ResourcePage(page, 'VPC', 'tenant-a');
  await tenant.open();
  await tenant.expectState('Synced');
  await tenant.startEditing();
  await tenant.retype('1601', '1611');
  await tenant.save();
  await tenant.expectState('Draft');

  const diff = page.getByRole('region', { name: 'From Git to the draft' }).getByRole('row');
  await expect(diff.filter({ hasText: 'removed:' })).toHaveText(/^10−removed: +vlan: 1601 # as agreed$/);
  await expect(diff.filter({ hasText: 'added:' })).toHaveText(/^10\+added: +vlan: 1611 # as agreed$/);
  const checks = page.getByRole('region', { name: 'Before you can commit' });
  await expect(checks.getByRole('img', { name: 'passed', exact: true })).toHaveCount(4);

  const dialog = await tenant.sheet('Commit…');
  await expect(dialog).toContainText(PATH);
  const gets = dialog.getByRole('region', { name: 'What Git gets' }).getByRole('row');
  await expect(gets.filter({ hasText: /removed:|added:/ })).toHaveCount(2);
  await dialog.getByLabel('Message').fill('tenant-a: the VLAN of the new contract');
  await dialog.getByRole('button', { name: 'Commit 1 to main' }).click();
  await expect(dialog).toBeHidden();

  await tenant.expectState('Pending');
  await expect(page.getByText(/^Pending for .+: in Git, not deployed yet\.$/)).toBeVisible();
  expect(await outsider.fileInGit(PATH)).toBe(before.replace('1601', '1611'));
  expect(await outsider.lastCommit()).toEqual(['engineer', 'tenant-a: the VLAN of the new contract', PATH]);

  await outsider.release('VPC', 'tenant-a');
  await tenant.expectState('Synced');
  const entries = tenant.timeline.filter({ hasText: /Draft|Committed|Pending/ });
  await expect(entries.first()).toHaveText(/^Pending\s*Synced\s*Deployed: the cluster has what Git says/);
  await expect(tenant.timeline.nth(1)).toHaveText(/^Committed\s*Pending\s*Git sync found [0-9a-f]{7}/);
  await expect(tenant.timeline.nth(2)).toHaveText(/^Draft\s*Committed.*engineer/s);
  await expect(tenant.timeline.nth(3)).toHaveText(/^Synced\s*Draft\s*Edited\s*engineer/);
  tenant.expectOneLoad();
  expect(await dashboard.stateOf('VPC', 'tenant-b')).toBe('SYNCED');
});

test('a new resource from its first line to SYNCED', async ({ page, outsider }) => {
  await openPage(page, '/fabrics/harbor');
  await page.getByRole('button', { name: 'New resource…' }).click();
  const dialog = page.getByRole('dialog', { name: 'New resource in harbor' });
  await dialog.getByLabel('Kind').selectOption({ label: 'VPC · vpc.githedgehog.com' });
  await dialog.getByLabel('Name', { exact: true }).fill('new-one');
  await dialog.getByRole('button', { name: 'Create the draft' }).click();

  const made = new ResourcePage(page, 'VPC', 'new-one');
  await expect(made.editor).toContainText('name: new-one');
  await made.expectState('Draft');
  await made.paste(vpcText('new-one', 3));
  await made.save();
  await made.commit();
  await made.expectState('Synced');
  expect(await outsider.fileInGit('harbor/vpcs/new-one.yaml')).toBe(vpcText('new-one', 3));
  await expect(made.timeline.last()).toHaveText(/^New\s*Draft/);
});

test('a name that is taken is refused, and a new draft that is discarded leaves its history', async ({
  page,
}) => {
  await openPage(page, '/fabrics/harbor');
  await page.getByRole('button', { name: 'New resource…' }).click();
  const dialog = page.getByRole('dialog', { name: 'New resource in harbor' });
  await dialog.getByLabel('Kind').selectOption({ label: 'VPC · vpc.githedgehog.com' });
  const create = dialog.getByRole('button', { name: 'Create the draft' });
  await dialog.getByLabel('Name', { exact: true }).fill('web');
  await create.click();
  const messages = page.getByRole('region', { name: 'Messages' });
  await expect(messages).toContainText('a resource of this kind and name exists already. Edit it instead.');
  await expect(messages).toContainText('Code 1005');

  await dialog.getByLabel('Name', { exact: true }).fill('never-mind');
  await create.click();
  const fleeting = new ResourcePage(page, 'VPC', 'never-mind');
  await fleeting.expectState('Draft');
  const sheet = await fleeting.sheet('Discard…');
  await sheet.getByRole('button', { name: 'Discard the draft' }).click();
  await fleeting.expectState('Removed');
  await expect(fleeting.timeline).toHaveText([/^Draft\s*Removed/, /^New\s*Draft/]);
});

test('what was typed just before leaving the page is in the draft', async ({ page, dashboard, outsider }) => {
  await outsider.declare(dashboard, 'harbor/vpcs/hasty.yaml', vpcText('hasty', 7));
  const hasty = new ResourcePage(page, 'VPC', 'hasty');
  await hasty.open();
  await hasty.startEditing();
  await hasty.retype('1607', '1677');
  await page.getByRole('navigation', { name: 'Where you are' }).getByRole('link', { name: 'harbor' }).click();
  await expect(page.getByRole('row', { name: / hasty / })).toContainText('draft by engineer');
  await page.goBack();
  await expect(hasty.editor).toContainText('vlan: 1677 # as agreed');
});

test('what is typed while the network is away is saved when it is back', async ({
  page,
  context,
  dashboard,
  outsider,
  complaints,
}) => {
  await outsider.declare(dashboard, 'harbor/vpcs/remote.yaml', vpcText('remote', 8));
  const remote = new ResourcePage(page, 'VPC', 'remote');
  await remote.open();
  await remote.startEditing();
  await context.setOffline(true);
  await remote.retype('1608', '1688');
  const status = page
    .getByRole('status')
    .filter({ hasText: 'Not saved: the dashboard does not answer (5001)' });
  await expect(status).toBeVisible();
  await context.setOffline(false);
  await expect(remote.saved).toBeVisible();
  await remote.expectState('Draft');
  expect((await dashboard.resource('VPC', 'remote'))?.draft?.text).toContain('vlan: 1688');
  for (const complaint of complaints.splice(0)) expect(complaint).toContain('ERR_INTERNET_DISCONNECTED');
});

test('a deletion is drafted, committed by name, pruned by the deployer, and then it is gone', async ({
  page,
  dashboard,
  outsider,
}) => {
  const path = 'harbor/vpcs/leaving.yaml';
  await outsider.declare(dashboard, path, `${vpcText('leaving', 4)}---\n${vpcText('staying', 5)}`);
  const leaving = new ResourcePage(page, 'VPC', 'leaving');
  await leaving.open();
  const draft = await leaving.sheet('Delete…');
  await draft.getByRole('button', { name: 'Draft the deletion' }).click();
  await leaving.expectState('Draft');
  await expect(page.getByText(/^Drafted deletion by engineer/)).toBeVisible();
  await leaving.startEditing();
  const lines = page.getByRole('region', { name: 'From Git to the draft' }).getByRole('row');
  await expect(lines.filter({ hasText: 'removed:' })).toHaveCount(
    vpcText('leaving', 4).match(/\n/g)?.length ?? 0,
  );
  await page.getByRole('button', { name: 'Done' }).click();

  const dialog = await leaving.sheet('Commit…');
  const button = dialog.getByRole('button', { name: 'Commit the deletion to main' });
  await expect(button).toBeDisabled();
  await dialog.getByLabel('Type leaving to delete it').fill('leaving');
  await button.click();

  await leaving.expectState('Removed');
  await expect(page.getByText(/^Removed .+: gone from Git and from the cluster\./)).toBeVisible();
  await expect(leaving.timeline.first()).toHaveText(/Removed/);
  const rest = await outsider.fileInGit(path);
  expect(rest).not.toContain('name: leaving');
  expect(rest).toContain(vpcText('staying', 5));
  await expect(outsider.edit('VPC', 'leaving', 'spec.subnets.default.vlan=1')).rejects.toThrow('not found');
  await expect.poll(() => dashboard.stateOf('VPC', 'staying')).toBe('SYNCED');
});

test('a discarded draft leaves nothing behind', async ({ page, dashboard, outsider }) => {
  const path = 'harbor/vpcs/second-thoughts.yaml';
  await outsider.declare(dashboard, path, vpcText('second-thoughts', 6));
  const thoughts = new ResourcePage(page, 'VPC', 'second-thoughts');
  await thoughts.open();
  await thoughts.startEditing();
  await thoughts.retype('1606', '1666');
  await thoughts.expectState('Draft');
  const dialog = await thoughts.sheet('Discard…');
  await expect(dialog).toContainText('It returns to Synced');
  await dialog.getByRole('button', { name: 'Discard the draft' }).click();
  await thoughts.expectState('Synced');
  await expect(thoughts.timeline.first()).toHaveText(/^Draft\s*Synced.*engineer/s);
  await thoughts.startEditing();
  await expect(thoughts.editor).toContainText('vlan: 1606 # as agreed');
  expect(await outsider.fileInGit(path)).toBe(vpcText('second-thoughts', 6));
});
