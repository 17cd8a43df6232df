/** The app manifest that an admin pastes: made from the commands' declarations, so that it can't go stale. */

import type { CommandSet } from '../../commands/command-set.ts';
import { type Command, publicOptions } from '../../commands/grammar/command.ts';
import type { LabPack } from '../../src/labs/lab.ts';
import { PRODUCT_NAME, productDescription } from '../../src/product.ts';
import { EVENTS_PATH } from './http.ts';

/** What a mention of the app starts with. */
export const BOT_NAME = 'lab';

/** What the app has to be allowed, each with its reason. */
export const SCOPES = {
  commands: 'students type slash commands',
  'chat:write': 'the lab answers in channels where it is a member, and in direct messages',
  'app_mentions:read': 'slash commands do not run inside threads; a mention does',
  'im:history': 'students may write to the app directly',
  'im:write': 'an answer that can’t be shown in a channel goes to the student directly',
  'files:write':
    'grade files go to the instructor’s direct messages, and charts are uploaded where Slack can’t fetch their address; without it both are sent as words, as far as they fit',
} as const;

/** What the app may do besides, each with what it gives. Everything else works without them. */
export const OPTIONAL_SCOPES = {
  'users:read':
    'the workspace’s admins are instructors, and names, time zones and languages are known; without it the course’s own list of staff decides, and the zone is asked for',
  'users:read.email':
    'students are matched with the gradebook’s rows by their address; without it they link themselves',
  'usergroups:read':
    'a user group, such as that of the teaching assistants, can be staff as a whole; without it staff are named one by one',
  'files:read':
    'instructors give the gradebook’s export in a form, or drop it into their direct messages with the app; without it they upload it on the lab’s own page',
} as const;

const EVENTS = ['app_mention', 'message.im', 'app_home_opened', 'app_uninstalled', 'tokens_revoked'] as const;

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
        // So that @ada arrives as who she is rather than as a name.
        should_escape: true,
      })),
    },
    oauth_config: { scopes: { bot: Object.keys({ ...SCOPES, ...OPTIONAL_SCOPES }) } },
    settings: {
      event_subscriptions: { ...request, bot_events: [...EVENTS] },
      interactivity: { is_enabled: true, ...request },
      org_deploy_enabled: false,
      socket_mode_enabled: url === undefined,
      token_rotation_enabled: false,
    },
  };
}
