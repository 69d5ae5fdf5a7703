import { describe, expect, test } from 'vitest';
import { ageStep, ageText, ageWords } from './age-text.ts';

describe('an age', () => {
  test.each([
    [-5, '0 s', '0 seconds', 1],
    [0, '0 s', '0 seconds', 1],
    [1.9, '1 s', '1 second', 1],
    [59.9, '59 s', '59 seconds', 1],
    [60, '1 min', '1 minute', 10],
    [3599, '59 min', '59 minutes', 10],
    [3600, '1 h', '1 hour', 60],
    [2 * 86_400 - 1, '47 h', '47 hours', 60],
    [2 * 86_400, '2 d', '2 days', 60],
    [400 * 86_400, '400 d', '400 days', 60],
  ])('of %d s', (seconds, text, words, step) => {
    expect([ageText(seconds), ageWords(seconds), ageStep(seconds)]).toEqual([text, words, step]);
  });
});
