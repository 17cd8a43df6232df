/** A Slack message as it is sent: the blocks that this adapter uses, and the text beside them. */

export interface PlainText {
  readonly type: 'plain_text';
  readonly text: string;
  readonly emoji: false;
}

export interface Markdown {
  readonly type: 'mrkdwn';
  readonly text: string;
  /** Slack then makes no links of what only looks like one. */
  readonly verbatim: true;
}

export interface Button {
  readonly type: 'button';
  readonly text: PlainText;
  readonly action_id: string;
  /** The line that the button stands for. */
  readonly value: string;
  readonly style?: 'primary';
}

export type Picture =
  | {
      readonly type: 'image';
      readonly image_url: string;
      readonly alt_text: string;
      readonly title?: PlainText;
    }
  | {
      readonly type: 'image';
      readonly slack_file: { readonly id: string };
      readonly alt_text: string;
      readonly title?: PlainText;
    };

export type Block =
  | { readonly type: 'header'; readonly text: PlainText }
  | { readonly type: 'section'; readonly text?: Markdown; readonly fields?: readonly Markdown[] }
  | { readonly type: 'context'; readonly elements: readonly Markdown[] }
  | { readonly type: 'actions'; readonly elements: readonly Button[] }
  | Picture;

export interface SlackMessage {
  /** What notifications and screen readers get. */
  readonly text: string;
  readonly blocks: readonly Block[];
}

const texts = new WeakMap<readonly Block[], string>();

/** The blocks as JSON: measured against the limit and then sent, so it is made once. */
export function jsonOf(blocks: readonly Block[]): string {
  let text = texts.get(blocks);
  if (text === undefined) {
    text = JSON.stringify(blocks);
    texts.set(blocks, text);
  }
  return text;
}

export const plainText = (text: string): PlainText => ({ type: 'plain_text', text, emoji: false });
export const markdownText = (text: string): Markdown => ({ type: 'mrkdwn', text, verbatim: true });
export const section = (text: string): Block => ({ type: 'section', text: markdownText(text) });

/** One sentence, where there is nothing else to say. */
export const sentence = (text: string): SlackMessage => ({ text, blocks: [section(text)] });
