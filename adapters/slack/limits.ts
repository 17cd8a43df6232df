/** What Slack takes, in one table, and the checks that every message, App Home and form passes before it is sent. */

import type { Block, HomeView, InputBlock, Modal, SlackMessage } from './message.ts';

/** Slack's documentation, Block Kit reference; `messageCharacters` is what `msg_blocks_too_long` was measured at, with room. */
export const LIMITS = {
  messageBlocks: 50,
  viewBlocks: 100,
  /** Of a message's blocks as JSON. */
  messageCharacters: 13_000,
  sectionCharacters: 3_000,
  fields: 10,
  fieldCharacters: 2_000,
  headerCharacters: 150,
  contextElements: 10,
  actionButtons: 25,
  labelCharacters: 75,
  valueCharacters: 2_000,
  idCharacters: 255,
  urlCharacters: 3_000,
  altCharacters: 2_000,
  titleCharacters: 2_000,
  /** Of a file that is shown as words, as JSON: what leaves room for the rest of its message. */
  fileCharacters: 9_000,
  /** Of App Home as JSON; `view_too_large` names 250 kB. */
  viewCharacters: 250_000,
  modalTitleCharacters: 24,
  inputLabelCharacters: 2_000,
  inputHintCharacters: 2_000,
  metadataCharacters: 3_000,
  unixTimeDigits: 10,
  inputFiles: 10,
  /** Of the text beside the blocks, which notifications and screen readers get. */
  fallbackCharacters: 3_000,
} as const;

const between = (what: string, length: number, most: number): string[] =>
  length < 1 || length > most ? [`${what} of ${length} characters`] : [];

function blockProblems(block: Block): string[] {
  switch (block.type) {
    case 'header':
      return between('a header', block.text.text.length, LIMITS.headerCharacters);
    case 'section':
      return [
        ...(block.text ? between('a section', block.text.text.length, LIMITS.sectionCharacters) : []),
        ...(block.fields && (block.fields.length < 1 || block.fields.length > LIMITS.fields)
          ? [`${block.fields.length} fields`]
          : []),
        ...(block.fields ?? []).flatMap(({ text }) =>
          between('a field', text.length, LIMITS.fieldCharacters),
        ),
        ...(block.text || block.fields ? [] : ['an empty section']),
      ];
    case 'context':
      return [
        ...(block.elements.length > LIMITS.contextElements
          ? [`${block.elements.length} context elements`]
          : []),
        ...block.elements.flatMap(({ text }) => between('a context', text.length, LIMITS.sectionCharacters)),
      ];
    case 'image':
      return [
        ...('image_url' in block
          ? between('an image address', block.image_url.length, LIMITS.urlCharacters)
          : []),
        ...between('an alt text', block.alt_text.length, LIMITS.altCharacters),
        ...(block.title ? between('an image title', block.title.text.length, LIMITS.titleCharacters) : []),
      ];
    case 'actions':
      return [
        ...(block.elements.length < 1 || block.elements.length > LIMITS.actionButtons
          ? [`${block.elements.length} buttons in a block`]
          : []),
        ...block.elements.flatMap(({ text, value, action_id: id }) => [
          ...between('a label', text.text.length, LIMITS.labelCharacters),
          ...between('a value', value.length, LIMITS.valueCharacters),
          ...between('an action id', id.length, LIMITS.idCharacters),
        ]),
      ];
  }
}

/** Why Slack would reject these blocks; empty when it would not. */
export function blocksProblems(blocks: readonly Block[], most: number = LIMITS.messageBlocks): string[] {
  const ids = blocks.flatMap((block) =>
    block.type === 'actions' ? block.elements.map((each) => each.action_id) : [],
  );
  return [
    ...(blocks.length < 1 || blocks.length > most ? [`${blocks.length} blocks`] : []),
    ...(new Set(ids).size < ids.length ? ['an action id twice'] : []),
    ...blocks.flatMap(blockProblems),
  ];
}

/** Why Slack would reject this message; empty when it would not. */
export const problemsOf = ({ text, blocks }: SlackMessage): string[] => [
  ...between('a fallback', text.length, LIMITS.fallbackCharacters),
  ...blocksProblems(blocks),
  ...(JSON.stringify(blocks).length > LIMITS.messageCharacters ? ['more blocks than a message holds'] : []),
];

/** Why Slack would reject this App Home; empty when it would not. */
export const homeProblems = ({ blocks }: HomeView): string[] => [
  ...blocksProblems(blocks, LIMITS.viewBlocks),
  ...(JSON.stringify(blocks).length > LIMITS.viewCharacters ? ['more blocks than a view holds'] : []),
];

function inputProblems({ label, hint, block_id: block, element }: InputBlock): string[] {
  return [
    ...between('an input’s label', label.text.length, LIMITS.inputLabelCharacters),
    ...(hint ? between('an input’s hint', hint.text.length, LIMITS.inputHintCharacters) : []),
    ...between('a block id', block.length, LIMITS.idCharacters),
    ...between('an action id', element.action_id.length, LIMITS.idCharacters),
    ...(element.type === 'datetimepicker' && element.initial_date_time !== undefined
      ? between('a UNIX time', String(element.initial_date_time).length, LIMITS.unixTimeDigits)
      : []),
    ...(element.type === 'file_input' && (element.max_files < 1 || element.max_files > LIMITS.inputFiles)
      ? [`${element.max_files} files`]
      : []),
  ];
}

/** Why Slack would reject this form; empty when it would not. */
export const modalProblems = ({
  title,
  submit,
  close,
  callback_id: id,
  private_metadata,
  blocks,
}: Modal): string[] => [
  ...between('a form’s title', title.text.length, LIMITS.modalTitleCharacters),
  ...between('a form’s submit', submit.text.length, LIMITS.modalTitleCharacters),
  ...between('a form’s close', close.text.length, LIMITS.modalTitleCharacters),
  ...between('a callback id', id.length, LIMITS.idCharacters),
  ...between('a form’s metadata', private_metadata.length, LIMITS.metadataCharacters),
  ...(blocks.length < 1 || blocks.length > LIMITS.viewBlocks ? [`${blocks.length} inputs`] : []),
  ...blocks.flatMap(inputProblems),
];
