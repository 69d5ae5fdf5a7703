import { benchClusterList } from './bench/cluster-list.ts';
import { benchCompare } from './bench/compare.ts';
import { benchFullPass } from './bench/full-pass.ts';
import { benchFirstSync, benchUnchangedSync } from './bench/git-sync.ts';
import { benchLive } from './bench/live.ts';
import { machineLine } from './bench/measure.ts';
import { benchTransitions } from './bench/transitions.ts';

async function compare([folder, ...crds]: string[]): Promise<unknown> {
  if (folder !== undefined) return benchCompare(folder, crds);
  return { left_out: 'name a folder of cases: npm run bench -- compare FOLDER [CRD FOLDER …]' };
}

/** `npm run bench [-- name …]`: one JSON line each; ratios come from interleaved runs. */
const BENCHES: Record<string, (args: string[]) => Promise<unknown>> = {
  compare,
  'first-sync': () => benchFirstSync(),
  'unchanged-sync': () => benchUnchangedSync(),
  'cluster-list': () => benchClusterList(),
  'full-pass': () => benchFullPass(),
  live: ([seconds]) => benchLive(seconds === undefined ? 60 : Number(seconds)),
  transitions: () => benchTransitions(),
};

/** How many words a bench takes: what it would not use is refused. */
const MOST_WORDS: Record<string, number> = { compare: Number.POSITIVE_INFINITY, live: 1 };

const [name, ...args] = process.argv.slice(2);
const surplus = args.slice(MOST_WORDS[name ?? ''] ?? 0).concat(args.filter((arg) => arg.startsWith('-')))[0];
if (surplus !== undefined) {
  console.error(`${name} takes no ${surplus}.`);
  process.exit(2);
}
const chosen = name === undefined ? Object.keys(BENCHES) : [name];
console.error(machineLine());
for (const bench of chosen) {
  const run = Object.hasOwn(BENCHES, bench) ? BENCHES[bench] : undefined;
  if (run === undefined) {
    console.error(`There is no bench ${bench}. There are: ${Object.keys(BENCHES).join(', ')}.`);
    process.exit(2);
  }
  console.log(JSON.stringify({ bench, ...((await run(args)) as object) }));
}
