/**
 * Requests that reach into how a program keeps its objects, signs its tokens or describes its interface: few bytes, in
 * forms that hardly any visitor sends. What else they look like is left to the payload model.
 */
import type { TextRule } from './text-rule.ts';

export const forgeryRules: readonly TextRule[] = [
  {
    id: 'prototype-pollution',
    reason: 'A key was sent that changes what every object of the program inherits (prototype pollution).',
    attackType: 'Injection',
    tactics: ['Initial Access', 'Execution'],
    techniques: ['T1190', 'T1059.007'],
    risk: 7.6,
    sure: 0.9,
    words: ['__proto__', 'constructor'],
    pattern:
      /(?:"|%22|\\")__proto__(?:\.\w{1,40})?(?:"|%22|\\")\s*(?::|%3a)|__proto__(?:\[|%5b|\.)\w{1,40}(?:\]|%5d)?(?=[=[.]|%3d|%5b)|(?:\[|%5b)__proto__(?:\]|%5d)|"constructor"\s*:\s*\{\s*"prototype"|constructor(?:\]|%5d)?(?:\[|%5b|\.)prototype(?:\]|%5d)?(?:\[|%5b|\.)\w{1,40}(?:\]|%5d)?(?==|%3d)/i,
    anywhere: true,
  },
  {
    id: 'unsigned-token',
    reason: 'A token was sent that declares itself unsigned.',
    attackType: 'Injection',
    tactics: ['Initial Access', 'Credential Access'],
    techniques: ['T1190', 'T1606.001'],
    risk: 7.2,
    sure: 0.9,
    words: ['eyj'],
    // `"alg":"none"` (none, None, NONE, nOnE) at each of the three places that base64 can begin it at.
    pattern:
      /\b(?=eyJ)[\w-]{0,120}?(?:ImFsZyI6Im5vbmUi|JhbGciOiJub25lI|iYWxnIjoibm9uZS|ImFsZyI6Ik5vbmUi|JhbGciOiJOb25lI|iYWxnIjoiTm9uZS|ImFsZyI6Ik5PTkUi|JhbGciOiJOT05FI|iYWxnIjoiTk9ORS|ImFsZyI6Im5PbkUi|JhbGciOiJuT25FI|iYWxnIjoibk9uRS)[\w-]{0,120}\.[\w-]{2,4000}/,
  },
  {
    id: 'interface-questioned',
    reason: 'The application was asked to describe its whole interface (GraphQL introspection).',
    attackType: 'Recon',
    tactics: ['Reconnaissance', 'Discovery'],
    techniques: ['T1595.002', 'T1190'],
    risk: 4.9,
    sure: 0.85,
    words: ['__schema', '__type', 'introspectionquery'],
    pattern:
      /\b__schema\b[^\r\n]{0,60}|\b__type\s*\([^\r\n)]{0,60}\)|\b__type(?:%28)[^\s&]{0,60}|\bIntrospectionQuery\b/,
  },
  {
    id: 'interface-batch',
    reason: 'One request repeats the same call many times, which gets around rate limits (GraphQL batch).',
    attackType: 'BruteForce',
    tactics: ['Credential Access'],
    techniques: ['T1110'],
    risk: 5.4,
    sure: 0.75,
    words: ['"query"', 'mutation'],
    pattern:
      /\[\s*\{\s*"query"\s*:\s*"\s*mutation\b[^[\]]{1,400}\}\s*,\s*\{\s*"query"\s*:\s*"\s*mutation\b[^[\]]{1,400}\}\s*,\s*\{\s*"query"/i,
  },
];
