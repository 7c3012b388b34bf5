import { Command } from 'commander';
import type { DefineCommand } from '../command.ts';
import { type ExitCode, exitCodes } from '../failure.ts';
import { plural, type Terminal } from '../terminal.ts';

async function run(terminal: Terminal, { json }: { json?: boolean }): Promise<ExitCode> {
  const { examine } = await import('../doctor/examine.ts');
  const findings = await examine(terminal);
  const failed = findings.filter(({ state }) => state === 'fail').length;
  const warned = findings.filter(({ state }) => state === 'warn').length;
  if (json) terminal.json({ healthy: failed === 0, findings });
  else {
    const marks = { ok: 'ok  ', warn: 'warn', fail: 'FAIL' };
    for (const { state, name, detail, advice } of findings) {
      terminal.result(`${marks[state]}  ${name}: ${detail}`);
      if (advice !== null) terminal.result(`      ${advice}`);
    }
    terminal.result(
      failed > 0
        ? `${failed} of ${findings.length} checks failed`
        : warned > 0
          ? `works, with ${plural(warned, 'warning')}`
          : 'all checks passed',
    );
  }
  return failed > 0 ? exitCodes.failed : exitCodes.ok;
}

export const doctor: DefineCommand = (terminal, finish) =>
  new Command('doctor')
    .description('check this installation and suggest fixes')
    .option('--json', 'print the findings as JSON')
    .action(finish((options: { json?: boolean }) => run(terminal, options)));
