/** The app manifest that an admin pastes: made from the commands' declarations, so that it can't go stale. */

import type { CommandSet } from '../../commands/command-set.ts';
import { type Command, publicOptions } from '../../commands/grammar/command.ts';
import type { LabPack } from '../../src/labs/lab.ts';
import { PRODUCT_NAME, productDescription } from '../../src/product.ts';
import { EVENTS_PATH } from './http.ts';

/** What a mention of the app starts with. */
export const BOT_NAME = 'lab';

/** What the app may do, each with its reason. */
export const SCOPES = {
  commands: 'students type slash commands',
  'chat:write': 'the lab answers in channels where it is a member, and in direct messages',
  'app_mentions:read': 'slash commands do not run inside threads; a mention does',
  'im:history': 'students may write to the app directly',
  'im:write': 'an answer that can’t be shown in a channel goes to the student directly',
  'files:write':
    'charts are uploaded where Slack can’t fetch their address; without it they are sent as words',
} as const;

const EVENTS = ['app_mention', 'message.im', 'app_home_opened'] as const;

/** What may be typed after a command, for Slack's own hint. */
const hint = (command: Command): string =>
  publicOptions(command)
    .map(({ name, required }) => (required ? name : `[${name}]`))
    .join(' ');

export interface ManifestOptions {
  readonly packs: readonly LabPack[];
  readonly commands: CommandSet;
  /** The public base of this program for HTTP; absent for Socket Mode, which needs none. */
  readonly address?: string | undefined;
}

export function manifest({ packs, commands, address }: ManifestOptions): object {
  const url = address === undefined ? undefined : new URL(EVENTS_PATH, address).href;
  const request = url === undefined ? {} : { request_url: url };
  return {
    display_information: { name: PRODUCT_NAME, description: productDescription(packs) },
    features: {
      app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: false },
      bot_user: { display_name: BOT_NAME, always_online: true },
      slash_commands: commands.offered.map((command) => ({
        command: `/${command.name}`,
        ...(url !== undefined && { url }),
        description: command.description,
        ...(hint(command) !== '' && { usage_hint: hint(command) }),
        should_escape: false,
      })),
    },
    oauth_config: { scopes: { bot: Object.keys(SCOPES) } },
    settings: {
      event_subscriptions: { ...request, bot_events: [...EVENTS] },
      interactivity: { is_enabled: true, ...request },
      org_deploy_enabled: false,
      socket_mode_enabled: url === undefined,
      token_rotation_enabled: false,
    },
  };
}
