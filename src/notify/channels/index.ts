/** All channels. To add one, write a file and add a line here. */
import type { Channel } from '../../core/channel.ts';
import { custom } from './custom.ts';
import { discord } from './discord.ts';
import { elasticsearch } from './elasticsearch.ts';
import { email } from './email.ts';
import { googleChat } from './google-chat.ts';
import { gotify } from './gotify.ts';
import { mattermost } from './mattermost.ts';
import { mqtt } from './mqtt.ts';
import { ntfy } from './ntfy.ts';
import { opsgenie } from './opsgenie.ts';
import { pagerduty } from './pagerduty.ts';
import { rocketChat } from './rocket-chat.ts';
import { slack } from './slack.ts';
import { splunkHec } from './splunk-hec.ts';
import { syslog } from './syslog.ts';
import { teams } from './teams.ts';
import { telegram } from './telegram.ts';
import { webPush } from './web-push.ts';
import { webhook } from './webhook.ts';

export const channels: readonly Channel[] = [
  webhook,
  email,
  slack,
  mattermost,
  rocketChat,
  googleChat,
  teams,
  discord,
  telegram,
  pagerduty,
  opsgenie,
  ntfy,
  gotify,
  webPush,
  syslog,
  splunkHec,
  elasticsearch,
  mqtt,
  custom,
];
