/** `::ffff:10.0.0.1` is 10.0.0.1. */
export const plainAddress = (address: string | undefined): string =>
  (address ?? '').replace(/^::ffff:(?=\d)/i, '');
