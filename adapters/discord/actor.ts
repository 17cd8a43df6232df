/** Who asks, as Discord vouches for it with every interaction. */

import { type BaseInteraction, GuildMember, PermissionFlagsBits } from 'discord.js';
import type { Actor } from '../../src/messages/actor.ts';

/** Where direct messages belong that name no server, and whose author spoke in none: a workspace of their own. */
export const DIRECT_MESSAGES = 'direct-messages';

type Speaking = Pick<
  BaseInteraction,
  'guildId' | 'user' | 'member' | 'memberPermissions' | 'channelId' | 'locale' | 'guildLocale'
>;

interface Membership {
  readonly nick: string | null;
  readonly roles: readonly string[];
}

/** The member is as Discord sent it where the server is not at hand, right after a start for instance. */
function membershipOf({ member, guildId }: Speaking): Membership {
  if (!member) return { nick: null, roles: [] };
  if (!(member instanceof GuildMember)) return { nick: member.nick ?? null, roles: member.roles };
  // The role that everybody in a server has is named by the server's own id, and Discord does not send it.
  const roles = [...member.roles.cache.keys()].filter((id) => id !== guildId);
  return { nick: member.nickname, roles };
}

/** @param workspace the server that this is about, which a direct message does not say */
export function actorOf(interaction: Speaking, workspace: string): Actor {
  const { user, memberPermissions, guildId, channelId, guildLocale, locale } = interaction;
  const { nick, roles } = membershipOf(interaction);
  return {
    platform: 'discord',
    workspace,
    user: user.id,
    // In a direct message nobody has permissions; the course knows its staff by their ids.
    role: memberPermissions?.has(PermissionFlagsBits.ManageGuild) ? 'instructor' : 'student',
    groups: roles,
    name: nick ?? user.globalName ?? user.username,
    ...(guildId !== null && channelId !== null && { channel: channelId }),
    locale: guildLocale ?? locale,
  };
}
