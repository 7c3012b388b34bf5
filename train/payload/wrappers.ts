/** The ways a text travels to a server: parameters, paths, headers, forms, JSON and XML. Each takes any text, harmful or not. */

export interface Filler {
  /** Fills a template of the grammar. */
  fill: (template: string) => string;
  random: () => number;
}

export type Wrapper = (text: string, filler: Filler) => string;

const toWellFormed = (text: string): string => text.replaceAll(/[\ud800-\udfff]/g, '?');
const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const coded = (text: string, { random }: Filler): string =>
  random() < 0.6
    ? encodeURIComponent(toWellFormed(text))
    : text.replaceAll(' ', random() < 0.5 ? '+' : '%20');

interface RequestParts {
  target: string;
  header?: string;
  body?: string;
  type?: string;
  method?: string;
}

function request({ fill }: Filler, { target, header = '', body = '', type, method }: RequestParts): string {
  const agent = header.startsWith('User-Agent') ? '' : `User-Agent: ${fill('«agent»')}\r\n`;
  const kind = body === '' ? '' : `Content-Type: ${type ?? 'application/x-www-form-urlencoded'}\r\n`;
  const verb = method ?? (body === '' ? 'GET' : 'POST');
  return `${verb} ${target} HTTP/1.1\r\nHost: ${fill('«first»').toLowerCase()}.example.com\r\n${agent}Accept: */*\r\nAccept-Language: en-US,en;q=0.9\r\nAccept-Encoding: gzip, deflate, br\r\n${fill('«header2»')}\r\n${kind}${header}Connection: keep-alive\r\n\r\n${body}`;
}

const xmlRequest = (filler: Filler, body: string): string =>
  request(filler, {
    target: filler.fill('«path»'),
    body,
    type: filler.random() < 0.5 ? 'application/xml' : 'text/xml; charset=utf-8',
  });

const prolog = ({ random }: Filler): string =>
  random() < 0.4 ? '' : random() < 0.5 ? '<?xml version="1.0"?>' : '<?xml version="1.0" encoding="UTF-8"?>';
const active = /^(?:script|link|style|object|form|input|frame|image|button|body|document)$/;
/** A name for an element: none that a browser acts on. */
const elementName = ({ fill }: Filler, template = '«noun»'): string => {
  const name = fill(template);
  return active.test(name) ? 'item' : name;
};
const rootOf = (filler: Filler): string =>
  filler.random() < 0.5
    ? ['root', 'xml', 'request', 'data', 'doc'][Math.floor(filler.random() * 5)]!
    : elementName(filler);

/** By name; the names stand in the model card, where each is held out in turn. */
export const wrappers: Readonly<Record<string, Wrapper>> = {
  bare: (text) => text,
  parameter: (text, filler) => `${filler.fill('«key»')}=${coded(text, filler)}`,
  query: (text, filler) =>
    `${filler.fill('«path»')}?${filler.fill('«query»')}&${filler.fill('«key»')}=${coded(text, filler)}`,
  'query-request': (text, filler) =>
    request(filler, { target: `${filler.fill('«path»')}?${filler.fill('«key»')}=${coded(text, filler)}` }),
  form: (text, filler) => {
    const { fill } = filler;
    return request(filler, {
      target: fill('«path»'),
      body: `${fill('«key»')}=${fill('«value»')}&${fill('«key»')}=${coded(text, filler)}`,
    });
  },
  json: (text, filler) => {
    const { fill } = filler;
    return request(filler, {
      target: fill('«path»'),
      body: JSON.stringify({ [fill('«key»')]: text, [fill('«key»')]: fill('«noun»') }),
      type: 'application/json',
    });
  },
  'json-nested': (text, filler) => {
    const { fill } = filler;
    return request(filler, {
      target: fill('«path»'),
      body: JSON.stringify({
        [fill('«noun»')]: { [fill('«key»')]: [fill('«noun»'), { [fill('«key»')]: text }] },
      }),
      type: 'application/json; charset=utf-8',
    });
  },
  'graphql-variable': (text, filler) => {
    const { fill } = filler;
    return request(filler, {
      target: '/graphql',
      body: JSON.stringify({
        query: `query ($q: String!) { ${fill('«noun»')}(q: $q) { id } }`,
        variables: { q: text },
      }),
      type: 'application/json',
    });
  },
  'xml-text': (text, filler) => {
    const root = rootOf(filler);
    return xmlRequest(filler, `${prolog(filler)}<${root}><name>${escapeXml(text)}</name></${root}>`);
  },
  'xml-attribute': (text, filler) => {
    const root = rootOf(filler);
    const element = filler.random() < 0.5 ? 'element' : filler.random() < 0.5 ? 'a' : elementName(filler);
    const name = filler.random() < 0.5 ? elementName(filler) : 'attribute_name';
    return xmlRequest(
      filler,
      `${prolog(filler)}<${root}><${element} ${name}="${escapeXml(text)}"></${element}></${root}>`,
    );
  },
  'xml-nested': (text, filler) => {
    const root = rootOf(filler);
    return xmlRequest(
      filler,
      `${prolog(filler)}<${root}><l1><l2><l3><element ${elementName(filler)}="${filler.fill('«noun»')}">${escapeXml(text)}</element></l3></l2></l1></${root}>`,
    );
  },
  'xml-data': (text, filler) => {
    const [root, element] = [rootOf(filler), elementName(filler)];
    const safe = text.replaceAll(']]>', ']] >');
    return xmlRequest(
      filler,
      `${prolog(filler)}<${root}><${element}><![CDATA[${safe}]]></${element}></${root}>`,
    );
  },
  soap: (text, filler) => {
    const [call, part] = [elementName(filler, '«verb»'), elementName(filler)];
    return xmlRequest(
      filler,
      `${prolog(filler)}<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><${call} xmlns="urn:${filler.fill('«noun»')}"><${part}>${escapeXml(text)}</${part}></${call}></soap:Body></soap:Envelope>`,
    );
  },
  multipart: (text, filler) => {
    const { fill, random } = filler;
    const boundary =
      random() < 0.5
        ? '----WebKitFormBoundary7MA4YWxkTrZu0gW'
        : '---------------------------9051914041544843';
    const kind = random() < 0.3 ? 'Content-Type: text/plain\r\n' : '';
    return request(filler, {
      target: fill('«path»'),
      body: `--${boundary}\r\nContent-Disposition: form-data; name="${fill('«noun»')}"\r\n${kind}\r\n${text}\r\n--${boundary}--\r\n`,
      type: `multipart/form-data; boundary=${boundary}`,
    });
  },
  header: (text, filler) => {
    const { fill, random } = filler;
    const name = ['Referer', 'Cookie', 'X-Forwarded-For', 'User-Agent', 'X-Api-Version'][
      Math.floor(random() * 5)
    ]!;
    const value =
      name === 'Cookie' ? `${fill('«key»')}=${coded(text, filler)}` : text.replaceAll(/[\r\n]/g, ' ');
    return request(filler, { target: fill('«path»'), header: `${name}: ${value}\r\n` });
  },
  path: (text, filler) =>
    request(filler, {
      target: text.startsWith('/')
        ? text.replaceAll(' ', '%20')
        : `${filler.fill('«path»')}/${coded(text, filler)}`,
    }),
};

/** How often each is used for written texts. */
const shares: readonly (readonly [string, number])[] = [
  ['bare', 0.4],
  ['parameter', 0.14],
  ['query', 0.08],
  ['query-request', 0.08],
  ['form', 0.07],
  ['header', 0.06],
  ['json', 0.03],
  ['json-nested', 0.02],
  ['graphql-variable', 0.01],
  ['xml-text', 0.02],
  ['xml-attribute', 0.025],
  ['xml-nested', 0.015],
  ['xml-data', 0.015],
  ['soap', 0.015],
  ['multipart', 0.02],
];

/** One of the wrappers by chance; a text that is a path is often asked for. */
export function drawWrapper(text: string, random: () => number): string {
  const way = random();
  if (text.startsWith('/') && way > 0.45 && way < 0.75) return 'path';
  let sum = 0;
  for (const [name, share] of shares) {
    sum += share;
    if (way < sum) return name;
  }
  return 'bare';
}
