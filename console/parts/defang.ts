/** Addresses and links so that no program makes a link of them: `hxxp://evil[.]example/x`. */

const address = /^(?:\d{1,3}\.){3}\d{1,3}(?::\d+)?$/;
const link = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)(.*)$/is;

const withoutDots = (host: string): string => host.replaceAll('.', '[.]').replaceAll('@', '[@]');

/** The value itself where it is none of these. */
export function toDefanged(value: string): string {
  const [, scheme, host, rest] = link.exec(value) ?? [];
  if (scheme !== undefined && host !== undefined)
    return `${scheme.replace(/^http/i, 'hxxp').replace(/^ftp/i, 'fxp')}://${withoutDots(host)}${rest}`;
  return address.test(value) ? withoutDots(value) : value;
}
