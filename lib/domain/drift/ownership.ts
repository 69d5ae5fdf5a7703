import { isJsonObject, type Json, type JsonObject } from '../hedgehog/kubernetes-object.ts';
import type { Writer } from './comparison.ts';

interface Entry {
  writer: Writer;
  fields: JsonObject;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

function readEntry(entry: unknown): Entry | null {
  if (!isJsonObject(entry) || !isJsonObject(entry.fieldsV1) || text(entry.subresource) !== '') return null;
  if (text(entry.manager) === '') return null;
  const time = text(entry.time) === '' ? null : text(entry.time);
  return {
    writer: { manager: text(entry.manager), operation: text(entry.operation), time },
    fields: entry.fieldsV1,
  };
}

/** True for managers that only carry out what Git or an operator's tool chain says; their word is not a hand edit. */
const DEPLOYERS: ReadonlySet<string> = new Set([
  'argocd-controller',
  'argocd-application-controller',
  'kustomize-controller',
  'helm-controller',
]);

/** True for a manager that deploys what Git says (Argo CD, Flux). */
export function isDeployer(manager: string): boolean {
  return DEPLOYERS.has(manager);
}

/** True for the fabric's installer, which fills addresses (hedgehog-kinds.md B.5). */
export function isInstaller(manager: string): boolean {
  return manager.startsWith('hhfab') || manager.startsWith('fabricator');
}

function has(fields: JsonObject, tokens: readonly string[], length: number): boolean {
  let place: JsonObject = fields;
  for (let i = 0; i < length; i++) {
    const token = tokens[i] ?? '';
    const next: Json | undefined = Object.hasOwn(place, token) ? place[token] : undefined;
    if (!isJsonObject(next)) return false;
    place = next;
  }
  return true;
}

/** Later writers first; among equals a hand before a deployer, then the last entry, which the server wrote last. */
function isAhead(one: Writer, other: Writer): boolean {
  if ((one.time ?? '') !== (other.time ?? '')) return (one.time ?? '') > (other.time ?? '');
  return isDeployer(other.manager) || !isDeployer(one.manager);
}

/** Who owns what in a live object (Kubernetes, "Field Management"); malformed entries count as not there. */
export interface Ownership {
  /** True when at least one entry could be read. */
  readonly hasEntries: boolean;
  /** The writer of the place that the first `length` tokens (`f:spec`, `f:subnets`, …) lead to; null when nobody owns it. */
  writerOf(tokens: readonly string[], length: number): Writer | null;
  /** True when one of the owners of that place is such a manager; several own it only while all of them say the same. */
  isOwnedBy(is: (manager: string) => boolean, tokens: readonly string[], length: number): boolean;
}

/** Reads `metadata.managedFields`, leaving out the entries of the status subresource. */
export function readOwnership(managedFields: unknown): Ownership {
  const entries: Entry[] = [];
  for (const entry of Array.isArray(managedFields) ? managedFields : []) {
    const read = readEntry(entry);
    if (read !== null) entries.push(read);
  }
  return {
    hasEntries: entries.length > 0,
    writerOf(tokens, length) {
      let ahead: Writer | null = null;
      for (const { writer, fields } of entries) {
        if (!has(fields, tokens, length)) continue;
        if (ahead === null || isAhead(writer, ahead)) ahead = writer;
      }
      return ahead;
    },
    isOwnedBy(is, tokens, length) {
      return entries.some(({ writer, fields }) => is(writer.manager) && has(fields, tokens, length));
    },
  };
}

/** Who made a live object: the manager of its earliest entry (each entry has the time of its last write); null when none can be read. */
export function creatorOf(managedFields: unknown): string | null {
  let first: Writer | null = null;
  for (const entry of Array.isArray(managedFields) ? managedFields : []) {
    const writer = readEntry(entry)?.writer ?? null;
    if (writer !== null && (first === null || (writer.time ?? '') < (first.time ?? ''))) first = writer;
  }
  return first?.manager ?? null;
}
