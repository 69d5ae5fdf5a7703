import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { AppError } from './errors.ts';

const VERSION = 'v1';

function keyOf(secret: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', 'fabric-lifecycle:credentials', 32));
}

/** Encrypts a credential for the database (AES-256-GCM): `v1.iv.tag.ciphertext`. */
export function seal(plain: string, secret: string): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', keyOf(secret), iv);
  const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  return [VERSION, ...[iv, cipher.getAuthTag(), sealed].map((part) => part.toString('base64url'))].join('.');
}

/**
 * Decrypts what `seal` made.
 * @throws AppError internal when the text was changed or sealed with another key.
 */
export function unseal(sealed: string, secret: string): string {
  const [version, iv, tag, text] = sealed.split('.');
  try {
    if (version !== VERSION || iv === undefined || tag === undefined || text === undefined)
      throw new Error('format');
    const decipher = createDecipheriv('aes-256-gcm', keyOf(secret), Buffer.from(iv, 'base64url'));
    decipher.setAuthTag(Buffer.from(tag, 'base64url'));
    return Buffer.concat([decipher.update(Buffer.from(text, 'base64url')), decipher.final()]).toString(
      'utf8',
    );
  } catch (cause) {
    throw new AppError(
      'internal',
      'A stored credential cannot be decrypted: the secret key is not the one it was sealed with. Restore the key, or enter the credential again.',
      { cause },
    );
  }
}
