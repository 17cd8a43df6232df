/** A chat platform as a bot meets it: it keeps messages, and fails in every way that platforms do. */

import type { Courier, Destination, Sent } from '../../../src/course/courier.ts';
import type { Reply } from '../../../src/messages/reply.ts';

export interface Message {
  readonly channel: string;
  readonly id: string;
  readonly ref: string;
  readonly at: Date;
  reply: Reply;
}

/** What becomes of one call. `lost`: it arrived, the answer did not; `late`: it arrives some seconds after the caller gave up. */
export type Fault = 'none' | 'lost' | 'never arrived' | 'late' | 'busy' | 'down' | 'refused';

export interface PlatformOptions {
  readonly now: () => Date;
  readonly wait: (ms: number) => Promise<unknown>;
  readonly perSecond?: number;
  readonly name?: string;
}

export class MessagePlatform {
  readonly messages: Message[] = [];
  /** Direct message channels that take nothing. */
  readonly closed = new Set<string>();
  /** How often it was asked, by what. */
  readonly calls = { send: 0, wasSent: 0, edit: 0 };
  fault: () => Fault = () => 'none';
  historyDown = false;
  edits: 'taken' | 'later' | 'gone' = 'taken';
  readonly courier: Courier;
  readonly #options: PlatformOptions;

  constructor(options: PlatformOptions) {
    this.#options = options;
    this.courier = {
      platform: options.name ?? 'playground',
      perSecond: options.perSecond ?? 5,
      openDirect: async (_, user) => ({ channel: `dm-${user}` }),
      send: (to, reply, id) => this.#send(to, reply, id),
      wasSent: async (to, id, since) => {
        this.calls.wasSent += 1;
        if (this.historyDown) return 'unavailable';
        const found = this.messages.find(
          (each) => each.channel === to.channel && each.id === id && each.at >= since,
        );
        return found ? { ref: found.ref } : 'not-sent';
      },
      edit: async (_, ref, reply) => {
        this.calls.edit += 1;
        const message = this.messages.find((each) => each.ref === ref);
        if (this.edits === 'later') return 'later';
        if (!message || this.edits === 'gone') return 'gone';
        message.reply = reply;
        return 'done';
      },
    };
  }

  withId = (id: string): readonly Message[] => this.messages.filter((each) => each.id === id);

  #keep({ channel }: Destination, reply: Reply, id: string): string {
    const ref = String(this.messages.length + 1);
    this.messages.push({ channel, id, ref, at: this.#options.now(), reply });
    return ref;
  }

  async #send(to: Destination, reply: Reply, id: string): Promise<Sent> {
    this.calls.send += 1;
    const fault = this.fault();
    if (fault === 'busy') return { state: 'later', waitMs: 2_000 };
    if (fault === 'down') return { state: 'later', waitMs: 45_000 };
    if (fault === 'refused') return { state: 'refused', reason: 'invalid form body' };
    if (this.closed.has(to.channel)) return { state: 'closed' };
    if (fault === 'late') void this.#options.wait(15_000).then(() => this.#keep(to, reply, id));
    if (fault === 'lost') this.#keep(to, reply, id);
    if (fault === 'none') {
      const ref = this.#keep(to, reply, id);
      await this.#options.wait(200);
      return { state: 'sent', ref };
    }
    await this.#options.wait(9_000);
    return { state: 'unknown' };
  }
}
