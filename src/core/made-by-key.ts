/** What a program made with an API key: with the key, it can be revoked too. */
export const madeKinds = [
  'node',
  'channel',
  'feed',
  'token',
  'suppression',
  'known-scanner',
  'wallboard',
] as const;
export type MadeKind = (typeof madeKinds)[number];

export interface MadeBody {
  kind: MadeKind;
  /** Of what was made. */
  made_id: string;
  /** Its name then. */
  name: string;
}
