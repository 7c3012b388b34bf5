/** States and filters of channels, in words. */
import type { Channel, ChannelFilter } from '../../data/types.ts';
import { channelsTexts } from '../../texts/channels.ts';
import { useTexts } from '../../texts/texts.ts';

export const channelStates = ['enabled', 'disabled', 'gone'] as const;

/** `gone`: the receiver said that it is there no more (410), so the server switched the channel off. */
export const channelState = ({ enabled, disabled_reason }: Channel): (typeof channelStates)[number] =>
  enabled ? 'enabled' : disabled_reason === null ? 'disabled' : 'gone';

export function useFilterWords(): (filter: ChannelFilter) => string {
  const t = useTexts(channelsTexts);
  return ({ min_risk, attack_types = [], nodes = [], services = [] }) => {
    const words = [
      min_risk ? t.filterRisk(min_risk) : '',
      attack_types.length > 0 ? t.filterTypes(attack_types.length) : '',
      nodes.length > 0 ? t.filterNodes(nodes.length) : '',
      services.length > 0 ? t.filterServices(services.length) : '',
    ].filter((word) => word !== '');
    return words.length === 0 ? t.everything : words.join(', ');
  };
}
