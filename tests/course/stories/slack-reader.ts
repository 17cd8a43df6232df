/** Slack's markup as a reader has it on the screen, of what the lab writes. */

/** What stands in code; a time, for which its words stand here; what calls somebody or links; a quotation's edge; emphasis. */
const MARKS =
  /```([\s\S]*?)```|`([^`\n]+)`|<!date\^\d+\^[^|>]*\|([^>]*)>|(<[^>]*>)|^> ?|(?<![\p{L}\p{N}])[*_~](?=\S)|(?<=\S)[*_~](?![\p{L}\p{N}])/gmu;

/** A reader of a mention sees no mark of it, but a name in colour. */
const CALL = '(somebody is called)';

const ENTITIES: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };

/** Signs that look like Slack’s marks and are none. */
const LIKENESSES: Readonly<Record<string, string>> = { '∗': '*', ˍ: '_', '∼': '~', ˋ: '`' };

export const asRead = (mrkdwn: string): string =>
  mrkdwn
    .replace(
      MARKS,
      (_, block?: string, code?: string, time?: string, call?: string) =>
        block ?? code ?? time ?? (call === undefined ? '' : CALL),
    )
    .replace(/&(?:amp|lt|gt);/g, (entity) => ENTITIES[entity] ?? entity)
    .replace(/[∗ˍ∼ˋ]/g, (sign) => LIKENESSES[sign] ?? sign);
