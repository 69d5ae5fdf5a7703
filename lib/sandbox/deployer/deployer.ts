import { join } from 'node:path';
import type { ResourceIdentity } from '#lib/domain/hedgehog/kubernetes-object.ts';
import type { ApiServerAddress } from '../api-client.ts';
import { readOrigin } from '../git-origin.ts';
import { readJsonFile, writeJsonFile } from '../json-file.ts';
import { byCreateOrder } from './create-order.ts';
import { type DeployerStyle, deployObject, isDeployed, KindPaths, undeployObject } from './deploy-object.ts';
import { type Hold, isHeld, readHolds } from './holds.ts';
import { type Manifest, readManifests } from './read-manifests.ts';

export interface DeployerOptions {
  /** The bare repository. */
  origin: string;
  /** The folder in it that holds the fabric's manifests. */
  folder: string;
  server: ApiServerAddress;
  /** Where the deployer remembers what it deployed, and where the holds are. */
  directory: string;
  style: DeployerStyle;
}

export interface DeployReport {
  revision: string;
  applied: string[];
  deleted: string[];
  held: string[];
  failed: { what: string; why: string }[];
}

interface Deployed {
  identity: ResourceIdentity;
  apiVersion: string;
  /** The manifest that was deployed last. */
  hash: string;
}

interface DeployerState {
  revision: string | null;
  objects: Record<string, Deployed>;
}

/** In the deployer's directory: what it has deployed. */
export const DEPLOYER_STATE = 'deployer.json';

const EMPTY: DeployerState = { revision: null, objects: {} };

/**
 * Deploys what Git says: every manifest that is not the one deployed last, so what failed or was held is tried again, and a
 * change by hand stays until Git changes that object (no self-healing). What it deployed and Git no longer has is deleted.
 */
export class Deployer {
  readonly #options: DeployerOptions;
  readonly #paths: KindPaths;
  #running: Promise<DeployReport> | null = null;

  constructor(options: DeployerOptions) {
    this.#options = options;
    this.#paths = new KindPaths(options.server);
  }

  get #stateFile(): string {
    return join(this.#options.directory, DEPLOYER_STATE);
  }

  /**
   * One pass; a second call during a pass waits for that one. `everything` also reverts what was changed by hand.
   * @throws Error when Git cannot be read.
   */
  deploy(options: { everything?: boolean } = {}): Promise<DeployReport> {
    this.#running ??= this.#pass(options.everything ?? false).finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  async #pass(everything: boolean): Promise<DeployReport> {
    const { origin, folder, directory } = this.#options;
    const state = readJsonFile<DeployerState>(this.#stateFile) ?? EMPTY;
    const holds = readHolds(directory);
    const { revision, files } = await readOrigin(origin);
    const { manifests, problems } = readManifests(files, folder);
    const report: DeployReport = { revision, applied: [], deleted: [], held: [], failed: [] };
    for (const problem of problems) report.failed.push({ what: 'Git', why: problem });
    const objects = { ...state.objects };
    manifests.sort((a, b) => byCreateOrder(a.identity.kind, b.identity.kind));
    for (const manifest of manifests) {
      const changed = objects[manifest.key]?.hash !== manifest.hash;
      if (changed || everything) await this.#apply(manifest, changed, holds, objects, report);
    }
    // A file that does not parse says nothing about what is gone.
    if (problems.length === 0) await this.#prune(manifests, holds, objects, report);
    writeJsonFile(this.#stateFile, { revision, objects } satisfies DeployerState);
    return report;
  }

  async #apply(
    manifest: Manifest,
    changedInGit: boolean,
    holds: Hold[],
    objects: Record<string, Deployed>,
    report: DeployReport,
  ): Promise<void> {
    const { identity, key, hash } = manifest;
    if (isHeld(holds, identity, hash)) {
      report.held.push(key);
      return;
    }
    try {
      const { server, style } = this.#options;
      const due = changedInGit || !(await isDeployed(server, this.#paths, manifest));
      if (due && (await deployObject(server, this.#paths, manifest, style))) report.applied.push(key);
      objects[key] = { identity, apiVersion: String(manifest.object.apiVersion), hash };
    } catch (error) {
      const before = objects[key];
      if (before !== undefined) objects[key] = { ...before, hash: '' };
      report.failed.push({ what: key, why: error instanceof Error ? error.message : String(error) });
    }
  }

  async #prune(
    manifests: Manifest[],
    holds: Hold[],
    objects: Record<string, Deployed>,
    report: DeployReport,
  ): Promise<void> {
    const wanted = new Set(manifests.map((manifest) => manifest.key));
    const gone = Object.entries(objects).filter(([key]) => !wanted.has(key));
    gone.sort(([, a], [, b]) => byCreateOrder(b.identity.kind, a.identity.kind));
    for (const [key, { identity, apiVersion }] of gone) {
      if (isHeld(holds, identity, null)) {
        report.held.push(key);
        continue;
      }
      try {
        await undeployObject(this.#options.server, this.#paths, apiVersion, identity);
        delete objects[key];
        report.deleted.push(key);
      } catch (error) {
        report.failed.push({ what: key, why: error instanceof Error ? error.message : String(error) });
      }
    }
  }
}
