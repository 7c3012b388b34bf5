/** The one function that is used of a package that has no types of its own. */
declare module 'http_ece' {
  import type { ECDH } from 'node:crypto';

  /** RFC 8188; with `dh` and `authSecret` as RFC 8291 has it. The public key of `privateKey` stands in the result. */
  export function encrypt(
    text: Buffer,
    how: { version: 'aes128gcm'; dh: Buffer; privateKey: ECDH; authSecret: Buffer },
  ): Buffer;
}
