/** What the report of a gradebook file says: what is written, who is left out and why, and who is not sure. */

import type { Choice, Part } from '../../messages/reply.ts';
import type { GradeForm, GradesRequest } from '../../messages/request.ts';
import { command, type RichText, say, strong } from '../../messages/rich-text.ts';
import { type GradebookReport, WHY_LEFT_OUT } from '../gradebook/decide.ts';
import type { Roster } from '../gradebook/roster.ts';
import { shownName } from '../insight/words.ts';
import type { MatchReport } from '../match.ts';
import type { ClassData } from '../members.ts';
import { mentionOf } from '../people.ts';
import { plural } from '../words.ts';

const ROWS_SHOWN = 12;
/** Buttons to those whose ledgers do not hold; `/class` names all. */
const LEDGERS_OFFERED = 3;

const HOW_TO_IMPORT: Readonly<Record<Roster['source'], string>> = {
  canvas: 'Import it in Canvas: Grades, Import. Canvas shows every change before it saves.',
  moodle: 'Import it in Moodle: Grades, Import, CSV file.',
};

/** Asks for the same file of the same homework again. */
export const about = (
  data: ClassData,
  form: GradeForm,
  more: Omit<GradesRequest, 'kind'> = {},
): GradesRequest => ({
  kind: 'grades',
  form,
  assignment: data.assignment.id,
  ...more,
});

const counted = (count: number, one: string, many?: string): string[] =>
  count === 0 ? [] : [plural(count, one, many)];

const shownTo = ({ members }: ClassData, student: string): string =>
  shownName({ student, name: members.find((member) => member.student === student)?.name ?? '' });

/** Words of the gradebook's own file, on one line. */
const ofFile = (words: string): string => shownName({ name: words, student: '' });

/** A row as its gradebook tells it from others: the name, and what is its own. */
function rowName(roster: Roster, id: string): string {
  const row = roster.students.find((each) => each.id === id);
  const { login, email } = row?.identifiers ?? {};
  return ofFile(row ? `${row.name} (${login ?? email ?? id})` : id);
}

/** Those among whom nobody can tell who is who, and the line that says it. */
function unsureParts(
  data: ClassData,
  form: Roster['source'],
  { ambiguous }: MatchReport,
  roster: Roster,
): readonly Part[] {
  const [first] = ambiguous;
  const [row, student] = [first?.rows[0], first?.students[0]];
  if (row === undefined || student === undefined) return [];
  const list = (all: readonly string[], words: (each: string) => string): string =>
    all.slice(0, ROWS_SHOWN).map(words).join('; ');
  return [
    {
      kind: 'table',
      columns: ['Not sure who: rows', 'In the chat'],
      rows: ambiguous
        .slice(0, ROWS_SHOWN)
        .map(({ rows, students }): RichText[] => [
          [list(rows, (each) => `${rowName(roster, each)}, row ${ofFile(each)}`)],
          [list(students, (each) => `${shownTo(data, each)}, ${mentionOf(each)}`)],
        ]),
    },
    {
      kind: 'text',
      text: say`Say who is which: ${command({ kind: 'grades', form, link: `${row}=${mentionOf(student)}` })}.`,
    },
  ];
}

const lookAt = (data: ClassData, student: string): Choice => ({
  label: `Ledger of ${shownTo(data, student)}`,
  request: { kind: 'class', what: 'student', assignment: data.assignment.id, who: mentionOf(student) },
});

export function reportParts(
  data: ClassData,
  form: Roster['source'],
  report: GradebookReport,
  match: MatchReport,
  column: string,
  roster: Roster,
): readonly Part[] {
  const { written, leftOut, differs, scaled } = report;
  const of = (kind: string): number => written.filter((each) => each.kind === kind).length;
  const what = [
    ...counted(of('grade'), 'grade'),
    ...counted(of('excused'), 'excused', 'excused'),
    ...counted(of('zero'), 'zero', 'zeros'),
  ];
  const early = leftOut.some(({ reason }) => reason === 'not final');
  const choices: Choice[] = [
    ...(match.suggested.length > 0
      ? [
          {
            label: `Accept ${plural(match.suggested.length, 'suggestion')}`,
            request: about(data, form, { column, link: 'suggested' }),
          },
        ]
      : []),
    ...(differs.length > 0
      ? [{ label: 'Leave those that differ', request: about(data, form, { column, keep: true }) }]
      : []),
    ...leftOut
      .filter(({ reason }) => reason === 'does not hold')
      .slice(0, LEDGERS_OFFERED)
      .flatMap(({ student }) => (student === undefined ? [] : [lookAt(data, student)])),
    ...(early ? [{ label: 'Also who is not done', request: about(data, form, { column, all: true }) }] : []),
  ];
  return [
    {
      kind: 'text',
      text: say`${strong(plural(written.length, 'row'))} written${what.length > 0 ? `: ${what.join(', ')}` : ''}. ${strong(plural(leftOut.length, 'row'))} left out.${
        scaled
          ? ` Your gradebook has ${scaled.to / 100} points, so ${scaled.of / 100} of ${scaled.of / 100} becomes ${scaled.to / 100}.`
          : ''
      }`,
    },
    ...(leftOut.length > 0
      ? [
          {
            kind: 'table',
            columns: ['Left out', 'Why'],
            rows: [
              ...leftOut
                .slice(0, ROWS_SHOWN)
                .map(({ name, reason }): RichText[] => [[ofFile(name)], WHY_LEFT_OUT[reason]]),
              ...(leftOut.length > ROWS_SHOWN
                ? [
                    [
                      `${leftOut.length - ROWS_SHOWN} more`,
                      'the same reasons; the file of everything lists everybody',
                    ],
                  ]
                : []),
            ],
          } as const,
        ]
      : []),
    ...(match.suggested.length > 0
      ? [
          {
            kind: 'table',
            columns: ['Suggested: the same name', 'In the chat'],
            rows: match.suggested
              .slice(0, ROWS_SHOWN)
              .map(({ student, row }): RichText[] => [[rowName(roster, row)], [shownTo(data, student)]]),
          } as const,
        ]
      : []),
    ...unsureParts(data, form, match, roster),
    ...(differs.length > 0
      ? [
          {
            kind: 'table',
            columns: ['Has another grade', 'Now', 'In the file'],
            rows: differs
              .slice(0, ROWS_SHOWN)
              .map(({ name, before, after }): RichText[] => [[ofFile(name)], [ofFile(before)], after]),
          } as const,
        ]
      : []),
    { kind: 'text', text: HOW_TO_IMPORT[form] },
    ...(choices.length > 0 ? [{ kind: 'choices', choices } as const] : []),
  ];
}
