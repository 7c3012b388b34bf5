/**
 * Values written in a language that applications ask for: conditions, queries of metrics, filters, phrases of a search.
 * Each is read to its end: one sign that the language does not have, and the value is none of it. The payload model, which
 * weighs signs and words, takes some of them for attacks.
 */
import { type RequestValue, requestValues } from './rules/request-values.ts';

const longest = 600;
const token =
  /\s*(?:(?<number>\d{1,12}(?:\.\d{1,6})?(?:[smhdwy]|ms|[KMG]i?)?\b)|(?<string>'[\w .,:/*%@^$|~-]{0,80}'|"[\w .,:/*%@^$|~-]{0,80}")|(?<word>[a-z_][\w-]*(?:\.[\w*-]+|\[\d{1,4}\]|\['[\w./-]{1,60}'\]|\["[\w./-]{1,60}"\]){0,10})|(?<sign>&&|\|\||==|!=|=~|!~|<=|>=|[<>!()[\],+*/-]))/giy;
/** What is called in such languages: of conditions (CEL, OData), of metrics (Graphite, PromQL). */
const functions = new Set(
  (
    'has size contains startswith endswith matches exists exists_one all any filter map int uint double string bool timestamp duration ' +
    'gethours getminutes getdayofweek tolower toupper lower upper lowerascii trim year month day hour now ' +
    'alias aliasbynode aliasbymetric aliassub movingaverage movingmedian sumseries averageseries avg sum min max count rate irate ' +
    'increase delta deriv derivative nonnegativederivative persecond summarize smartsummarize scale scaletoseconds groupbynode ' +
    'integral timeshift highestmax highestcurrent highestaverage lowestaverage limit maxseries minseries keeplastvalue transformnull ' +
    'aspercent diffseries divideseries offset consolidateby stacked color removebelowvalue removeabovevalue sortbyname topk bottomk ' +
    'histogram_quantile absent label_replace round floor ceil abs clamp_max clamp_min quantile stddev'
  ).split(' '),
);
/** Names of what runs or gives away the program itself. */
const inner =
  /\b(?:this|self|process|global\w*|constructor|prototype|__\w+|require|import|eval|exec\w*|system|runtime|java\w*|class\w*|window|document|location|cookie|os|subprocess|popen|password|passwd)\b/i;
const binary = new Set(['&&', '||', '==', '!=', '=~', '!~', '<=', '>=', '<', '>', '+', '-', '*', '/']);
const wordOperators = /^(?:and|or|in|eq|ne|gt|ge|lt|le|like)$/i;

/** An expression in which operands and operators take turns, names are joined by dots, and only known functions are called. */
function isCondition(text: string): boolean {
  if (!/[a-z_]\d{0,20}\.[\w*]/i.test(text) || inner.test(text)) return false;
  token.lastIndex = 0;
  let isOperandNext = true;
  let operators = 0;
  let calls = 0;
  let before: string | null = null;
  let literal = false;
  const open: string[] = [];
  while (token.lastIndex < text.trimEnd().length) {
    const groups = token.exec(text)?.groups;
    if (groups === undefined) return false;
    const { number, string, word, sign } = groups;
    const isOperator = sign !== undefined ? binary.has(sign) : word !== undefined && wordOperators.test(word);
    if (isOperandNext) {
      if (sign === '!' || sign === '-') continue;
      if (sign === '(' || sign === '[') open.push(sign);
      else if (sign === ')' && open.at(-1) === '(' && before === 'call') {
        open.pop();
        isOperandNext = false;
      } else if (sign !== undefined || isOperator) return false;
      else {
        // Two literals beside a comparison are a truth that somebody wants to hold.
        const isLiteral = number !== undefined || string !== undefined;
        if (isLiteral && literal && before === 'compare') return false;
        literal = isLiteral;
        isOperandNext = false;
        if (word !== undefined && text[token.lastIndex] === '(') {
          if (!functions.has(word.slice(word.lastIndexOf('.') + 1).toLowerCase())) return false;
          token.lastIndex += 1;
          open.push('(');
          calls += 1;
          isOperandNext = true;
          before = 'call';
          continue;
        }
      }
      before = null;
      continue;
    }
    if (sign === ',' && open.length > 0) isOperandNext = true;
    else if ((sign === ')' && open.at(-1) === '(') || (sign === ']' && open.at(-1) === '[')) open.pop();
    else if (isOperator) {
      operators += 1;
      isOperandNext = true;
      before = 'compare';
      continue;
    } else return false;
    before = null;
  }
  return !isOperandNext && open.length === 0 && operators + calls > 0;
}

const phrase =
  /^\s*(?:[-+]?(?:[a-z]{2,16}:)?(?:"[\p{L}\d .,'’-]{1,80}"|\(?[\p{L}\d][\p{L}\d.*'’-]{0,40}\)?)(?:\s+|$)){1,24}$/iu;
const notSearched =
  /\b(?:union|select|insert|update|delete|drop|from|where|having|sleep|benchmark|like|rlike|exec|cat|wget|curl|bash|cmd|ping|id|whoami|passwd|etc|null|true|false)\b|\b(?:or|and)\s+["'\d]|--|\.\./i;

/** What is typed into a search box: words, phrases in quotes, words left out, fields. */
const isSearch = (text: string): boolean =>
  /["-]|\w:/.test(text) && phrase.test(text) && !notSearched.test(text);

/** A name as programs write it that put a backslash before an apostrophe: `O\\'Reilly`. */
const escapedName = /^[\p{L}\d\ufffd .,@*+/?-]{0,60}(?:\\'[\p{L}\d\ufffd .,@*+/?-]{0,60}){1,3}$/u;
const isEscapedName = (text: string): boolean =>
  escapedName.test(text) && !notSearched.test(text) && !/\/\*|\*\//.test(text);

const filterKeys = /^(?:filter\w*|where|selector|query|match|criteria|conditions?)$/i;
const filterOperators =
  /^\$(?:and|or|nor|not|gte?|lte?|eq|ne|n?in|all|size|exists|regex|options|elemMatch|mod|type|match|sort|limit|group)$/;

/** A filter of a document store under a name that asks for one, each operator with something to compare with. */
function isFilter(value: unknown, key: string, depth: number, isAsked: boolean): boolean {
  if (depth > 12) return false;
  if (typeof value === 'string') return !key.startsWith('$') || /^[\w .,:@^-]{1,80}$/.test(value);
  if (value === null) return !key.startsWith('$');
  if (typeof value !== 'object') return true;
  if (Array.isArray(value))
    return value.length > 0 && value.every((one) => isFilter(one, key, depth + 1, isAsked));
  return Object.entries(value).every(
    ([name, inside]) =>
      (!name.startsWith('$') || (isAsked && filterOperators.test(name))) &&
      isFilter(inside, name, depth + 1, isAsked || filterKeys.test(name)),
  );
}

function isFilterBody(text: string): boolean {
  const body = text.slice(text.indexOf('\r\n\r\n') + 1).trim();
  if (!body.startsWith('{') || body.length > 20_000) return false;
  try {
    return isFilter(JSON.parse(body), '', 0, false);
  } catch {
    // Not JSON after all.
    return false;
  }
}

const isPlainLanguage = ({ text }: RequestValue): boolean =>
  text.length <= longest && (isCondition(text) || isSearch(text) || isEscapedName(text));

/** The name and the state of a page that its own server keeps (JSF). */
const pageState = /^j(?:avax|akarta)\.faces\.[\w.]{1,40}$/;
const keptState =
  /\bj(?:avax|akarta)\.faces\.ViewState=(?:-?\d{1,20}(?::|%3A)-?\d{1,20}|e\d{1,4}s\d{1,4}|stateless)(?:&|\s|$)/i;
/** What a mesh's proxy says of its client's certificate. */
const clientCertificate =
  /^x-forwarded-client-cert:\s*(?:(?:By|Hash|Subject|URI|DNS|Cert|Chain)=(?:"[^"\r\n<>]{0,300}"|[^;,"\s<>]{0,300})[;,]?\s*){1,20}\r?$/im;
const filterOperator = /^"?\$[a-z]{2,9}"?$/i;

/** Whether all that a model rests on stands in values of such a language. `parts`: its evidence, at least one. */
export function isHarmlessLanguage(text: string, parts: readonly string[]): boolean {
  let values: RequestValue[] | null = null;
  const certificate = clientCertificate.exec(text)?.[0] ?? '';
  return parts.every((part) => {
    if (certificate.includes(part)) return true;
    if (pageState.test(part)) return keptState.test(text);
    if (filterOperator.test(part)) return isFilterBody(text);
    values ??= requestValues(text);
    const holding = values.filter(({ raw, text: read }) => raw.includes(part) || read.includes(part));
    return holding.length > 0 && holding.every(isPlainLanguage);
  });
}
