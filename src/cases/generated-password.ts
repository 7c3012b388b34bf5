/** Passwords that the server makes for people: easy to read off a screen and to type. */

/** Without letters that are mistaken for each other. */
const letters = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Five groups of four characters, 99 bits. `randomInt(n)` is evenly distributed over 0 … n - 1. */
export function generatePassword(randomInt: (below: number) => number): string {
  const group = (): string => Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join('');
  return Array.from({ length: 5 }, group).join('-');
}
