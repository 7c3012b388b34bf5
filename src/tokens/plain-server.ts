/**
 * The answers of a plain web server, so that nothing about a token tells what it is. They follow nginx in its default
 * configuration: status, wording and form of its pages.
 */
import type { PlainAnswer } from '../core/token.ts';

export const serverName = 'nginx';

const html = (text: string): Uint8Array => new TextEncoder().encode(text);

const phrases: Readonly<Record<number, string>> = {
  302: 'Moved Temporarily',
  400: 'Bad Request',
  404: 'Not Found',
  405: 'Not Allowed',
  408: 'Request Time-out',
  413: 'Request Entity Too Large',
  414: 'Request-URI Too Large',
};
/** Where the page is headed by another phrase than the status line. */
const headings: Readonly<Record<number, string>> = { 302: '302 Found' };

/** The page for a status that is not success. One that is not in the list is a 404. */
export function statusPage(given: number, headers: PlainAnswer['headers'] = []): PlainAnswer {
  const status = given in phrases ? given : 404;
  const phrase = phrases[status] ?? '';
  const heading = headings[status] ?? `${status} ${phrase}`;
  return {
    status,
    phrase,
    contentType: 'text/html',
    headers,
    body: html(
      `<html>\r\n<head><title>${heading}</title></head>\r\n<body>\r\n<center><h1>${heading}</h1></center>\r\n<hr><center>${serverName}</center>\r\n</body>\r\n</html>\r\n`,
    ),
  };
}

/** `address` is a checked http(s) address in the form that `URL` writes: no blanks, no line ends. */
export const redirectTo = (address: string): PlainAnswer => statusPage(302, [['Location', address]]);

/** The listing of a folder that has nothing in it. */
export const emptyIndex = (): PlainAnswer => ({
  status: 200,
  phrase: 'OK',
  contentType: 'text/html',
  headers: [],
  body: html(
    '<html>\r\n<head><title>Index of /</title></head>\r\n<body>\r\n<h1>Index of /</h1><hr><pre><a href="../">../</a>\r\n</pre><hr></body>\r\n</html>\r\n',
  ),
});

/** A transparent picture of one pixel. */
const gif = Uint8Array.from(
  '47494638396101000100800000ffffff00000021f90401000000002c00000000010001000002024401003b'.match(/../g) ?? [],
  (pair) => Number.parseInt(pair, 16),
);

export const pixel = (): PlainAnswer => ({
  status: 200,
  phrase: 'OK',
  contentType: 'image/gif',
  headers: [],
  body: gif,
});
