import { compare } from '#lib/domain/drift/compare.ts';
import type { CompareInput } from '#lib/domain/drift/comparison.ts';
import { AppError } from '#lib/errors.ts';
import { findCases, readCase, SIDE } from '../compare/compare-folder.ts';
import { findSchema, readCrds, readCrdsBeside, type Schemas } from '../compare/schemas.ts';
import { median } from './measure.ts';

const ROUNDS = 31;
const WARM_UP = 10;

function readPairs(folder: string, crdDirs: readonly string[]): CompareInput[] {
  const schemas: Schemas = new Map();
  for (const dir of crdDirs) readCrds(schemas, dir);
  readCrdsBeside(schemas, folder, SIDE, (line) => console.error(line));
  return findCases(folder).flatMap((name) => {
    const { desired, actual } = readCase(folder, name);
    if (desired === null || actual === null) return [];
    return [{ desired, actual, schema: findSchema(schemas, actual).schema }];
  });
}

/** Microseconds per pair of one pass over all of them. */
function pass(pairs: readonly CompareInput[], work: (pair: CompareInput) => unknown): number {
  const start = performance.now();
  for (const pair of pairs) work(pair);
  return ((performance.now() - start) * 1000) / pairs.length;
}

/**
 * Compares every pair of a folder of cases, parsed beforehand, in turn with a JSON round trip of the same live objects.
 * Gives medians in microseconds per pair and the median of the ratios. @throws AppError when there is no pair
 */
export function benchCompare(folder: string, crdDirs: readonly string[]) {
  const pairs = readPairs(folder, crdDirs);
  if (pairs.length === 0) throw new AppError('invalid_input', `${folder} holds no case with both sides.`);
  const rounds: { compare: number; json: number }[] = [];
  for (let round = 0; round < WARM_UP + ROUNDS; round++) {
    const times = {
      compare: pass(pairs, (pair) => compare(pair)),
      json: pass(pairs, ({ actual }) => JSON.parse(JSON.stringify(actual))),
    };
    if (round >= WARM_UP) rounds.push(times);
  }
  return {
    pairs: pairs.length,
    us_per_pair: Number(median(rounds.map((round) => round.compare)).toFixed(2)),
    json_us_per_pair: Number(median(rounds.map((round) => round.json)).toFixed(2)),
    ratio: Number(median(rounds.map((round) => round.compare / round.json)).toFixed(2)),
    rounds: ROUNDS,
  };
}
