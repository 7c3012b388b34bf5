/** What a channel's templates make of one of the tenant's own incidents. Nothing is sent. */
import { toNotice } from '../alert/news.ts';
import type { Notice } from '../core/channel.ts';
import { invalid, notFound } from '../core/errors.ts';
import { parseSettings } from '../core/settings.ts';
import type { TenantStore } from '../core/store.ts';
import type { FindAsset } from '../geo/asset-index.ts';
import { custom, toCustomBody } from '../notify/channels/custom.ts';
import { testNotice } from '../notify/delivery/sender.ts';
import { toContent, toHeadline, toPlain } from '../notify/message/content.ts';
import { prepareNotice } from '../notify/message/prepare.ts';
import { parseTemplates } from '../notify/template/words.ts';

export interface PreviewQuestion {
  channel: string;
  templates: unknown;
  settings: unknown;
  showPasswords: boolean;
  /** Null = the latest. */
  incidentId: string | null;
}

export interface ChannelPreview {
  incident_id: string | null;
  title: string;
  text: string;
  /** Of the channel “custom”: what is sent. */
  body: string | null;
}

interface PreviewParts {
  tenant: Pick<TenantStore, 'incident' | 'incidents' | 'node'>;
  now(): string;
  linkTo(incidentId: string): string | null;
  find: FindAsset;
}

async function noticeOf({ tenant, now, linkTo, find }: PreviewParts, id: string | null): Promise<Notice> {
  const found =
    id === null ? ((await tenant.incidents({}, { limit: 1 })).items[0] ?? null) : await tenant.incident(id);
  if (found === null && id !== null) throw notFound('Incident');
  if (found === null) return testNotice(now(), linkTo('test'));
  const node = await tenant.node(found.node_id);
  const notice = toNotice(found, 'opened', {
    alertId: null,
    nodeName: node?.name ?? found.node_id,
    payload: '',
    link: linkTo(found.incident_id),
  });
  return { ...notice, asset: find(found.source_ip) };
}

/** Without an incident, of a test message. Throws `invalid_request` for a template with a mistake, and `not_found`. */
export async function previewChannel(parts: PreviewParts, asked: PreviewQuestion): Promise<ChannelPreview> {
  const templates = parseTemplates(asked.templates);
  const notice = prepareNotice(await noticeOf(parts, asked.incidentId), {
    channel: asked.channel,
    show_passwords: asked.showPasswords,
    templates,
  });
  const content = toContent(notice);
  const settings =
    asked.channel === custom.name ? parseSettings(custom.fields, asked.settings, 'settings') : null;
  if (settings === null && asked.settings !== undefined && asked.settings !== null)
    throw invalid([{ field: 'settings', message: 'is for the channel custom' }]);
  return {
    incident_id: notice.occasion === 'test' ? null : notice.incident_id,
    title: toHeadline(content, 300),
    text: toPlain(content),
    body: settings === null ? null : toCustomBody(notice, settings, 'msg_preview').body,
  };
}
