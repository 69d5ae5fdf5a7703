import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { type SandboxApiServer, startSandboxApiServer } from './api-server/start.ts';
import { FabricControllers } from './controllers/fabric-controllers.ts';
import { SANDBOX_CRDS } from './crds/sandbox-crds.ts';
import type { DeployerStyle } from './deployer/deploy-object.ts';
import { DEPLOYER_STATE, Deployer, type DeployReport } from './deployer/deployer.ts';
import { type FolderLock, lockFolder } from './folder-lock.ts';
import { repeat } from './repeat.ts';
import {
  readSettings,
  type SandboxFolder,
  type SandboxSettings,
  sandboxFolder,
  writeSettings,
} from './sandbox-folder.ts';
import { seedSandbox } from './seed/seed-sandbox.ts';
import { fabricDefaulting } from './webhooks/fabric-defaulting.ts';

export interface SandboxOptions {
  /** The sandbox's folder; made when it is missing. */
  directory: string;
  /** How the deployer behaves; the default of a new sandbox is `argocd`. */
  style?: DeployerStyle;
  /** 0 leaves deploying to calls of `deploy`. */
  deployEveryMs?: number;
  /** False leaves the events of the first day to the caller, who may want to watch them happen. */
  day?: boolean;
  /** How often the fabric's controllers look; 0 leaves them out. */
  controlEveryMs?: number;
  log?: (line: string) => void;
}

export interface RunningSandbox {
  folder: SandboxFolder;
  server: SandboxApiServer;
  /** One pass of the deployer, now. */
  deploy(): Promise<DeployReport>;
  /** Ends everything; the state stays. */
  stop(): Promise<void>;
}

/**
 * Starts a sandbox: the API server, filled with the demo on the first start, and the deployer.
 * @throws Error when another process runs the same folder, or the remembered port is taken.
 */
export async function runSandbox(options: SandboxOptions): Promise<RunningSandbox> {
  const folder = sandboxFolder(options.directory);
  mkdirSync(folder.root, { recursive: true });
  const lock = lockFolder(folder.lock);
  try {
    return await run(folder, lock, options);
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function run(
  folder: SandboxFolder,
  lock: FolderLock,
  options: SandboxOptions,
): Promise<RunningSandbox> {
  const settings = await prepareSettings(folder, options.style ?? 'argocd');
  if (!settings.seeded) forgetCluster(folder);
  const server = await startServer(folder, settings);
  writeFileSync(folder.kubeconfig, server.kubeconfig, { mode: 0o600 });
  try {
    if (!settings.seeded) await seedSandbox(folder, server, settings.style, options.day);
  } catch (error) {
    await server.stop();
    throw error;
  }
  writeSettings(folder, { ...settings, seeded: true });
  const { origin, manifests, root: directory } = folder;
  const deployer = new Deployer({ origin, folder: manifests, server, directory, style: settings.style });
  const controllers = new FabricControllers(server);
  const loops = startLoops(deployer, controllers, options);
  return {
    folder,
    server,
    deploy: () => deployer.deploy(),
    stop: async () => {
      await Promise.all(loops.map((loop) => loop.stop()));
      await server.stop();
      lock.release();
    },
  };
}

function startLoops(
  deployer: Deployer,
  controllers: FabricControllers,
  { deployEveryMs = 5_000, controlEveryMs = 2_000, log = () => {} }: SandboxOptions,
): { stop(): Promise<void> }[] {
  const complain = onlyNews(log);
  const deploy = async (): Promise<void> => {
    const report = await deployer.deploy();
    for (const key of report.applied) log(`deployed ${key}`);
    for (const key of report.deleted) log(`removed ${key}`);
    complain(report.failed.map(({ what, why }) => `could not deploy ${what}: ${why}`));
  };
  const failing = (who: string) => {
    const tell = onlyNews(log);
    return (error: unknown) =>
      tell([`${who} failed: ${error instanceof Error ? error.message : String(error)}`]);
  };
  return [
    ...(deployEveryMs > 0
      ? [repeat(deploy, { everyMs: deployEveryMs, onError: failing('the deployer') })]
      : []),
    ...(controlEveryMs > 0
      ? [repeat(() => controllers.pass(), { everyMs: controlEveryMs, onError: failing('the fabric') })]
      : []),
  ];
}

/** Says lines unless they are the same as the last time. */
function onlyNews(log: (line: string) => void): (lines: string[]) => void {
  let last = '';
  return (lines) => {
    const text = lines.join('\n');
    if (text !== last) for (const line of lines) log(line);
    last = text;
  };
}

/** A demo that was interrupted starts again with nothing in the cluster and nothing deployed. */
function forgetCluster(folder: SandboxFolder): void {
  rmSync(folder.cluster, { recursive: true, force: true });
  rmSync(join(folder.root, DEPLOYER_STATE), { force: true });
}

async function startServer(folder: SandboxFolder, settings: SandboxSettings): Promise<SandboxApiServer> {
  const { port, token } = settings;
  const directory = folder.cluster;
  try {
    return await startSandboxApiServer({
      directory,
      port,
      token,
      crds: SANDBOX_CRDS,
      defaulting: fabricDefaulting,
    });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    const advice = `Stop the program that uses it, or change "port" in ${folder.settings}.`;
    throw new Error(`Port ${port} of this sandbox is taken. ${advice}`, { cause: error });
  }
}

/** The settings of before, or new ones with a port that is free now. */
async function prepareSettings(folder: SandboxFolder, style: DeployerStyle): Promise<SandboxSettings> {
  const known = readSettings(folder);
  if (known !== null) return known;
  const token = randomBytes(24).toString('base64url');
  const settings = { port: await freePort(), token, style, seeded: false };
  writeSettings(folder, settings);
  return settings;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
