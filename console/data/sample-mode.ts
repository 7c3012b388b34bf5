/** Whether this tab looks at sample data. Of this tab alone: another one shows what is one's own. */
const key = 'decoyverse.sample';

export const isInSample = (): boolean => sessionStorage.getItem(key) === 'true';

export function setInSample(isIn: boolean): void {
  if (isIn) sessionStorage.setItem(key, 'true');
  else sessionStorage.removeItem(key);
}
