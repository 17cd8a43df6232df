/** The words of Discord's protocol that the test server speaks. */

import type { Component, DiscordMessage } from '../../adapters/discord/message.ts';

export const APPLICATION_ID = '100000000000000001';
export const GUILD_ID = '200000000000000002';
export const TOKEN = 'MTAwMDAwMDAwMDAwMDAwMDAx.test.not-a-secret';

export const BOT_USER = {
  id: APPLICATION_ID,
  username: 'lab',
  discriminator: '0',
  global_name: null,
  avatar: null,
  bot: true,
};

/** A request as it came in. Multipart bodies are taken apart. */
export interface Arrived {
  readonly method: string;
  /** Below the API's base: `/interactions/1/abc/callback`. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly files: readonly { readonly name: string; readonly type: string; readonly bytes: Uint8Array }[];
}

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  /** Sent as it is, in place of the body. */
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Answers in the server's place. `landed` lets the request take effect although its answer says otherwise, and `landed-hang`
 * although there is none.
 */
export type Fault = (
  request: Arrived,
) => (Answer & { readonly landed?: boolean }) | 'hang' | 'landed-hang' | undefined;

export const error = (status: number, code: number, message: string): Answer => ({
  status,
  body: { code, message },
});

/** Gateway operations. */
export const OP = {
  dispatch: 0,
  heartbeat: 1,
  identify: 2,
  resume: 6,
  reconnect: 7,
  invalid: 9,
  hello: 10,
  ack: 11,
};

/** A message as a person has it on the screen. */
export interface Shown {
  readonly flags: number;
  readonly components: DiscordMessage['components'];
  readonly files: Arrived['files'];
}

/** What a message says, in the order in which it stands there. */
export function wordsOf({ components }: { readonly components: readonly Component[] }): string {
  return components
    .map((component) => {
      if ('content' in component) return component.content;
      if ('items' in component) return component.items.map(({ description }) => description).join('\n');
      if ('components' in component) return wordsOf(component);
      return 'label' in component ? `[${component.label}]` : '';
    })
    .join('\n');
}
