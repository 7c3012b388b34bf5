/** Commands that list one noun by a query: from the data of this installation, or from a server. */
import { Argument, Command } from 'commander';
import { type ListName, queryFieldsOf } from '../../cases/lists.ts';
import type { FoundAsset } from '../../contract/asset.ts';
import type { AttackerProfile } from '../../contract/attacker.ts';
import type { Event } from '../../contract/event.ts';
import type { Incident } from '../../contract/incident.ts';
import type { Observable } from '../../contract/observable.ts';
import type { Place } from '../../contract/place.ts';
import type { Session } from '../../contract/session.ts';
import { type ObservableKind, observableKinds } from '../../core/observable.ts';
import type { DefineCommand } from '../command.ts';
import { type ExitCode, exitCodes } from '../failure.ts';
import type { SourceOptions } from '../list-source.ts';
import { addSourceOptions, checkQuery, limitOf } from '../query-arguments.ts';
import { tableOf, timeCell } from '../table.ts';
import type { Terminal } from '../terminal.ts';

interface Options extends SourceOptions {
  limit: string;
  json?: boolean;
}

interface Listing<T> {
  name: ListName;
  /** One of them, for messages. */
  one: string;
  description: string;
  example: string;
  heads: string[];
  toRow(item: T): string[];
}

const mostAtOnce = 200;

async function run<T>(
  terminal: Terminal,
  { name, one, heads, toRow }: Listing<T>,
  asked: { q: string; kind?: ObservableKind },
  options: Options,
): Promise<ExitCode> {
  const fields = queryFieldsOf[name];
  if (fields !== null) checkQuery(asked.q, fields);
  const limit = limitOf(options.limit, `${one}s`);
  const { openListSource } = await import('../list-source.ts');
  const source = await openListSource(terminal, options);
  const shown: T[] = [];
  let found = 0;
  let cursor: string | null = null;
  try {
    do {
      const page = await source.page(name, asked, Math.min(mostAtOnce, limit - found), cursor);
      found += page.items.length;
      if (options.json) for (const item of page.items) terminal.json(item);
      else shown.push(...(page.items as T[]));
      cursor = page.next_cursor;
    } while (cursor !== null && found < limit);
  } finally {
    await source.close();
  }
  if (!options.json && shown.length > 0)
    for (const line of tableOf(heads, shown.map(toRow))) terminal.result(line);
  if (found === 0) terminal.say(`no ${one} matches`);
  else if (cursor !== null) terminal.say('there may be more: --limit shows further ones');
  return exitCodes.ok;
}

/** Whose machine it is, where people said so; else its country, or the kind of network. */
function placeCell({ place, asset }: { place: Place | null; asset?: FoundAsset | null }): string {
  const said = [asset?.name, asset?.owner, asset?.location].filter((one) => one).join(', ');
  return said || (place?.country ?? (place && place.scope !== 'global' ? place.scope : '-'));
}

function defineList<T>(listing: Listing<T>): DefineCommand {
  const { name, one, description, example } = listing;
  return (terminal, finish) =>
    addSourceOptions(
      new Command(name)
        .description(description)
        .argument('[query...]', `such as '${example}'; nothing means all`)
        .option('-n, --limit <count>', 'maximum number of rows', '50'),
      `the account, if there are several`,
    )
      .option('--json', `print one ${one} a line, as JSON`)
      .addHelpText(
        'after',
        `
Put the query into quotation marks, so that the shell leaves it alone; one that begins with a minus sign stands after --.
docs/query-language.md has the language.`,
      )
      .action(
        finish((words: string[], options: Options) =>
          run(terminal, listing, { q: words.join(' ') }, options),
        ),
      );
}

export const events = defineList<Event>({
  name: 'events',
  one: 'event',
  description: 'list events, newest first, by a query',
  example: 'service:ssh risk>=8 after:7d',
  heads: ['time', 'risk', 'type', 'service', 'source', 'place', 'what'],
  toRow: (event) => [
    timeCell(event.timestamp),
    String(event.verdict?.risk_score ?? '-'),
    event.verdict?.attack_type ?? 'unknown',
    event.service,
    event.source_ip,
    placeCell(event),
    `${event.activity}${event.payload === '' ? '' : `: ${event.payload}`}`,
  ],
});

export const incidents = defineList<Incident>({
  name: 'incidents',
  one: 'incident',
  description: 'list incidents, latest first, by a query',
  example: 'status:open risk>=8 after:7d',
  heads: ['latest', 'risk', 'status', 'events', 'id', 'title'],
  toRow: (incident) => [
    timeCell(incident.last_seen),
    String(incident.risk_score),
    incident.status,
    String(incident.event_count),
    incident.incident_id,
    incident.title,
  ],
});

export const attackers = defineList<AttackerProfile>({
  name: 'attackers',
  one: 'attacker',
  description: 'list sources of events, latest first, by a query',
  example: 'risk>=8 service:ssh after:7d',
  heads: ['latest', 'risk', 'events', 'mostly', 'place', 'source'],
  toRow: (profile) => [
    timeCell(profile.last_seen),
    String(profile.max_risk_score),
    String(profile.total_attacks),
    profile.most_common_attack,
    placeCell(profile),
    profile.source_ip,
  ],
});

export const sessions = defineList<Session>({
  name: 'sessions',
  one: 'session',
  description: 'list sessions of sensors, latest first, by a query',
  example: 'commands>0 succeeded>0 after:7d',
  heads: ['latest', 'risk', 'type', 'service', 'source', 'events', 'sign-ins', 'commands', 'session'],
  toRow: (session) => [
    timeCell(session.last_at),
    String(session.risk_score),
    session.attack_type,
    session.service,
    session.source_ip,
    String(session.events),
    `${session.succeeded_logins}/${session.failed_logins + session.succeeded_logins}`,
    String(session.commands),
    session.session,
  ],
});

const values: Listing<Observable> = {
  name: 'observables',
  one: 'value',
  description: 'list values of one kind (passwords, commands, URLs, …), the most frequent first',
  example: 'wget',
  heads: ['events', 'sources', 'sessions', 'first seen', 'last seen', 'value'],
  toRow: (one) => [
    String(one.events),
    String(one.sources),
    String(one.sessions),
    timeCell(one.first_seen),
    timeCell(one.last_seen),
    one.value,
  ],
};

export const observables: DefineCommand = (terminal, finish) =>
  addSourceOptions(
    new Command('observables')
      .description(values.description)
      .addArgument(new Argument('<kind>', 'what they are').choices(observableKinds))
      .option('--text <part>', 'only those that hold this, in whatever case')
      .option('-n, --limit <count>', 'maximum number of rows', '50'),
    'the account, if there are several',
  )
    .option('--json', 'print one value a line, as JSON')
    .addHelpText(
      'after',
      '\nPasswords that look like a person’s are masked. docs/observables.md has the kinds.',
    )
    .action(
      finish((kind: ObservableKind, options: Options & { text?: string }) =>
        run(terminal, values, { q: options.text ?? '', kind }, options),
      ),
    );
