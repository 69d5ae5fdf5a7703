import { z } from 'zod';
import { AppError } from '#lib/errors.ts';

/** The place after which a page begins: group by weight and name, weight, onset, resource, difference. */
const Key = z.tuple([z.int32(), z.string(), z.int32(), z.number(), z.int().min(0), z.int32()]);
export type DriftKey = z.infer<typeof Key>;

export function encodeDriftKey(key: DriftKey): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/** @throws AppError invalid_input */
export function decodeDriftKey(encoded: string): DriftKey {
  try {
    const key = Key.parse(JSON.parse(Buffer.from(encoded, 'base64url').toString()));
    if (!key[1].includes('\0')) return key;
  } catch {
    // Falls through: whatever it is, it is no key of ours.
  }
  throw new AppError(
    'invalid_input',
    'The page key "after" is not one of ours. Ask for the first page again.',
  );
}
