/** A channel as people save it: all mistakes are reported at once, the guard checks addresses, secrets stay on the server. */
import type { Channel, ChannelConfig, ChannelFilter, QuietHours } from '../core/channel.ts';
import { AppError, type FieldError, invalid } from '../core/errors.ts';
import { type Fields, parseSettings, type Settings } from '../core/settings.ts';
import { keepsAlerts, type Subscription, subscriptions } from '../core/subscription.ts';
import { attackTypes } from '../core/verdict.ts';
import { isTimezone } from '../core/week-hours.ts';
import { type Guard, refusedDetail } from './egress/guard.ts';
import { parseTemplates } from './template/words.ts';

/** Shown in place of a secret that is set; sent back unchanged it keeps the stored one. */
export const maskedSecret = '********';

/** Settings as they may be shown. */
export const maskSettings = (
  channel: Channel,
  settings: ChannelConfig['settings'],
): ChannelConfig['settings'] =>
  Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [
      name,
      channel.fields[name]?.secret ? maskedSecret : value,
    ]),
  );

type Input = { [name: string]: unknown };
const isInput = (value: unknown): value is Input =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The settings that say where secrets are sent: when one changes, secrets must be entered again. */
const targetFields = (channel: Channel): string[] =>
  Object.entries(channel.fields)
    .filter(([name, field]) => field.type === 'url' || name === 'host' || name === 'port')
    .map(([name]) => name);

/** Fills masked secrets in from `stored`. Pushes an error where the place they go to is not the stored one. */
function unmask(channel: Channel, given: Input, stored: Input | null, errors: FieldError[]): Input {
  const out: Input = { ...given };
  const fresh = (name: string): unknown => out[name] ?? channel.fields[name]?.default;
  const moved =
    stored !== null &&
    targetFields(channel).some((name) => given[name] !== maskedSecret && fresh(name) !== stored[name]);
  for (const [name, field] of Object.entries(channel.fields)) {
    if (!field.secret || out[name] !== maskedSecret) continue;
    if (stored && !moved) out[name] = stored[name];
    else
      errors.push({ field: `settings.${name}`, message: 'must be entered again when the address changes' });
  }
  return out;
}

const clock = /^(?:[01]\d|2[0-3]):[0-5]\d$/;
const risk = (value: unknown): value is number =>
  Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 10;

/** What a filter may name. Names that stand in the stored channel may stay: a node may have been removed since. */
interface FilterNames {
  nodes: ReadonlySet<string>;
  stored: ChannelFilter;
}

const types: ReadonlySet<string> = new Set([...attackTypes, 'unknown']);

/** A name that nothing ever has would make a channel that stays silent. */
function checkNames(filter: ChannelFilter, { nodes, stored }: FilterNames, errors: FieldError[]): void {
  const check = (name: 'attack_types' | 'nodes', known: ReadonlySet<string>): void => {
    const unknown = filter[name]?.find((one) => !known.has(one) && !stored[name]?.includes(one));
    if (unknown !== undefined)
      errors.push({
        field: `filter.${name}`,
        message: `names ${unknown.slice(0, 100)}, which does not exist`,
      });
  };
  check('attack_types', types);
  check('nodes', nodes);
}

function parseFilter(input: unknown, errors: FieldError[]): ChannelFilter {
  if (input === undefined || input === null) return {};
  if (!isInput(input)) {
    errors.push({ field: 'filter', message: 'must be an object' });
    return {};
  }
  const filter: ChannelFilter = {};
  for (const [name, value] of Object.entries(input)) {
    if (value === undefined || value === null) continue;
    if (name === 'min_risk') {
      if (risk(value)) filter.min_risk = value;
      else errors.push({ field: 'filter.min_risk', message: 'must be a whole number from 0 to 10' });
    } else if (name === 'attack_types' || name === 'nodes' || name === 'services') {
      const texts =
        Array.isArray(value) && value.every((v) => typeof v === 'string' && v !== '' && v.length <= 200);
      if (texts && value.length <= 200) filter[name] = value;
      else errors.push({ field: `filter.${name}`, message: 'must be a list of at most 200 strings' });
    } else errors.push({ field: `filter.${name.slice(0, 60)}`, message: 'is unknown' });
  }
  return filter;
}

const kinds: ReadonlySet<string> = new Set(subscriptions);

/** Null = the usual ones. */
function parseEvents(input: unknown, channel: string, errors: FieldError[]): Subscription[] | null {
  if (input === undefined || input === null) return null;
  if (!Array.isArray(input) || input.length > subscriptions.length) {
    errors.push({ field: 'events', message: `must be a list of kinds: ${subscriptions.join(', ')}` });
    return null;
  }
  for (const [at, kind] of input.entries()) {
    const field = `events.${at}`;
    if (typeof kind !== 'string' || !kinds.has(kind))
      errors.push({ field, message: `must be one of ${subscriptions.join(', ')}` });
    else if (kind === 'digest' && keepsAlerts.has(channel))
      errors.push({ field, message: 'cannot receive digests: each would be an alert that nobody closes' });
  }
  return subscriptions.filter((kind) => input.includes(kind));
}

function parseQuiet(input: unknown, errors: FieldError[]): QuietHours | null {
  if (input === undefined || input === null) return null;
  if (!isInput(input)) {
    errors.push({ field: 'quiet_hours', message: 'must be an object' });
    return null;
  }
  const { from, to, timezone, override_risk } = input;
  const before = errors.length;
  const wrong = (field: string, message: string) => errors.push({ field: `quiet_hours.${field}`, message });
  for (const name of Object.keys(input))
    if (!['from', 'to', 'timezone', 'override_risk'].includes(name)) wrong(name.slice(0, 60), 'is unknown');
  if (typeof from !== 'string' || !clock.test(from)) wrong('from', 'must be a time like 22:00');
  if (typeof to !== 'string' || !clock.test(to)) wrong('to', 'must be a time like 07:00');
  if (from === to) wrong('to', 'must differ from the start');
  if (!isTimezone(timezone)) wrong('timezone', 'must be a time zone like Europe/Berlin');
  if (!risk(override_risk)) wrong('override_risk', 'must be a whole number from 0 to 10');
  return errors.length > before ? null : ({ from, to, timezone, override_risk } as QuietHours);
}

/** Quiet hours on their own, as the alert settings have them. Throws `invalid_request`. */
export function parseQuietHours(input: unknown): QuietHours | null {
  const errors: FieldError[] = [];
  const quiet = parseQuiet(input, errors);
  if (errors.length > 0) throw invalid(errors);
  return quiet;
}

/** Checks every address in the settings with the guard. */
async function checkAddresses(
  channel: Channel,
  settings: Settings<Fields>,
  guard: Guard,
): Promise<FieldError[]> {
  const values = settings as Input;
  const urls = Object.entries(channel.fields)
    .filter(([name, field]) => field.type === 'url' && typeof values[name] === 'string')
    .map(([name]) => ({ field: `settings.${name}`, asked: guard.checkUrl(values[name] as string) }));
  const hosts = (channel.hosts?.(settings) ?? []).map(({ host, port }) => ({
    field: 'settings.host',
    asked: guard.checkHost(host, port),
  }));
  const answers = await Promise.all(
    [...urls, ...hosts].map(({ field, asked }) =>
      asked.then(
        () => null,
        (error) => ({ field, message: error instanceof AppError ? error.detail : refusedDetail }),
      ),
    ),
  );
  return answers.filter((answer) => answer !== null);
}

/**
 * Reads `{name, channel, settings, enabled?, filter?, quiet_hours?, events?, show_passwords?}`. `stored` is what an update replaces: a masked
 * secret keeps its value, but only while the address it is sent to stays. `nodes` are the ids that a filter may name.
 * Rejects with `invalid_request`.
 */
export async function parseChannel(
  input: unknown,
  {
    channels,
    guard,
    nodes,
    stored = null,
  }: {
    channels: readonly Channel[];
    guard: Guard;
    nodes: ReadonlySet<string>;
    stored?: ChannelConfig | null;
  },
): Promise<Omit<ChannelConfig, 'id' | 'disabled_reason'>> {
  if (!isInput(input)) throw invalid([{ field: 'channel', message: 'must be an object' }]);
  const errors: FieldError[] = [];
  const known = [
    'name',
    'channel',
    'settings',
    'enabled',
    'filter',
    'quiet_hours',
    'events',
    'show_passwords',
    'templates',
    'id',
    'disabled_reason',
  ];
  for (const name of Object.keys(input))
    if (!known.includes(name)) errors.push({ field: name.slice(0, 60), message: 'is unknown' });
  const { name, enabled = true } = input;
  if (typeof name !== 'string' || name.trim() === '' || name.length > 100)
    errors.push({ field: 'name', message: 'must be a string of 1 to 100 characters' });
  if (typeof enabled !== 'boolean') errors.push({ field: 'enabled', message: 'must be true or false' });
  const { show_passwords = false } = input;
  if (typeof show_passwords !== 'boolean')
    errors.push({ field: 'show_passwords', message: 'must be true or false' });
  const events = parseEvents(input.events, String(input.channel), errors);
  let templates: ChannelConfig['templates'] = null;
  try {
    templates = parseTemplates(input.templates);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    errors.push(...(error.errors ?? []));
  }
  const filter = parseFilter(input.filter, errors);
  checkNames(filter, { nodes, stored: stored?.filter ?? {} }, errors);
  const quiet_hours = parseQuiet(input.quiet_hours, errors);
  const channel = channels.find((one) => one.name === input.channel);
  if (!channel)
    errors.push({
      field: 'channel',
      message: `must be one of ${channels.map((one) => one.name).join(', ')}`,
    });
  let settings: Settings<Fields> = {};
  if (channel) {
    try {
      const same = stored?.channel === channel.name ? stored.settings : null;
      const given = isInput(input.settings) ? unmask(channel, input.settings, same, errors) : input.settings;
      settings = parseSettings(channel.fields, given, 'settings');
      channel.check?.(settings);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      for (const wrong of error.errors ?? []) {
        const field = wrong.field.replace(/^(?!settings)/, 'settings.');
        // A mask without a stored secret has been reported already.
        if (!errors.some((one) => one.field === field)) errors.push({ ...wrong, field });
      }
    }
  }
  if (channel && errors.length === 0) errors.push(...(await checkAddresses(channel, settings, guard)));
  if (errors.length > 0 || !channel) throw invalid(errors);
  return {
    name: (name as string).trim(),
    channel: channel.name,
    settings: settings as Input,
    enabled: enabled as boolean,
    filter,
    quiet_hours,
    events,
    show_passwords: show_passwords === true,
    templates,
  };
}
