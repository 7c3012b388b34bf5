/** The test of a node: an event that takes the way of all others and counts nowhere. */
import { pipelineStages } from '../core/pipeline.ts';
import { time } from './fields.ts';
import { MLPrediction } from './judgement.ts';
import {
  choice,
  flag,
  integer,
  list,
  nullable,
  number,
  object,
  optional,
  type Static,
  text,
} from './schema.ts';

export const nodeTestOutcomes = ['alert', 'suppressed', 'below_threshold'] as const;
export const nodeTestNotified = ['now', 'after_quiet_hours', 'no'] as const;

export const NodeTestAsked = object({
  notify: optional(
    flag({
      description:
        'Also send a message, marked as a test, to each channel that a real alert would go to. It counts as a test message: ten a minute.',
      default: false,
    }),
  ),
});
export type NodeTestAsked = Static<typeof NodeTestAsked>;

export const NodeTested = object({
  node_id: text(),
  tested_at: time('When the event was received.'),
  last_seen: nullable(time('When the node itself last called: the test says nothing of its way to here.')),
  event: object(
    { kind: text(), service: text(), source_ip: text(), payload: text() },
    { description: 'What was sent. The source is a documentation address made for this test.' },
  ),
  stages: list(
    object({
      stage: choice(pipelineStages),
      after_ms: number({ description: 'Since the event was received.', examples: [3.2] }),
    }),
    {
      description:
        'In order: taken from the queue, scored, decided on, recorded (on disk). An ML service scores what is recorded already.',
    },
  ),
  ml_prediction: MLPrediction,
  threshold: integer({
    description: 'The threshold that applies to this node: a greater risk raises an alert.',
  }),
  outcome: choice(nodeTestOutcomes, { description: 'What a real event like this would have led to.' }),
  suppressed_by: nullable(text({ description: 'The rule or known scanner that suppressed it.' })),
  channels: list(
    object({
      id: text(),
      name: text(),
      channel: text(),
      notified: choice(nodeTestNotified, { description: 'Whether a real alert would reach it.' }),
      notified_at: nullable(time('When it would be notified, if after quiet hours.')),
      sent: nullable(
        object({
          ok: flag(),
          status: nullable(integer()),
          error: nullable(text()),
          after_ms: number({ description: 'Since the event was received.' }),
        }),
      ),
    }),
  ),
});
export type NodeTested = Static<typeof NodeTested>;
