/** What values of requests do: run a command, call a function without its brackets, reach inside, break out of a string or of a header. */
import type { Finding } from '../finding.ts';
import { findChainedCommand } from './chained-command.ts';
import { findInnerHost, type InnerHost } from './inner-hosts.ts';
import { type RequestValue, requestValues, sign } from './request-values.ts';

type Kind = Pick<Finding, 'rule' | 'reason' | 'attackType' | 'tactics' | 'techniques' | 'sure'>;

const initial = { tactics: ['Initial Access'], techniques: ['T1190'] } as const;
const execution = { tactics: ['Initial Access', 'Execution'], techniques: ['T1190', 'T1059'] } as const;

const chained: Kind = {
  ...execution,
  rule: 'chained-command',
  reason: 'A shell command stands behind a separator in a value.',
  attackType: 'CommandInjection',
  sure: 0.9,
};
const inner: Kind = {
  tactics: ['Initial Access', 'Discovery'],
  techniques: ['T1190', 'T1046'],
  rule: 'inner-host',
  reason: 'The server is asked to fetch an address that only it can reach.',
  attackType: 'ServerSideRequestForgery',
  sure: 0.88,
};
const innerRisk: Record<InnerHost['what'], number> = {
  metadata: 8.2,
  spelled: 7.6,
  cluster: 7.3,
  loopback: 6.4,
};

interface Pattern extends Kind {
  risk: number;
  /** Values longer than this are documents, whatever they hold. */
  longest: number;
  /** Where it can occur. */
  places?: readonly RequestValue['place'][];
  /** Signs (bits of `sign`) of which one must occur. */
  signs: number;
  pattern: RegExp;
}

const sink = '(?:alert|confirm|prompt|eval|print|setTimeout|setInterval|Function|fetch|import|execScript)';
const jsonOperator = String.raw`(?:@>|<@|#>>?|->>?|\?[|&]?|@[?@])`;

const patterns: readonly Pattern[] = [
  {
    rule: 'call-without-brackets',
    reason: 'A script calls a function in a way that hides the call.',
    attackType: 'CrossSiteScripting',
    tactics: ['Initial Access', 'Execution'],
    techniques: ['T1189', 'T1059.007'],
    sure: 0.9,
    risk: 7.6,
    longest: 400,
    signs: sign.backquote | sign.bracket | sign.equals | sign.operator,
    pattern: new RegExp(
      [
        String.raw`\.\s*(?:call|apply|bind)\s*(?:\?\.)?${'`'}`,
        String.raw`(?<![\w.$])${sink}\s*(?:\?\.\s*)?(?:\.\s*(?:call|apply|bind)\s*)?${'`'}`,
        String.raw`\.\s*\w{2,14}\s*\.\s*(?:call|apply)\s*\(\s*(?:\[[^\]]{0,20}\]|null|window|self|this|\d+)?\s*,?\s*\[?${sink}\b`,
        String.raw`(?<![\w.$])${sink}\s*\.\s*(?:call|apply|bind)\s*\(`,
        String.raw`\.\s*constructor\s*${'`'}`,
        String.raw`\bReflect\s*\.\s*(?:apply|construct)\s*(?:\(|\.|${'`'})`,
        String.raw`\b(?:onerror|onload|valueOf|toString|onunhandledrejection|hasInstance\]?)\s*[=:]\s*(?:alert|eval|confirm|prompt|print)\b(?!\s*\()`,
        String.raw`\w\s*\((?:[^()'"]{0,40},)?\s*(?:alert|confirm|prompt|eval)\s*\)`,
        String.raw`\bget\s*:\s*(?:alert|confirm|prompt|eval)\s*[},]`,
        String.raw`(?<![\w.$])import\s*\(\s*["'${'`'}](?:https?:|data:|\/\/)`,
        String.raw`\bwith\s*\(\s*(?:document|window|self|top|parent)\s*\)`,
        String.raw`(?<![\w.$])(?:self|top|window|parent|frames|globalThis)\s*\[\s*["'${'`'}/][^\]]{1,60}\]\s*[(${'`'}]`,
        String.raw`\bSymbol\s*\.\s*(?:hasInstance|toPrimitive)\s*\]`,
        String.raw`\[\s*["'${'`'}]?\w{0,20}["'${'`'}]?\s*\]\s*\.\s*(?:map|find|filter|forEach|some|every|sort|reduce|flatMap|findIndex)\s*\(\s*${sink}\s*\)`,
      ].join('|'),
    ),
  },
  {
    ...initial,
    rule: 'json-operator',
    reason: 'A value breaks out of a string and compares with JSON operators of SQL.',
    attackType: 'SqlInjection',
    sure: 0.93,
    risk: 7.8,
    longest: 2_049,
    signs: sign.quote,
    pattern: new RegExp(
      [
        String.raw`['"]\s*\}?\s*['"]?\s*::\s*jsonb?\b`,
        String.raw`['"][{[][^'"]{0,60}(?:["'][^'"]{0,40}){0,8}['"]\s*${jsonOperator}\s*['"]`,
        String.raw`\b(?:or|and)\b[^=]{0,40}\s${jsonOperator}\s*'[{[]?`,
        String.raw`['"]\)*\s*(?:or|and|\|\||&&|union|,|\+)\s*\(?\s*json(?:b)?_(?:extract|length|keys|valid|depth|contains|value|query|type|array_length|exists|each)\w{0,12}\s*\(`,
      ].join('|'),
      'i',
    ),
  },
  {
    ...initial,
    rule: 'truth-multiplied',
    reason: 'A value multiplies with a condition, which tells an attacker whether the condition holds.',
    attackType: 'SqlInjection',
    sure: 0.9,
    risk: 7.3,
    longest: 300,
    signs: sign.operator,
    pattern:
      /^\s*(?:-?\d{1,9}|true|'?\w{0,20}'?\)?)\s*[*/^|-]\s*(?:\(\s*)?(?:not\s+)?\(\s*(?:select\b[^)]{1,200}|[^()=<>]{0,60}(?:\([^()]{0,80}\)[^()=<>]{0,20})?\s*(?:=|<>|!=|<=?|>=?|\blike\b|\bbetween\b|\brlike\b|\bis\s+(?:not\s+)?null)\s*[^()]{0,60})\s*\)|^\s*(?:-?\d{1,9}|'\w{0,20}')\s*[*/]\s*(?:true|false|(?:if|case|sleep|ascii|ord|length|substr\w*|mid|elt|exists)\b\s*[(\s])/i,
  },
  {
    ...initial,
    rule: 'header-injected',
    reason: 'A value holds a line break and a header behind it.',
    attackType: 'Injection',
    sure: 0.88,
    risk: 7.4,
    longest: 2_049,
    places: ['query', 'path'],
    signs: sign.lineEnd,
    pattern:
      /[\r\n]\s?(?:Set-Cookie2?|Location|Content-(?:Type|Length|Disposition|Encoding|Security-Policy)|HTTP\/[\d.]{1,3} \d|Transfer-Encoding|Access-Control-[\w-]{1,40}|X-[\w-]{2,40}|Refresh|Link|Host|Connection|Referer|User-Agent|Authorization|Cookie|B?cc|To|From|Subject|MIME-Version)\s*[: ]/i,
  },
  {
    ...initial,
    rule: 'header-injected',
    reason: 'A value holds a line break and a header behind it.',
    attackType: 'Injection',
    sure: 0.85,
    risk: 7.2,
    longest: 400,
    places: ['body'],
    signs: sign.lineEnd,
    pattern:
      /^[^\s\r\n]{0,120}\s?[\r\n]{1,4}\s?(?:Set-Cookie2?|Location|Content-(?:Type|Length)|HTTP\/[\d.]{1,3} \d|Transfer-Encoding|B?cc|To|MIME-Version)\s*[: ]/i,
  },
  {
    ...initial,
    rule: 'string-broken',
    reason: 'A value closes a string and ends the statement.',
    attackType: 'Injection',
    sure: 0.75,
    risk: 5.8,
    longest: 120,
    signs: sign.semicolon,
    // One quote and none before it: code and prose close what they have opened.
    pattern:
      /^[^'"\s]{0,40}['"]\s?\)*\s?;\s?(?:$|--|#|\/[/*]|[)}\]]|[a-z]{2,12}\b)[^'"]{0,80}(?:['"][^'"]{0,40})?$/i,
  },
  {
    ...initial,
    rule: 'string-broken',
    reason: 'A value closes a string and joins another to it.',
    attackType: 'SqlInjection',
    sure: 0.75,
    risk: 5.6,
    longest: 120,
    signs: sign.quote,
    pattern: /^[^'"\s]{0,40}'\s?(?:\|\||\+)\s?'[^'"]{0,40}$|^[^'"\s]{0,40}"\s?(?:\|\||\+)\s?"[^'"]{0,40}$/,
  },
  {
    ...execution,
    rule: 'endless-loop',
    reason: 'A value holds a loop that never ends, to keep the program busy.',
    attackType: 'DenialOfService',
    tactics: ['Impact'],
    techniques: ['T1499.004', 'T1059.007'],
    sure: 0.85,
    risk: 7.2,
    longest: 400,
    signs: sign.bracket,
    pattern:
      /^[^\n]{0,60}(?:\bwhile\s*\(\s*(?:true|1|!0|!!1|!false|\[\]|"\w+"|'\w+'|\d+\s*[=<>]=?=?\s*\d+)\s*\)|\bfor\s*\(\s*;\s*(?:true|1)?\s*;\s*\)|\bdo\s*\{[^}\n]{0,60}\}\s*while\s*\(\s*(?:true|1|!0)\s*\)|\bfunction\s*(\w{1,12})\s*\(\s*\)\s*\{\s*\1\s*\(\s*\)\s*;?\s*\}|\bloop\s*\{\s*\})|\b(?:process|global)\.exit\s*\(\s*\d*\s*\)|^\(\s*(?:a|x)\+\+?\s*\)\+\$$/,
  },
];

const toFinding = (kind: Kind, risk: number, text: string, shown: string): Finding => ({
  rule: kind.rule,
  reason: kind.reason,
  attackType: kind.attackType,
  tactics: kind.tactics,
  techniques: kind.techniques,
  sure: kind.sure,
  risk,
  field: 'payload',
  text: text.trim().slice(0, 200) || shown.slice(0, 200),
});

/** `payload`: what evidence is quoted from. At most one finding a rule: the first value that holds it. */
export function valueFindings(text: string, payload: string, isTyped: boolean): Finding[] {
  const findings: Finding[] = [];
  const add = (kind: Kind, risk: number, part: string, { raw }: RequestValue): void => {
    if (findings.some(({ rule }) => rule === kind.rule)) return;
    const shown = part !== '' && payload.includes(part) ? part : payload.includes(raw) ? raw : payload;
    findings.push(toFinding(kind, risk, shown, payload));
  };
  for (const value of requestValues(text)) {
    if (!isTyped && (value.signs & sign.separator) !== 0) {
      const command = findChainedCommand(value);
      if (command !== null) add(chained, command.risk, command.text, value);
    }
    if (value.place === 'header') continue;
    const host = (value.signs & sign.operator) !== 0 ? findInnerHost(value.key, value.text) : null;
    if (host !== null && value.place !== 'bare') add(inner, innerRisk[host.what], host.text, value);
    for (const kind of patterns) {
      if (value.text.length > kind.longest || kind.places?.includes(value.place) === false) continue;
      if ((value.signs & kind.signs) === 0) continue;
      const match = kind.pattern.exec(value.text);
      if (match !== null) add(kind, kind.risk, match[0], value);
    }
  }
  return findings;
}
