/**
 * The requests that answer an interaction, through discord.js's REST client, which queues and retries them. The interaction's
 * own methods would resolve, transform and copy a message that is already in Discord's form.
 */

import { InteractionResponseType, MessageFlags, type RawFile, type REST, Routes } from 'discord.js';
import { z } from 'zod';
import { bodyOf, filesOf } from './body.ts';
import type { DiscordMessage, Modal } from './message.ts';

/** What discord.js's interactions have and a callback needs. */
export interface Answerable {
  readonly id: string;
  readonly applicationId: string;
  readonly token: string;
}

/** Everything that is said here is private: only the student who asked sees it. `update` changes the pressed button's message. */
export type ResponseType = 'reply' | 'update';

const shownSchema = z.object({ flags: z.number() });

export class Callbacks {
  readonly #first: REST;
  readonly #later: REST;

  /**
   * @param first for acknowledgements, which are of no use after 3 s: it gives a request up in time for another
   * @param later for edits, which may take their time
   */
  constructor(first: REST, later: REST) {
    this.#first = first;
    this.#later = later;
  }

  /** These requests carry their secret in the address; the bot's own token has no business there. */
  #acknowledge({ id, token }: Answerable, body: object, files: RawFile[] = []): Promise<unknown> {
    return this.#first.post(Routes.interactionCallback(id, token), { body, files, auth: false });
  }

  send(interaction: Answerable, type: ResponseType, message: DiscordMessage): Promise<unknown> {
    return this.#acknowledge(
      interaction,
      type === 'update'
        ? { type: InteractionResponseType.UpdateMessage, data: bodyOf(message) }
        : {
            type: InteractionResponseType.ChannelMessageWithSource,
            data: bodyOf(message, MessageFlags.Ephemeral),
          },
      filesOf(message),
    );
  }

  defer(interaction: Answerable, type: ResponseType): Promise<unknown> {
    return this.#acknowledge(
      interaction,
      type === 'update'
        ? { type: InteractionResponseType.DeferredMessageUpdate }
        : {
            type: InteractionResponseType.DeferredChannelMessageWithSource,
            // Version 2 is for the edit to say; a deferral takes no other flag than this.
            data: { flags: MessageFlags.Ephemeral },
          },
    );
  }

  /** Opens a form, which is an acknowledgement of its own. */
  ask(interaction: Answerable, form: Modal): Promise<unknown> {
    return this.#acknowledge(interaction, { type: InteractionResponseType.Modal, data: form });
  }

  /**
   * True where an interaction that has been acknowledged still waits for its answer, or nobody can tell. Of a pressed button
   * Discord doesn't say.
   */
  async waits({ applicationId, token }: Answerable, type: ResponseType): Promise<boolean> {
    if (type === 'update') return true;
    const route = Routes.webhookMessage(applicationId, token, '@original');
    const shown = await this.#later.get(route, { auth: false }).catch(() => undefined);
    const { data } = shownSchema.safeParse(shown);
    return data === undefined || (data.flags & MessageFlags.Loading) !== 0;
  }

  /** Needs no acknowledgement of its own, and works while the gateway is closed. */
  edit({ applicationId, token }: Answerable, message: DiscordMessage): Promise<unknown> {
    return this.#later.patch(Routes.webhookMessage(applicationId, token, '@original'), {
      body: bodyOf(message),
      files: filesOf(message),
      auth: false,
    });
  }
}
