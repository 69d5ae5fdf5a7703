import { join } from 'node:path';
import type { DeployerStyle } from './deployer/deploy-object.ts';
import { readJsonFile, writeJsonFile } from './json-file.ts';

/** What stays the same between two starts of a sandbox. */
export interface SandboxSettings {
  port: number;
  token: string;
  style: DeployerStyle;
  /** False until the demo is there completely: a seed that was interrupted starts again. */
  seeded: boolean;
}

/** Where the parts of a sandbox lie. */
export interface SandboxFolder {
  root: string;
  /** The bare Git repository that people push to. */
  origin: string;
  /** The folder in the repository that holds the fabric's manifests. */
  manifests: string;
  /** The state of the API server. */
  cluster: string;
  kubeconfig: string;
  settings: string;
  lock: string;
}

export function sandboxFolder(root: string): SandboxFolder {
  return {
    root,
    origin: join(root, 'origin.git'),
    manifests: 'harbor/',
    cluster: join(root, 'cluster'),
    kubeconfig: join(root, 'kubeconfig.yaml'),
    settings: join(root, 'sandbox.json'),
    lock: join(root, 'lock'),
  };
}

export function readSettings(folder: SandboxFolder): SandboxSettings | null {
  return readJsonFile<SandboxSettings>(folder.settings);
}

export function writeSettings(folder: SandboxFolder, settings: SandboxSettings): void {
  writeJsonFile(folder.settings, settings);
}
