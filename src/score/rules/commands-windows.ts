/** Commands of Windows that fetch and run code, or that make it forget: programs that come with it, used as attackers do. */
import { stage } from '../stages.ts';
import type { TextRule } from './text-rule.ts';

export const windowsCommandRules: readonly TextRule[] = [
  {
    id: 'windows-download-run',
    stage: stage.download | stage.execution,
    anywhere: true,
    reason: 'A program of Windows fetches code from the network and runs it.',
    attackType: 'MalwareDeployment',
    tactics: ['Execution', 'Command and Control'],
    techniques: ['T1059.001', 'T1105', 'T1218'],
    risk: 8.6,
    sure: 0.92,
    words: [
      ...['iex', 'invoke-expression', 'downloadfile', 'downloadstring', 'mshta', 'regsvr32', 'certutil'],
      ...['bitsadmin', 'rundll32', 'msiexec', 'wmic'],
    ],
    pattern: new RegExp(
      [
        String.raw`\b(?:Invoke-Expression|IEX)\b[^\n]{0,160}(?:Download(?:String|Data)|Net\.WebClient|Invoke-(?:WebRequest|RestMethod)|\b(?:iwr|irm)\b)`,
        String.raw`(?:Download(?:String|Data)|Net\.WebClient|Invoke-(?:WebRequest|RestMethod)|\b(?:iwr|irm)\b)[^\n]{0,160}[|;]\s*(?:Invoke-Expression|IEX)\b`,
        String.raw`Download(?:File|String)[^\n]{0,200}[;&]\s*(?:Start-Process|Invoke-Item|&|start\b|\.\\)`,
        String.raw`\bmshta(?:\.exe)?\s+["']?(?:https?:|javascript:|vbscript:)\S{1,80}`,
        String.raw`\bregsvr32(?:\.exe)?\b[^\n]{0,60}\/i:\s*["']?https?:\S{1,80}`,
        String.raw`\bcertutil(?:\.exe)?\b[^\n]{0,60}-urlcache\b[^\n]{0,60}https?:\S{1,80}`,
        String.raw`\bbitsadmin(?:\.exe)?\b[^\n]{0,60}\/transfer\b[^\n]{0,80}https?:\S{1,80}`,
        String.raw`\brundll32(?:\.exe)?\b[^\n]{0,40}(?:javascript:|\\\\[\w.-]{1,60}\\)\S{0,80}`,
        String.raw`\bmsiexec(?:\.exe)?\b[^\n]{0,40}\/i\s+["']?https?:[^\n]{0,120}\/q`,
        String.raw`\bwmic(?:\.exe)?\b[^\n]{0,60}\/format:\s*["']?https?:\S{1,80}`,
      ].join('|'),
      'i',
    ),
  },
  {
    id: 'shadow-copies-deleted',
    stage: stage.impact,
    anywhere: true,
    reason: 'Backups that Windows keeps by itself are deleted, as ransomware does before it encrypts.',
    attackType: 'MalwareDeployment',
    tactics: ['Impact'],
    techniques: ['T1490'],
    risk: 9,
    sure: 0.95,
    words: ['vssadmin', 'shadowcopy', 'wbadmin', 'bcdedit'],
    pattern:
      /\bvssadmin(?:\.exe)?\s+(?:delete|resize)\s+shadow\w*|\bwmic(?:\.exe)?\s+shadowcopy\s+delete\b|Win32_ShadowCopy[^\n]{0,80}\bDelete\b|\bwbadmin(?:\.exe)?\s+delete\s+(?:catalog|systemstatebackup|backup)\b|\bbcdedit(?:\.exe)?\b[^\n]{0,60}(?:recoveryenabled\s+no|ignoreallfailures)\b/i,
  },
];
