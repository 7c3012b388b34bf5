/** How the requests of the second reading are written. */
export const get = (target: string, headers = ''): string =>
  `GET ${target} HTTP/1.1\r\nHost: 203.0.113.9\r\nUser-Agent: Mozilla/5.0\r\nAccept: */*\r\n${headers}\r\n`;
export const post = (target: string, body: string, headers = '', method = 'POST'): string =>
  `${method} ${target} HTTP/1.1\r\nHost: 203.0.113.9\r\nUser-Agent: Mozilla/5.0\r\n${headers}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
