/**
 * The plainest forms of web attacks, used only while the payload model is missing or damaged: the model knows them, and
 * their disguises, better.
 */
import type { TextRule } from './text-rule.ts';

const web = {
  tactics: ['Initial Access'],
  techniques: ['T1190'],
  risk: 7.6,
  sure: 0.85,
  /** Not in the finder of words, which is built for the rules that always judge: each pattern is tried. */
  words: [],
} as const;

export const fallbackRules: readonly TextRule[] = [
  {
    ...web,
    id: 'fallback-sql',
    reason: 'A value contains an SQL statement.',
    attackType: 'SqlInjection',
    pattern:
      /\bunion(?:\s|\+|%20|\/\*){1,8}(?:all(?:\s|\+|%20){1,8})?select\b|(?:'|%27|")(?:\s|\+|%20|\)){0,8}(?:or|and)(?:\s|\+|%20|\(){1,8}(?:'|%27|")?\w{1,20}(?:'|%27|")?(?:\s|\+|%20){0,8}(?:=|%3d)|(?:'|%27);(?:\s|\+|%20){0,8}(?:drop|insert|update|delete|exec|waitfor|shutdown)\b|\b(?:sleep|benchmark|pg_sleep|extractvalue|updatexml|load_file)(?:\(|%28)|\bwaitfor(?:\s|\+|%20){1,8}delay\b/i,
  },
  {
    ...web,
    id: 'fallback-script',
    reason: 'A value contains a script that would run in somebody’s browser.',
    attackType: 'CrossSiteScripting',
    techniques: ['T1189', 'T1059.007'],
    pattern:
      /(?:<|%3c)(?:\/|%2f)?script\b|\bjavascript(?::|%3a)\s{0,4}\w|(?:\s|\/|\+|%20|"|')on(?:error|load|click|mouseover|focus|toggle|begin)(?:=|%3d)/i,
  },
  {
    ...web,
    id: 'fallback-traversal',
    reason: 'A path leaves its folder or names a system file.',
    attackType: 'PathTraversal',
    techniques: ['T1190', 'T1083'],
    pattern:
      /(?:(?:\.|%2e){2}(?:\/|\\|%2f|%5c)){2}|(?:\/|%2f)etc(?:\/|%2f)(?:passwd|shadow|hosts)\b|\bphp:\/\/(?:input|filter)|\bwin\.ini\b/i,
  },
  {
    ...web,
    id: 'fallback-command',
    reason: 'A value contains a shell command.',
    attackType: 'CommandInjection',
    tactics: ['Initial Access', 'Execution'],
    techniques: ['T1190', 'T1059'],
    pattern:
      /(?:;|\||&&|`|\$\(|%3b|%7c|%60|%0a)(?:\s|\+|%20){0,8}(?:cat|id|whoami|uname|wget|curl|nc|ncat|bash|sh|ping|nslookup|powershell|cmd(?:\.exe)?)(?:\s|\+|%20|`|\)|;|\||$)/i,
  },
  {
    ...web,
    id: 'fallback-template',
    reason: 'A value contains an expression that a template engine or a logger would evaluate.',
    attackType: 'TemplateInjection',
    tactics: ['Initial Access', 'Execution'],
    techniques: ['T1190', 'T1221'],
    pattern: /\{\{[^{}\n]{1,80}[*.(_][^{}\n]{0,80}\}\}|\$\{(?:jndi|\d+\s?\*)|<%=[^%\n]{1,80}%>/i,
  },
  {
    ...web,
    id: 'fallback-inside',
    reason: 'The server is asked to fetch an internal address.',
    attackType: 'ServerSideRequestForgery',
    techniques: ['T1190', 'T1046'],
    pattern:
      /=(?:https?|gopher|dict|ftp)(?::|%3a)(?:\/|%2f){2}(?:localhost|127\.|0\.0\.0\.0|169\.254\.|metadata\.google|\[::1\])/i,
  },
];
