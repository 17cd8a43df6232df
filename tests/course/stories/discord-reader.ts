/** Discord's markdown as a reader has it on the screen, of what the lab writes. */

/** What is escaped; what stands in code; what calls somebody; a link's words; emphasis. */
const MARKS =
  /\\([^A-Za-z0-9\s])|```\n?([\s\S]*?)\n?```|`([^`]+)`|(@everyone|@here|<[@#!][^>]*>)|\[([^\]]*)\]\([^)]*\)|[*_~|]+/g;

/** A reader of a mention sees no mark of it, but a name in colour. */
const CALL = '(somebody is called)';

export const asRead = (markdown: string): string =>
  markdown.replace(
    MARKS,
    (_, escaped?: string, block?: string, code?: string, call?: string, link?: string) =>
      escaped ?? block ?? code ?? (call === undefined ? (link ?? '') : CALL),
  );
