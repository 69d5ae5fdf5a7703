import { describe, expect, test } from 'vitest';
import { compare } from '../../drift/compare.ts';
import type { Weight } from '../../drift/comparison.ts';
import {
  inCluster,
  inGit,
  realPaths,
  schemaOfCatalogue,
  type Type,
} from '../../drift/testing/live-object.ts';
import type { Json } from '../kubernetes-object.ts';

/** One rule of the catalogue, tried in both directions. */
export interface KindRule {
  rule: string;
  git: Json;
  /** What of it the server kept, and the deployer therefore owns; all of it when left out. */
  kept?: Json;
  /** What a healthy cluster stores for it. */
  stored: Json;
  /** What the installer wrote, where Git is silent. */
  installer?: Json;
  /** A cluster where somebody edited the same field by hand. */
  edited?: Json;
  /** What of it the hand owns; all of it when left out. */
  hand?: Json;
  /** The real differences that the edit makes. */
  real?: string[];
  severity?: Weight;
}

/** Tries every rule with the catalogue alone and with a schema: what is stored is no drift, the edit is. */
export function describeKind(type: Type, rules: readonly KindRule[]): void {
  const schemas = [
    ['catalogue alone', null],
    ['with a schema', schemaOfCatalogue(type)],
  ] as const;
  describe.each(schemas)(`${type.kind}, %s`, (_name, schema) => {
    for (const { rule, git, kept = git, stored, installer, edited, hand, real = [], severity } of rules) {
      const desired = inGit(type, git);
      test(`${rule}: stored is no drift`, () => {
        const owners = { deployer: kept, ...(installer === undefined ? {} : { installer }) };
        const comparison = compare({ desired, actual: inCluster(type, stored, owners), schema });
        expect(realPaths(comparison)).toEqual([]);
        expect(comparison).toMatchObject({ status: 'in_sync', score: 0, severity: 'none' });
      });
      if (edited === undefined) continue;
      test(`${rule}: edited by hand is drift`, () => {
        const actual = inCluster(type, edited, { deployer: kept, hand: hand ?? edited });
        const comparison = compare({ desired, actual, schema });
        expect(realPaths(comparison).sort()).toEqual([...real].sort());
        expect(comparison.status).toBe('spec_drift');
        expect(comparison.score).toBeGreaterThan(0);
        if (severity !== undefined) expect(comparison.worst?.weight).toBe(severity);
      });
    }
  });
}
