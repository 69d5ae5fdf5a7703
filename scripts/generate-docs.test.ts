import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { CONDITIONS } from '#lib/domain/lifecycle/conditions.ts';
import { generateLifecycle } from './generate-docs.ts';

const document = readFileSync(new URL('../docs/lifecycle.md', import.meta.url), 'utf8');

describe('docs/lifecycle.md', () => {
  test('says what the code says; `npm run docs:generate` writes it anew', () => {
    expect(document).toBe(generateLifecycle(document));
  });

  test('has every row of the table and every condition with its words', () => {
    for (let row = 1; row <= 18; row++) expect(document).toContain(`\n| ${row} | `);
    for (const { unmet } of Object.values(CONDITIONS)) expect(document).toContain(unmet);
  });

  test('is mended where somebody wrote into a generated section', () => {
    const edited = document.replace('| 1 | DRAFT | COMMITTED |', '| 1 | DRAFT | SYNCED |');
    expect(edited).not.toBe(document);
    expect(generateLifecycle(edited)).toBe(document);
  });

  test('without its markers is refused with what to add', () => {
    expect(() => generateLifecycle('# Lifecycle')).toThrow(
      'docs/lifecycle.md has no section transitions. Add the lines "<!-- generated: transitions -->" and "<!-- end: transitions -->".',
    );
  });
});
