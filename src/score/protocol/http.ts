/** HTTP in all its forms: requests, requests to proxies, version 2, the Docker API, and scanners by the name they give. */
import { type Protocol, type Seen, toDetail } from './protocol.ts';

const requestLine = /^([A-Z]{3,16}|[A-Z]{2,10}_[A-Z]{2,10}) (\S{1,400})(?: HTTP\/(\d(?:\.\d)?)|\s|$)/;
const methods =
  /^(?:GET|POST|PUT|HEAD|OPTIONS|DELETE|PATCH|CONNECT|TRACE|PROPFIND|PROPPATCH|MKCOL|COPY|MOVE|LOCK|UNLOCK|SEARCH|REPORT|TRACK|DEBUG|SUBSCRIBE|UNSUBSCRIBE|M-SEARCH|PURGE|BIND|INVOKE|OPEN|BCOPY|SSTP_DUPLEX_POST|RPC_IN_DATA|RPC_OUT_DATA|LINK|UNLINK|ACL|VIEW|PRI)$/;

/** Names of scanners and research projects, as in a User-Agent; names that contain others come first. */
const scanners: readonly (readonly [RegExp, string])[] = [
  [/zgrab/i, 'ZGrab'],
  [/masscan/i, 'masscan'],
  [/\bnmap\b|nice%20ports|Trinity\.txt|Tri%6Eity/i, 'Nmap'],
  [/censys/i, 'Censys'],
  [/shodan/i, 'Shodan'],
  [/expanse|paloaltonetworks/i, 'Palo Alto Expanse'],
  [/l9explore|l9tcpid|leakix/i, 'LeakIX'],
  [/nuclei/i, 'Nuclei'],
  [/nikto/i, 'Nikto'],
  [/sqlmap/i, 'sqlmap'],
  [/wpscan/i, 'WPScan'],
  [/gobuster|dirbuster|feroxbuster|\bffuf\b|fuzz faster u fool|wfuzz|dirb\b/i, 'directory search tool'],
  [/acunetix/i, 'Acunetix'],
  [/nessus|tenable/i, 'Nessus'],
  [/openvas|greenbone/i, 'OpenVAS'],
  [/qualys/i, 'Qualys'],
  [/netsparker|invicti/i, 'Netsparker'],
  [/w3af/i, 'w3af'],
  [/whatweb/i, 'WhatWeb'],
  [/internet-?measurement/i, 'Internet Measurement'],
  [/netcraft/i, 'Netcraft'],
  [/netsystemsresearch/i, 'NetSystems Research'],
  [/modatscanner|\bmodat\b/i, 'Modat'],
  [/onyphe/i, 'Onyphe'],
  [/odin\b|getodin/i, 'Odin'],
  [
    /cyberresilience|visionheight|ivre-|stretchoid|bitsight|binaryedge|project-?resonance|fofa|zoomeye|criminalip/i,
    'research scanner',
  ],
  [/httpx - open-source project|projectdiscovery/i, 'httpx'],
];

/** All of them at once: most requests come from none. */
const anyScanner = new RegExp(scanners.map(([pattern]) => pattern.source).join('|'), 'i');

function scannerOf(wire: string, target: string): string | undefined {
  const agent = /\n(?:user-agent|from):[ \t]*([^\r\n]{1,200})/i.exec(wire);
  const named = `${target} ${agent?.[1] ?? ''}`;
  if (!anyScanner.test(named)) return undefined;
  return scanners.find(([pattern]) => pattern.test(named))?.[1];
}

const docker =
  /^\/(?:v1\.\d{1,2}\/)?(?:_ping|version|info|images\/json|containers\/|exec\/\w|build\b|images\/create)/;

const hostAndPort = /^[\w.-]{1,253}:\d{1,5}$|^\[[\da-f:.]+\]:\d{1,5}$/i;
const address = /^(?:https?|ftp):\/\//i;

/** A request that a proxy would pass on to another host. */
const isRelayed = (method: string, target: string): boolean =>
  method === 'CONNECT' ? hostAndPort.test(target) : address.test(target);

function seenOf(method: string, target: string, wire: string): Seen {
  const probe = scannerOf(wire, target);
  const more = probe === undefined ? {} : { probe };
  if (isRelayed(method, target)) {
    const detail = toDetail(target);
    return {
      what: 'Somebody tried to use the decoy as a web proxy to another host.',
      ...(detail === undefined ? {} : { detail }),
      ...more,
    };
  }
  return { what: 'A web request was sent (HTTP).', ...more };
}

export const http: readonly Protocol[] = [
  {
    name: 'http2',
    isBinary: true,
    first: 'P',
    recognise: (wire) =>
      wire.startsWith('PRI * HTTP/2.0') ? { what: 'An HTTP/2 connection was opened.' } : null,
  },
  {
    name: 'http-proxy',
    isBinary: false,
    first: null,
    recognise(wire) {
      const line = requestLine.exec(wire);
      if (line === null || !methods.test(line[1]!)) return null;
      return isRelayed(line[1]!, line[2]!) ? seenOf(line[1]!, line[2]!, wire) : null;
    },
  },
  {
    name: 'docker',
    isBinary: false,
    first: 'GPHD',
    recognise(wire, { service, port }) {
      const line = requestLine.exec(wire);
      if (line === null || !methods.test(line[1]!) || !docker.test(line[2]!)) return null;
      const isSure = /^\/v1\.\d|^\/_ping|^\/(?:images|containers)\/(?:json|create)/.test(line[2]!);
      if (!isSure && !/^docker/i.test(service) && port !== 2375 && port !== 2376) return null;
      const probe = scannerOf(wire, line[2]!);
      const detail = toDetail(`${line[1]} ${line[2]}`);
      return {
        what: 'A container engine was addressed (Docker API).',
        ...(detail === undefined ? {} : { detail }),
        ...(probe === undefined ? {} : { probe }),
      };
    },
  },
  {
    name: 'http',
    isBinary: false,
    first: null,
    recognise(wire) {
      const line = requestLine.exec(wire);
      if (line === null || !methods.test(line[1]!)) return null;
      // Two words in capitals are no request: a version, or a path.
      return line[3] !== undefined || /^[/*]/.test(line[2]!) ? seenOf(line[1]!, line[2]!, wire) : null;
    },
  },
];
