import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright/test';
import { pathOf } from './fixtures/dashboard.ts';
import { openPage } from './fixtures/open-page.ts';
import { expect, test } from './fixtures/test.ts';

const PLACES = [
  { name: 'the overview', path: '/' },
  { name: 'a fabric', path: '/fabrics/harbor' },
  { name: "a fabric's drift", path: '/fabrics/harbor/drift?group=writer' },
  { name: 'a resource', path: pathOf('Switch', 'leaf-2') },
  { name: 'the ignore rules', path: '/fabrics/harbor/rules?kind=Switch&path=spec.asn' },
  { name: 'the editor', path: `${pathOf('VPC', 'build')}?edit` },
] as const;

async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  if (path.endsWith('?edit')) await expect(page.getByRole('textbox', { name: /^Draft of / })).toBeFocused();
}

async function violationsOf(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme });
    for (const { name, path } of PLACES) {
      test(`axe finds nothing on ${name}`, async ({ page }) => {
        await open(page, path);
        expect(await violationsOf(page)).toEqual([]);
      });
    }

    test('axe finds nothing in what opens over a page', async ({ page }) => {
      const dialog = page.getByRole('dialog');
      await openPage(page, pathOf('VPC', 'build'));
      await page.getByRole('button', { name: 'Commit…' }).click();
      await expect(dialog).toBeVisible();
      expect(await violationsOf(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await page.keyboard.press('ControlOrMeta+k');
      await page.getByRole('combobox').fill('leaf');
      await expect(page.getByRole('option').first()).toBeVisible();
      expect(await violationsOf(page)).toEqual([]);
      await openPage(page, '/fabrics/harbor');
      await page.getByRole('button', { name: 'New resource…' }).click();
      await expect(dialog).toBeVisible();
      expect(await violationsOf(page)).toEqual([]);
    });
  });
}

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });
  for (const { name, path } of PLACES) {
    test(`nothing scrolls sideways on ${name}`, async ({ page }) => {
      await open(page, path);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(width).toBe(390);
    });
  }
});

test('a browser that asks for the icon by its old name gets it', async ({ request }) => {
  const response = await request.get('/favicon.ico');
  expect(response.status()).toBe(200);
  expect(response.headers()['content-type']).toContain('image/svg+xml');
});
