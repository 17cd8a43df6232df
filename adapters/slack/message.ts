/** Messages, App Home and forms as they are sent: only what this adapter uses of them. */

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

export interface HomeView {
  readonly type: 'home';
  readonly blocks: readonly Block[];
}

export type InputElement =
  | { readonly type: 'plain_text_input'; readonly action_id: string; readonly focus_on_load: boolean }
  | {
      readonly type: 'datetimepicker';
      readonly action_id: string;
      readonly focus_on_load: boolean;
      /** Seconds since 1970. */
      readonly initial_date_time?: number;
    }
  | {
      readonly type: 'file_input';
      readonly action_id: string;
      readonly filetypes: string[];
      readonly max_files: number;
    };

export interface InputBlock {
  readonly type: 'input';
  readonly block_id: string;
  readonly label: PlainText;
  readonly hint?: PlainText;
  readonly optional?: boolean;
  readonly element: InputElement;
}

/** A form of one field, which may have two ways to fill it in. */
export interface Modal {
  readonly type: 'modal';
  readonly callback_id: string;
  readonly title: PlainText;
  readonly submit: PlainText;
  readonly close: PlainText;
  /** Comes back as it is with what was entered. */
  readonly private_metadata: string;
  readonly blocks: readonly InputBlock[];
}

/** Signs that turn the direction of all that follows them, which a name may have brought along. */
const TURNS = /[\u202A-\u202E\u2066-\u2069]/g;

export const unturned = (text: string): string => text.replace(TURNS, '');

export const plainText = (text: string): PlainText => ({
  type: 'plain_text',
  text: unturned(text),
  emoji: false,
});
export const markdownText = (text: string): Markdown => ({ type: 'mrkdwn', text, verbatim: true });
export const section = (text: string): Block => ({ type: 'section', text: markdownText(text) });

/** One sentence, where there is nothing else to say. */
export const sentence = (text: string): SlackMessage => ({ text, blocks: [section(text)] });
