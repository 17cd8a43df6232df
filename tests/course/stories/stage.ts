/** Where the stories of a class are played: people who type and press, a channel, inboxes, and a clock. One for each platform. */

/** What somebody sees of one message. */
export interface Seen {
  /** Every word of it as its reader sees it: marks that the platform takes for markup, or for a call to somebody, are none. */
  readonly words: string;
  /** Labels of its buttons, in their order. */
  readonly buttons: readonly string[];
  readonly files: readonly { readonly name: string; readonly content: string }[];
}

export type Who = 'prof' | 'ta' | 'ada' | 'ben' | 'cleo' | string;

export interface Stage {
  readonly name: string;
  /** The moment that it is now; stories move it. */
  now(): Date;
  /** Moves the clock, and lets whatever is due be written. */
  pass(to: Date): Promise<void>;
  /** Somebody types in the class's channel, or to the bot directly; what they alone are answered. */
  say(who: Who, line: string, how?: { readonly file?: { name: string; content: string } }): Promise<Seen>;
  /** Somebody presses a button of what they saw, or of a post, and perhaps enters something. */
  press(who: Who, seen: Seen, label: string, entered?: string): Promise<Seen>;
  /** What stands in the channel, oldest first, as it is now. */
  posts(): Promise<readonly Seen[]>;
  /** Direct messages that were written to somebody first, oldest first. */
  inbox(who: Who): Promise<readonly Seen[]>;
  /** Closes somebody to direct messages. */
  shut(who: Who): void;
  /** Opens them again. */
  reopen(who: Who): void;
  /** Gives somebody the name that the platform shows from now on. */
  rename(who: Who, name: string): void;
  /** How the platform writes somebody who is mentioned, in what is typed. */
  mention(who: Who): string;
  close(): Promise<void>;
}

export type OpenStage = (at: Date) => Promise<Stage>;
