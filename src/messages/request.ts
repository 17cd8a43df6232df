/** What a person asks for, after the platform's form of it has been parsed. */

export const LETTERS = ['A', 'B', 'C', 'D'] as const;

/** The letter that an option is shown under. The order is the student's own; ledgers keep option ids. */
export type Letter = (typeof LETTERS)[number];

export type Request =
  | { readonly kind: 'start' }
  | { readonly kind: 'predict'; readonly choice?: Letter; readonly act?: number }
  | {
      readonly kind: 'run';
      /** The instrument's id, which is also its command's name. */
      readonly instrument: string;
      readonly input: Readonly<Record<string, number>>;
      /** Also commit these numbers as the student's design. */
      readonly commit?: boolean;
    }
  | { readonly kind: 'context'; readonly device: string }
  | { readonly kind: 'reflect'; readonly choice?: Letter; readonly act?: number }
  | { readonly kind: 'math'; readonly act?: number }
  | { readonly kind: 'ledger'; readonly what: 'show' | 'export' | 'verify' }
  | { readonly kind: 'help' };
