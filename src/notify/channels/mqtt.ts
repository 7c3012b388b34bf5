/** MQTT: one JSON message per notice to a topic; taken when the broker acknowledges it (QoS 1 or 2). */
import { defineChannel, SendError } from '../../core/channel.ts';
import { invalid } from '../../core/errors.ts';
import { describeFailure } from '../egress/failure.ts';
import { openSocket } from '../egress/socket.ts';
import { fitted, toJson } from '../message/hostile-text.ts';
import { toRecord } from '../message/record.ts';
import { caField } from './fields.ts';

/** Bytes that a broker may send in one attempt, its certificates included. */
const mostHeard = 64 * 1024;

/** MQTT 3.1.1 return codes of CONNACK and MQTT 5 reason codes that mean “not you”. */
const notAllowed = new Set([4, 5, 134, 135]);

function toRefusal(error: unknown): SendError | null {
  const code = (error as { code?: unknown }).code;
  if (typeof code !== 'number') return null;
  return new SendError(
    notAllowed.has(code)
      ? 'The broker refused the user name, password or topic.'
      : `The broker refused the message with code ${code}.`,
    { status: code, cause: error },
  );
}

export const mqtt = defineChannel({
  name: 'mqtt',
  title: 'MQTT',
  help: 'Publishes JSON to a topic of an MQTT broker.',
  pace: { perSecond: 100, burst: 200 },
  fields: {
    host: { type: 'text', label: 'Broker', required: true, max: 253 },
    port: { type: 'number', label: 'Port', integer: true, min: 1, max: 65_535, default: 8883 },
    tls: { type: 'boolean', label: 'TLS', default: true },
    topic: {
      type: 'text',
      label: 'Topic',
      help: 'No wildcards.',
      default: 'decoyverse/incidents',
      max: 500,
      pattern: '^[^+#\\p{C}]+$',
    },
    username: { type: 'text', label: 'User name', max: 200 },
    password: { type: 'text', label: 'Password', secret: true, max: 500 },
    protocol: { type: 'choice', label: 'Version', choices: ['3.1.1', '5'], default: '3.1.1' },
    qos: { type: 'choice', label: 'Quality of service', choices: ['1', '2'], default: '1' },
    retain: { type: 'boolean', label: 'Retain', default: false },
    ca: caField,
  },
  check(settings) {
    if (settings.password !== undefined && settings.username === undefined)
      throw invalid([{ field: 'username', message: 'is required with a password' }]);
  },
  hosts: ({ host, port }) => [{ host, port }],
  async send(notice, settings, context) {
    const payload = fitted(19_000, (share) => toJson(toRecord(notice, context.delivery_id, share)));
    // Loaded with the first message: most installations never need it, and it is large.
    const { MqttClient } = await import('mqtt');
    const socket = await openSocket(settings, context);
    const five = settings.protocol === '5';
    const client = new MqttClient(() => socket, {
      protocolVersion: five ? 5 : 4,
      // 23 characters are what every 3.1.1 broker takes.
      clientId: `dv-${context.delivery_id.slice(-20)}`,
      ...(settings.username === undefined ? {} : { username: settings.username }),
      ...(settings.password === undefined ? {} : { password: settings.password }),
      clean: true,
      reconnectPeriod: 0,
      keepalive: 0,
      resubscribe: false,
    });
    // A broker sends only a few bytes; without a limit, a hostile one could have any amount buffered.
    socket.on('data', () => {
      if (socket.bytesRead > mostHeard) socket.destroy();
    });
    try {
      await new Promise<void>((resolve, reject) => {
        client.once('connect', () => resolve());
        client.on('error', reject);
        client.once('close', () => reject(new Error('closed')));
      });
      const closed = new Promise<never>((_resolve, reject) => {
        client.once('close', () => reject(new Error('closed')));
      });
      const published = client.publishAsync(settings.topic, payload, {
        qos: settings.qos === '2' ? 2 : 1,
        retain: settings.retain,
        ...(five
          ? {
              properties: {
                contentType: 'application/json',
                payloadFormatIndicator: true,
                userProperties: { delivery_id: context.delivery_id },
              },
            }
          : {}),
      });
      published.catch(() => undefined);
      await Promise.race([published, closed]);
      return { status: null, answer: 'The broker acknowledged the message.' };
    } catch (error) {
      if (context.signal.aborted)
        throw new SendError(describeFailure(context.signal.reason), { cause: error });
      throw toRefusal(error) ?? new SendError(describeFailure(error), { cause: error });
    } finally {
      client.on('error', () => undefined);
      client.end(true);
      socket.destroy();
    }
  },
});
