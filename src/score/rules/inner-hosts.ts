/** Hosts that only the server itself can reach, in all the ways that an address can be spelled. */

const metadata =
  /^(?:169\.254\.169\.25[34]|169\.254\.170\.(?:2|23)|100\.100\.100\.200|192\.0\.0\.192|168\.63\.129\.16|metadata(?:\.google\.internal|\.tencentyun\.com|\.platformequinix\.com|\.goog)?|instance-data(?:\.ec2\.internal)?|rancher-metadata|\[fd00:ec2::(?:254|23)\]|\[::ffff:a9fe:a9fe\]|\[fd20:ce::254\])$/;
const loopback =
  /^(?:localhost|.{1,60}\.localhost|localhost\.localdomain|localhost[46]?|ip6-localhost|127(?:\.\d{1,3}){3}|0\.0\.0\.0|\[::1?\]|\[::ffff:7f[\da-f]{2}:[\da-f]{1,4}\]|\[::7f00:1\]|\[::ffff:0:0\]|\[64:ff9b::7f00:1\])$/;
/** Names in public DNS that lead back to the machine that asks. */
const turned =
  /(?:^|\.)(?:localtest\.me|lvh\.me|vcap\.me|lacolhost\.com|yoogle\.com|spoofed\.burpcollaborator\.net)$|(?:^|[.-])(?:127[.-]0[.-]0[.-]1|169[.-]254[.-]169[.-]254|7f000001|a9fea9fe)(?:[.-].{0,40})?\.(?:nip\.io|sslip\.io|xip\.io|1u\.ms|rbndr\.us)$/;
const cluster =
  /^(?:kubernetes(?:\.default(?:\.svc(?:\.cluster\.local)?)?)?|host\.docker\.internal|gateway\.docker\.internal|consul\.service\.consul)$/;
const schemes = /^(?:url:)?([a-z][a-z\d+.-]{1,12}):\/{0,4}(?=[^/\\\s])|^[\\/]{2}(?=[^/\\\s])/i;
/** Schemes for which a fetch is meant; `mailto:` and the like are none. */
const fetched =
  /^(?:https?|ftps?|gopher|dict|tftp|ldaps?|sftp|ws|wss|jar|netdoc|redis|mysql|smtp|imap|telnet|ssh2?|tcp)$/i;
/** Apps on people's own machines are called back there, and developers work there. */
const calledBack =
  /^(?:redirect_?ur[il]|callback(?:_?url)?|return_?(?:to|url|uri)|origin|referr?er|post_logout_redirect_uri|dl|dr|ref|base_?url|issuer|iss|aud)$/i;

export interface InnerHost {
  text: string;
  what: 'metadata' | 'loopback' | 'spelled' | 'cluster';
}

/** Null where the value is no address, or one of another host. */
export function findInnerHost(key: string, text: string): InnerHost | null {
  const scheme = schemes.exec(text);
  if (scheme === null || (scheme[1] !== undefined && !fetched.test(scheme[1]))) return null;
  const rest = text.slice(scheme[0].length);
  const shown = rest.slice(0, Math.max(0, rest.search(/[/?#\\\s]|$/)));
  const bare = shown.slice(shown.lastIndexOf('@') + 1);
  if (bare === '' || bare.length > 120) return null;
  // Only what may be one of ours is worth the work: digits, brackets, letters beyond ASCII, or a name that is known.
  if (
    !/^[\d[]|^0x|local|metadata|instance-data|kubernetes|docker|consul|nip\.io|sslip|xip|1u\.ms|rbndr|lvh|vcap|[^\0-\x7f%]|%/i.test(
      bare,
    )
  )
    return null;
  let host: string;
  try {
    host = new URL(`http://${bare}`).hostname.replace(/\.$/, '');
  } catch {
    return null;
  }
  const quoted = text.slice(0, scheme[0].length + shown.length);
  const isSpelled = host !== bare.toLowerCase().replace(/:\d{1,5}$/, '');
  if (metadata.test(host)) return { text: quoted, what: 'metadata' };
  if (turned.test(host)) return { text: quoted, what: 'spelled' };
  if (cluster.test(host)) return { text: quoted, what: 'cluster' };
  if (!loopback.test(host)) return null;
  if (isSpelled || !/^https?$/i.test(scheme[1] ?? 'http') || shown.includes('@'))
    return { text: quoted, what: 'spelled' };
  return calledBack.test(key) ? null : { text: quoted, what: 'loopback' };
}
