/** Whether an account may act, as its document holds it; one without a document is active. */
export const accountStates = ['active', 'suspended', 'removed'] as const;

export interface AccountState {
  state: (typeof accountStates)[number];
  /** ISO: since when. */
  at: string;
}
