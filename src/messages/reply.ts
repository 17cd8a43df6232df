/** What is said back, as data. Each adapter renders it for its platform; nothing here is markup. */

import type { Chart } from '../charts/chart.ts';
import type { Request, TO_BE_ENTERED } from './request.ts';
import type { RichText } from './rich-text.ts';

/** How a callout feels; adapters give it a colour, an icon and a word, never a colour alone. */
export type Tone = 'info' | 'success' | 'warning' | 'danger' | 'quote';

export interface Metric {
  readonly label: string;
  readonly value: string;
  /** One short line under the value. */
  readonly note?: string;
}

/** What is asked for where a button is pressed: a form of one field. */
export interface Field {
  /** At most 45 characters, which is what a form's title and label may have. */
  readonly title: string;
  readonly label: string;
  /** `0.1 to 1,000 USD per million queries`. */
  readonly hint: string;
  /**
   * A number where left out. A moment may always be given in words too; a picker enters it as `@1795841940` or in ISO 8601
   * with an offset. A file comes beside the request, and nothing is entered.
   */
  readonly kind?: 'words' | 'moment' | 'file';
  /** What may be entered and says nothing of an answer. */
  readonly example: string;
  /** ISO 8601: the moment that stands now, which a picker begins with. */
  readonly stands?: string;
}

/** A button. What it asks for is stored as a request, so it works after a restart. */
export interface Choice {
  /** At most 40 characters; platforms allow 75 to 80. */
  readonly label: string;
  /** The option's full wording, shown in the message beside the button rather than on it. */
  readonly detail?: RichText;
  readonly request: Request;
  readonly emphasis?: 'primary' | 'normal';
  /** Asks first for what takes the place of {@link TO_BE_ENTERED} in the request. */
  readonly field?: Field;
}

export type Part =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'text'; readonly text: RichText }
  | { readonly kind: 'callout'; readonly tone: Tone; readonly title?: string; readonly text: RichText }
  | { readonly kind: 'formula'; readonly lines: readonly string[] }
  | { readonly kind: 'metrics'; readonly items: readonly Metric[] }
  | {
      readonly kind: 'table';
      readonly columns: readonly string[];
      readonly rows: readonly (readonly RichText[])[];
    }
  | { readonly kind: 'chart'; readonly chart: Chart }
  | { readonly kind: 'choices'; readonly prompt?: RichText; readonly choices: readonly Choice[] }
  | { readonly kind: 'file'; readonly name: string; readonly mediaType: string; readonly content: string };

export interface Reply {
  readonly parts: readonly Part[];
}

export const reply = (...parts: readonly Part[]): Reply => ({ parts });
