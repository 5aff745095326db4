/** Digests of what is in memory already. */

/**
 * SHA-256 in hexadecimal digits. Node's cryptography is loaded with the first: that takes as long as a twentieth of what
 * most commands take in all.
 */
export function sha256(content: string | Uint8Array): string {
  const { createHash } = process.getBuiltinModule('node:crypto');
  return createHash('sha256').update(content).digest('hex');
}
