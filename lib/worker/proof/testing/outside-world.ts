import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { eq } from 'drizzle-orm';
import { requestGitSyncRow } from '#db/queries/fabrics.ts';
import { operations } from '#db/schema/operations.ts';
import type { Database } from '#db/transaction.ts';
import { AppError } from '#lib/errors.ts';
import { seededRandom } from '#lib/kubernetes/testing/random-edits.ts';
import { discardDraft } from '#lib/services/draft/discard-draft.ts';
import { saveDraft } from '#lib/services/draft/save-draft.ts';
import { requestCommit, requestImport } from '#lib/services/operation/request-commit.ts';
import { rowOf, vpcIdentity } from '#lib/services/testing/test-fabric.ts';
import type { createGitOrigin } from '../../testing/git-origin.ts';
import type { startSandboxCluster } from '../../testing/test-clusters.ts';
import { manifestOf, vpcOf } from './manifests.ts';

const engineer = { kind: 'person', name: 'engineer' } as const;
const NAMES = Array.from({ length: 8 }, (_, index) => `v-${index}`);
const FOLDERS = ['vpcs', 'moved'] as const;
/** What a person can be told: the verb does not fit what happened meanwhile. */
const EXPECTED: ReadonlySet<string> = new Set(['refused', 'conflict', 'not_found']);

export interface World {
  seed: number;
  db: Database;
  fabricId: string;
  origin: Awaited<ReturnType<typeof createGitOrigin>>;
  cluster: Awaited<ReturnType<typeof startSandboxCluster>>;
  restartWorker(meanwhile: () => Promise<unknown>): Promise<unknown>;
}

/** Somebody who does one thing after the other; each call is one thing. */
export type Actor = () => Promise<unknown>;

/** Asks until a worker has begun with an operation, and then a few times more. */
async function untilBegun(db: Database, id: string, more: number): Promise<void> {
  for (let asked = 0, begun = false; asked < 500 && (!begun || more-- > 0); asked++) {
    const [operation] = await db.select().from(operations).where(eq(operations.id, id));
    begun ||= operation?.status !== 'queued';
  }
}

/** Everybody who changes something outside or asks for something: they act at the same time, each one thing at a time. */
export async function createOutsiders(world: World) {
  const { origin, cluster } = world;
  let streams = 0;
  /** Chances of one actor: the order in which actors get to act changes nobody's choices. */
  const chances = () => {
    const random = seededRandom(world.seed * 100 + streams++);
    const pick = <T>(items: readonly T[]): T => {
      const item = items[Math.floor(random() * items.length)];
      if (item === undefined) throw new Error('nothing to pick from');
      return item;
    };
    return { random, pick, vlan: () => 1001 + Math.floor(random() * 3) };
  };
  const clone = await origin.git('rev-parse', '--show-toplevel');
  const pathOf = (name: string, folder: (typeof FOLDERS)[number]) => join(clone, folder, `${name}.yaml`);
  const write = async (path: string, text: string) => {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  };

  /** Changes the newest state of the branch and pushes, again if somebody else was faster. */
  const push = async (change: () => Promise<void>, force: readonly string[] = []): Promise<void> => {
    for (let attempt = 0; attempt < 10; attempt++) {
      await origin.git('fetch', '--quiet', 'origin');
      await origin.git('reset', '--quiet', '--hard', 'origin/main');
      await change();
      await origin.git('add', '--all');
      await origin.git('commit', '--quiet', '--allow-empty', '--message', 'An outsider');
      const pushed = origin.git('push', '--quiet', ...force, 'origin', 'HEAD:main');
      if (
        await pushed.then(
          () => true,
          () => false,
        )
      )
        return;
    }
    throw new Error('somebody else is always faster');
  };

  const { random, pick, vlan } = chances();
  const changes: (() => Promise<void>)[] = [
    async () => {
      const name = pick(NAMES);
      const comment = random() < 0.5 ? '' : `# note ${Math.floor(random() * 1000)}\n`;
      await write(pathOf(name, 'vpcs'), `${comment}${manifestOf(vpcOf(name, vlan()))}`);
    },
    async () => {
      const name = pick(NAMES);
      for (const folder of FOLDERS) await rm(pathOf(name, folder), { force: true });
    },
    async () => {
      const name = pick(NAMES);
      const [here, there] = random() < 0.5 ? FOLDERS : FOLDERS.toReversed();
      const from = pathOf(name, here ?? 'vpcs');
      if (!existsSync(from)) return;
      await mkdir(join(clone, there ?? 'moved'), { recursive: true });
      await rename(from, pathOf(name, there ?? 'moved'));
    },
    async () => write(pathOf(pick(NAMES), 'moved'), manifestOf(vpcOf(pick(NAMES), vlan()))),
    async () => write(pathOf(pick(NAMES), 'vpcs'), 'apiVersion: [half a file\n'),
  ];
  const gitUser: Actor = async () => {
    if (random() < 0.08) {
      const parent = await origin.git('rev-parse', '--quiet', '--verify', 'origin/main~1').catch(() => '');
      if (parent !== '') await origin.git('push', '--quiet', '--force', 'origin', `${parent}:main`);
      return;
    }
    const some = Array.from({ length: 1 + Math.floor(random() * 3) }, () => pick(changes));
    await push(async () => {
      for (const change of some) await change();
    });
  };

  const clusterUser =
    ({ random, pick, vlan }: ReturnType<typeof chances>): Actor =>
    async () => {
      const name = pick(NAMES);
      const kind = random();
      if (kind < 0.25) return cluster.remove(name);
      if (kind < 0.3) return cluster.compact();
      const manager = pick(['argocd-controller', 'kubectl-edit', 'hhfctl']);
      return cluster.put(manager, name, vpcOf(name, vlan()).spec ?? null);
    };

  /** What the person typed last and neither committed nor threw away: no machine may lose it. */
  const typed = new Map<string, string>();
  let notes = 0;
  const personal = chances();
  const type = async (name: string) => {
    const { db, fabricId } = world;
    const text = `# typed ${++notes}\n${manifestOf(vpcOf(name, personal.vlan()))}`;
    const create = (await rowOf(db, fabricId, name)) === null;
    const rebased = personal.random() < 0.5;
    await saveDraft(db, engineer, { fabricId, identity: vpcIdentity(name), text, create, rebased });
    typed.set(name, text);
  };
  const person: Actor = async () => {
    const { random, pick } = personal;
    const { db, fabricId } = world;
    const name = pick(NAMES);
    const identity = vpcIdentity(name);
    const kind = random();
    try {
      if (kind < 0.5) {
        await type(name);
      } else if (kind < 0.58) {
        await saveDraft(db, engineer, { fabricId, identity, text: null, create: false });
        typed.delete(name);
      } else if (kind < 0.68) {
        await discardDraft(db, engineer, fabricId, identity);
        typed.delete(name);
      } else if (kind < 0.92) {
        const committed = pick([name, ...typed.keys(), ...typed.keys()]);
        const id = await requestCommit(db, engineer, fabricId, vpcIdentity(committed), null);
        typed.delete(committed);
        // Some people type on while their commit is under way.
        if (random() < 0.7) {
          await untilBegun(db, id, Math.floor(random() * 30));
          await type(committed);
        }
      } else await requestImport(db, engineer, fabricId, identity);
    } catch (error) {
      if (!(error instanceof AppError) || !EXPECTED.has(error.code)) throw error;
    }
  };

  const operational = chances();
  const unseen = clusterUser(chances());
  const operator: Actor = () =>
    operational.random() < 0.2
      ? world.restartWorker(async () => {
          for (let change = 0; change < 4; change++) await unseen();
        })
      : world.db.transaction((tx) => requestGitSyncRow(tx, world.fabricId));

  return {
    actors: [gitUser, clusterUser(chances()), clusterUser(chances()), person, operator],
    typed,
    /** One object goes and one comes while nothing else happens, so that only the watch can tell. */
    async calmly() {
      const [gone] = (await cluster.objects()).map(({ metadata }) => metadata.name);
      if (gone !== undefined) await cluster.remove(gone);
      await cluster.put(
        'kubectl-create',
        pick(NAMES.filter((name) => name !== gone)),
        vpcOf('', 1009).spec ?? null,
      );
    },
    /** Leaves each name in at most one readable file: what is ambiguous or broken has no one answer. */
    mend: () =>
      push(async () => {
        for (const name of NAMES) {
          const [first, second] = FOLDERS.map((folder) => pathOf(name, folder));
          if (first === undefined || second === undefined) continue;
          await rm(second, { force: true });
          if (existsSync(first)) await write(first, manifestOf(vpcOf(name, vlan())));
        }
      }),
    /** Throws every draft away. */
    async discardAll(names: readonly string[]) {
      for (const name of names) await discardDraft(world.db, engineer, world.fabricId, vpcIdentity(name));
    },
  };
}
