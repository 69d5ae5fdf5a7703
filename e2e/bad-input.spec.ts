import { pathOf } from './fixtures/dashboard.ts';
import { ResourcePage } from './fixtures/resource-page.ts';
import { expect, test } from './fixtures/test.ts';
import { vpcText } from './fixtures/vpc-text.ts';

test('YAML that cannot be read is kept, its line is named, and it cannot be committed', async ({
  page,
  dashboard,
  outsider,
}) => {
  const path = 'harbor/vpcs/broken.yaml';
  await outsider.declare(dashboard, path, vpcText('broken', 30));
  const broken = new ResourcePage(page, 'VPC', 'broken');
  await broken.open();
  await broken.startEditing();
  const text = vpcText('broken', 30).replace('1630 # as agreed', '[1630, "open');
  await broken.paste(text);
  await broken.save();
  const problem = page.getByRole('listitem').filter({ hasText: /^Line \d+: / });
  await expect(problem).toHaveText(/^Line (10|11): \S/);
  const checks = page.getByRole('region', { name: 'Before you can commit' }).getByRole('listitem');
  await expect(checks.filter({ hasText: 'Parses' }).getByRole('img')).toHaveAccessibleName('not passed');
  await expect(page.getByRole('button', { name: 'Commit…' })).toBeHidden();
  await expect(page.getByRole('term').filter({ hasText: 'Commit' })).toBeVisible();

  await page.reload();
  await expect(broken.editor).toContainText('vlan: [1630, "open');
  await broken.paste(vpcText('broken', 30).replace('1630', '1631'));
  await broken.save();
  await expect(problem).toBeHidden();
  await expect(page.getByRole('button', { name: 'Commit…' })).toBeVisible();
  expect(await outsider.fileInGit(path)).toBe(vpcText('broken', 30));
});

test('an edit that names another resource is refused, and what was typed stays', async ({
  page,
  dashboard,
  outsider,
}) => {
  await outsider.declare(dashboard, 'harbor/vpcs/renamed.yaml', vpcText('renamed', 31));
  const renamed = new ResourcePage(page, 'VPC', 'renamed');
  await renamed.open();
  await renamed.startEditing();
  await renamed.paste(vpcText('other-name', 31));
  await page.keyboard.press('ControlOrMeta+s');
  await expect(page.getByRole('status').filter({ hasText: 'Not saved' })).toHaveText(
    /^Not saved: The draft of VPC\/renamed names VPC default\/other-name\. Create that as a new resource instead\. \(1001\)$/,
  );
  await page.getByRole('button', { name: 'Done' }).click();
  await expect(renamed.editor).toContainText('name: other-name');
  expect(await dashboard.stateOf('VPC', 'renamed')).toBe('SYNCED');
});

test('a commit while Git moved under the draft is refused, nothing is lost, and a person decides', async ({
  page,
  dashboard,
  outsider,
}) => {
  const path = 'harbor/vpcs/contested.yaml';
  await outsider.declare(dashboard, path, vpcText('contested', 32));
  const contested = new ResourcePage(page, 'VPC', 'contested');
  await contested.open();
  await contested.startEditing();
  await contested.retype('1632', '1732');
  await contested.save();
  const dialog = await contested.sheet('Commit…');
  const theirs = vpcText('contested', 32).replace('# as agreed', '# as agreed with Ines');
  await outsider.commit(path, theirs);
  await dialog.getByRole('button', { name: 'Commit 1 to main' }).click();

  const words = /changed in Git|Git changed this document/;
  await expect(
    page.getByRole('status').or(page.getByRole('region')).filter({ hasText: words }).first(),
  ).toBeVisible();
  await contested.expectState('Draft');
  expect(await outsider.fileInGit(path)).toBe(theirs);
  await expect(contested.timeline.filter({ hasText: 'Refused: commit' })).toHaveCount(1);

  await contested.startEditing();
  await expect(contested.editor).toContainText('vlan: 1732 # as agreed');
  const notice = page.getByRole('alert').filter({ hasText: 'Git changed this document under the draft.' });
  await expect(notice).toBeVisible();
  const both = theirs.replace('1632', '1732');
  await contested.paste(both);
  await notice.getByRole('button', { name: 'This text holds' }).click();
  await expect(notice).toBeHidden();
  await contested.commit();
  await contested.expectState('Synced');
  expect(await outsider.fileInGit(path)).toBe(both);
});

test('an address that names nothing says so', async ({ page, complaints }) => {
  const addresses = [
    '/nowhere',
    '/fabrics/nowhere',
    '/fabrics/harbor/resources/vpc.githedgehog.com/VPC',
    pathOf('VPC', 'nothing'),
    `${pathOf('VPC', 'nothing')}%00`,
    '/fabrics/harbor%00',
    '/fabrics/%E0%A4%A',
    '/fabrics/harbor/resources/%ZZ/VPC/default/web',
  ];
  for (const address of addresses) {
    const response = await page.goto(address);
    expect(response?.status(), address).toBe(404);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('There is no such page');
  }
  await expect(page.getByRole('main').getByRole('link', { name: 'Overview' })).toHaveAttribute('href', '/');
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  // The browser complains of the documents themselves, of some more than once.
  const said = complaints.splice(0);
  expect(said.length).toBeGreaterThanOrEqual(addresses.length);
  for (const complaint of said) expect(complaint).toContain('404');
});

test('a page elsewhere whose name points here learns nothing', async ({ request }) => {
  for (const address of ['/', '/api/fabrics', '/api/live']) {
    const answer = await request.get(address, { headers: { host: 'rebound.example' }, timeout: 5_000 });
    expect(answer.status(), address).toBe(403);
    expect(await answer.json()).toMatchObject({ code: 'forbidden', number: 1004 });
  }
});

test('the API answers with problems that have a stable code', async ({ request, dashboard }) => {
  const fabric = await dashboard.fabric('harbor');
  const unknown = '/api/fabrics/00000000-0000-4000-8000-000000000000';
  const notFound = { code: 'not_found', number: 1002 };
  const invalid = { code: 'invalid_input', number: 1001 };
  for (const [address, status, problem] of [
    ['/api/fabrics/harbor', 404, notFound],
    ['/api/fabrics/%E0%A4%A', 400, invalid],
    [unknown, 404, notFound],
    [`${unknown}/facets`, 404, notFound],
    [`${unknown}/resources`, 404, notFound],
    [`/api/fabrics/${fabric?.id}/resources/vpc.githedgehog.com/VPC`, 404, notFound],
    [`/api/fabrics/${fabric?.id}/resources/vpc.githedgehog.com/VPC/default/nothing`, 404, notFound],
    [`/api/fabrics/${fabric?.id}/resources?after=nonsense`, 400, invalid],
    [`/api/fabrics/${fabric?.id}/resources?q=%00`, 400, invalid],
    ['/api/jump?q=%00', 400, invalid],
    ['/api', 404, notFound],
    ['/api/nothing', 404, notFound],
    [`/api/fabrics/${fabric?.id}/nothing/of/ours`, 404, notFound],
  ] as const) {
    const response = await request.get(address);
    expect(response.status(), address).toBe(status);
    expect(await response.json(), address).toMatchObject({
      ...problem,
      message: expect.stringMatching(/\.$/),
    });
  }
  const written = await request.post('/api/fabrics');
  expect(written.status()).toBe(400);
  expect(await written.json()).toMatchObject(invalid);
});
