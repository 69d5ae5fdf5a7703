import { pathOf } from './fixtures/dashboard.ts';
import { openPage } from './fixtures/open-page.ts';
import { expect, test } from './fixtures/test.ts';

const MOST_BYTES = 200 * 1024;

for (const [name, path] of [
  ['the overview', '/'],
  ['a fabric', '/fabrics/harbor'],
  ["a fabric's drift", '/fabrics/harbor/drift'],
  ['a resource', pathOf('Switch', 'leaf-2')],
] as const) {
  test(`${name} loads at most 200 KB of compressed JavaScript`, async ({ page }, testInfo) => {
    await openPage(page, path);
    const scripts = await page.evaluate(() =>
      performance
        .getEntriesByType('resource')
        .filter((entry) => entry instanceof PerformanceResourceTiming)
        .filter(({ name: url }) => new URL(url).pathname.endsWith('.js'))
        .map(({ encodedBodySize, decodedBodySize }) => ({ encodedBodySize, decodedBodySize })),
    );
    const bytes = scripts.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0);
    testInfo.annotations.push({ type: 'bytes', description: String(bytes) });
    expect(scripts.length).toBeGreaterThan(0);
    expect(scripts.every(({ encodedBodySize }) => encodedBodySize > 0)).toBe(true);
    expect(scripts.some((one) => one.encodedBodySize < one.decodedBodySize)).toBe(true);
    expect(bytes).toBeLessThanOrEqual(MOST_BYTES);
  });
}
