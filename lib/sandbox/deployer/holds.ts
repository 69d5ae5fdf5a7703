import { join } from 'node:path';
import type { ResourceIdentity } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { readJsonFile, writeJsonFile } from '../json-file.ts';

/** What the deployer leaves alone. */
export interface Hold {
  kind: string;
  namespace: string;
  name: string;
  /** Only while Git says this (a manifest's hash); null holds until it is released. */
  manifest: string | null;
}

function fileIn(directory: string): string {
  return join(directory, 'holds.json');
}

export function readHolds(directory: string): Hold[] {
  return readJsonFile<Hold[]>(fileIn(directory)) ?? [];
}

export function writeHolds(directory: string, holds: Hold[]): void {
  writeJsonFile(fileIn(directory), holds);
}

function isOf(hold: Hold, identity: Omit<ResourceIdentity, 'group'>): boolean {
  return hold.kind === identity.kind && hold.name === identity.name && hold.namespace === identity.namespace;
}

export function addHold(directory: string, hold: Hold): void {
  writeHolds(directory, [...readHolds(directory).filter((other) => !isOf(other, hold)), hold]);
}

/** True when there was such a hold. */
export function releaseHold(directory: string, identity: Omit<ResourceIdentity, 'group'>): boolean {
  const holds = readHolds(directory);
  const kept = holds.filter((hold) => !isOf(hold, identity));
  if (kept.length < holds.length) writeHolds(directory, kept);
  return kept.length < holds.length;
}

/** Whether an object with this manifest in Git (null: none) is held. */
export function isHeld(holds: Hold[], identity: ResourceIdentity, manifest: string | null): boolean {
  return holds.some((hold) => isOf(hold, identity) && (hold.manifest === null || hold.manifest === manifest));
}
