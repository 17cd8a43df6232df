/** `/grades`: only rows that are sure, a report of the rest, and a file that leaves to the instructor alone. */

import type { Entry } from '../../ledger/record.ts';
import type { Choice, Part } from '../../messages/reply.ts';
import type { GradeForm, GradesRequest } from '../../messages/request.ts';
import { command, say, strong } from '../../messages/rich-text.ts';
import { UserError } from '../../messages/user-error.ts';
import { wallOf } from '../../time/wall.ts';
import { checkedClass } from '../checked-class.ts';
import { classData } from '../class-data.ts';
import type { CourseStore } from '../course-store.ts';
import { gradeRows } from '../grade-rows.ts';
import { writeDetail } from '../gradebook/detail.ts';
import { writeJsonLines } from '../gradebook/jsonl.ts';
import { columnChoices } from '../gradebook/read-gradebook.ts';
import type { Roster } from '../gradebook/roster.ts';
import { type CanvasTarget, writeCanvas } from '../gradebook/write-canvas.ts';
import { type MoodleTarget, writeMoodle } from '../gradebook/write-moodle.ts';
import { linkTo, unlinkRow } from '../linking.ts';
import type { ClassData } from '../members.ts';
import { memberNamed, studentMentioned } from '../people.ts';
import { pseudonymOf } from '../pseudonym.ts';
import { keptRoster, matched, type RosterKept, readRoster } from '../roster-match.ts';
import type { Visit } from '../visit.ts';
import { callout, momentIn, plural } from '../words.ts';
import { about, reportParts } from './grades-report.ts';
import { HOW_TO_EXPORT, keepUpload, noFile, uploadChoice } from './grades-upload.ts';

const CSV = 'text/csv';
const NEW_COLUMN = 'new';
/** In place of a student: the row is nobody’s again. */
const NOBODY = 'none';
/** More buttons than this say nothing to anybody. */
const COLUMNS_OFFERED = 8;

const fileName = ({ pack, assignment, now }: ClassData, form: GradeForm, ending: string): string =>
  `lab-${String(pack.chapter).padStart(2, '0')}-${form}-${wallOf(now, assignment.due.zone).slice(0, 10)}.${ending}`;

function choose(data: ClassData, kept: RosterKept | undefined): readonly Part[] {
  const button = (form: GradeForm, label: string): Choice => ({ label, request: about(data, form) });
  return [
    { kind: 'heading', text: `${data.assignment.title}: grades` },
    {
      kind: 'text',
      text: kept
        ? say`The export of ${kept.row.name} of ${momentIn(new Date(kept.row.importedAt), data.assignment.due.zone)} is remembered (${plural(kept.roster.students.length, 'student')}). Attach a newer one at any time.`
        : say`Your gradebook’s own export goes in and comes back with one column filled. ${HOW_TO_EXPORT.canvas}`,
    },
    {
      kind: 'choices',
      prompt: 'Which file?',
      choices: [
        button('canvas', 'For Canvas'),
        button('moodle', 'For Moodle'),
        button('detail', 'Everything, as CSV'),
        button('jsonl', 'Decisions, as JSON lines'),
        uploadChoice(data, kept ? 'Upload a newer export' : 'Upload the export'),
      ],
    },
  ];
}

function askColumn(
  data: ClassData,
  form: Roster['source'],
  roster: Roster,
  { all }: GradesRequest,
): readonly Part[] {
  const more = all ? { all } : {};
  const columns = columnChoices(roster);
  const id = (column: (typeof columns)[number]): string =>
    'id' in column && typeof column.id === 'string' ? column.id : column.title;
  const note =
    form === 'moodle'
      ? say` A new item of Moodle is out of 100, so it gets percent. For one that you have, say its maximum: ${command({ kind: 'grades', form: 'moodle', column: 'Lab 06 of 6' })}.`
      : '';
  return [
    { kind: 'heading', text: 'Which column is it?' },
    {
      kind: 'choices',
      prompt: say`Your gradebook has these. What you choose is remembered for ${data.assignment.title}.${note}`,
      choices: [
        ...(form === 'canvas' ? columns.slice(0, COLUMNS_OFFERED) : []).map(
          (column): Choice => ({
            label: column.title.slice(0, 40),
            request: about(data, form, { column: id(column), ...more }),
          }),
        ),
        {
          label: 'A new one',
          request: about(data, form, { column: NEW_COLUMN, ...more }),
          emphasis: 'primary',
        },
      ],
    },
  ];
}

const canvasTarget = (data: ClassData, column: string): CanvasTarget =>
  column === NEW_COLUMN
    ? { title: data.assignment.title, points: data.assignment.points }
    : { assignment: column };

function moodleTarget(data: ClassData, column: string): MoodleTarget {
  if (column === NEW_COLUMN) return { title: data.assignment.title };
  const [, title, maximum] = /^(.*) of (\d{1,5}(?:\.\d{1,2})?)$/.exec(column.trim()) ?? [];
  if (title === undefined || maximum === undefined) {
    throw new UserError(
      say`Moodle’s export doesn’t say what ${strong(column)} is out of. Say it: ${command({ kind: 'grades', form: 'moodle', column: `${column} of 10` })}.`,
    );
  }
  return { column: title, maximum: Math.round(Number(maximum) * 100) };
}

/** Takes suggestions, or one pair that an instructor names as `row=student`: a mention, a name, a pseudonym, a receipt, or none. */
async function link(visit: Visit, data: ClassData, kept: RosterKept, typed: string): Promise<void> {
  const match = await matched(visit, kept.roster, data.members);
  if (typed === 'suggested') {
    for (const { student, row } of match.suggested) await linkTo(visit, student, row, 'name');
    return;
  }
  const [, row = '', who = ''] = /^([^=]+)=(.+)$/s.exec(typed.trim()) ?? [];
  if (!kept.roster.students.some(({ id }) => id === row)) {
    throw new UserError(
      say`To say who is which row, give the row’s id and the student, by mention, name or receipt: ${command({ kind: 'grades', form: kept.roster.source, link: '91234=<@123>' })}. Nothing was changed.`,
    );
  }
  if (who.trim().toLowerCase() === NOBODY) {
    await unlinkRow(visit, row);
    return;
  }
  const student = studentMentioned(visit.course, who) ?? memberNamed(data.members, who).student;
  if ((await linkTo(visit, student, row, 'instructor')) === 'taken') {
    throw new UserError(
      say`Row ${strong(row)} belongs to somebody else already, so nothing was changed. To free it: ${command({ kind: 'grades', form: kept.roster.source, link: `${row}=${NOBODY}` })}.`,
    );
  }
}

/** The column that needs no question: Canvas’ own of this title, or a new one where there is none at all. */
function columnWithout({ assignment }: ClassData, roster: Roster): string | undefined {
  if (columnChoices(roster).length === 0) return NEW_COLUMN;
  return roster.source === 'canvas'
    ? roster.assignments.find(({ title }) => title === assignment.title)?.id
    : undefined;
}

async function gradebook(
  visit: Visit,
  data: ClassData,
  form: Roster['source'],
  request: GradesRequest,
): Promise<readonly Part[]> {
  const { store, course, file, now } = visit;
  const kept = file ? await keepUpload(visit, file, data, form) : await keptRoster(visit);
  const heading: Part = {
    kind: 'heading',
    text: `${data.assignment.title}: for ${form === 'canvas' ? 'Canvas' : 'Moodle'}`,
  };
  if (!kept || kept.roster.source !== form) {
    return [
      heading,
      {
        kind: 'text',
        text: say`I have no export of ${form === 'canvas' ? 'Canvas' : 'Moodle'} yet. ${HOW_TO_EXPORT[form]}`,
      },
      {
        kind: 'choices',
        choices: [{ ...uploadChoice(data, 'Upload the export', form), emphasis: 'primary' }],
      },
    ];
  }
  const { roster, row } = kept;
  if (request.link !== undefined) await link(visit, data, kept, request.link);
  const remembered = row.columns[data.assignment.id];
  const column = request.column ?? remembered ?? columnWithout(data, roster);
  if (column === undefined) return [heading, ...askColumn(data, form, roster, request)];
  const match = await matched(visit, roster, data.members);
  const rows = gradeRows(await checkedClass(visit, data));
  const options = { ...(request.all && { all: true }), ...(request.keep && { keepOtherGrades: true }) };
  const { text, report } =
    roster.source === 'canvas'
      ? writeCanvas(roster, canvasTarget(data, column), match, rows, options)
      : writeMoodle(roster, moodleTarget(data, column), match, rows, now, options);
  if (column !== remembered) {
    await store.changeRoster(course, (before) =>
      before ? { ...before, columns: { ...before.columns, [data.assignment.id]: column } } : undefined,
    );
  }
  await visit.note(`took grades for ${form}`, {
    subject: data.assignment.id,
    after: plural(report.written.length, 'row'),
  });
  return [
    heading,
    {
      kind: 'text',
      text: say`From your export of ${momentIn(new Date(row.importedAt), data.assignment.due.zone)} (${plural(roster.students.length, 'student')}).`,
    },
    ...(report.written.length > 0
      ? [{ kind: 'file', name: fileName(data, form, 'csv'), mediaType: CSV, content: text } as const]
      : [callout('warning', 'No file', 'Not one row is sure and final, so there is no file to import.')]),
    ...reportParts(data, form, report, match, column, roster),
  ];
}

async function detail(visit: Visit, data: ClassData): Promise<readonly Part[]> {
  const kept = await keptRoster(visit);
  const match = kept && (await matched(visit, kept.roster, data.members));
  const identifiers = new Map(
    (match?.matched ?? []).flatMap(({ row, student }) => {
      const found = kept?.roster.students.find(({ id }) => id === row);
      return found ? [[student, found.identifiers] as const] : [];
    }),
  );
  await visit.note('took everything as CSV', { subject: data.assignment.id });
  return [
    { kind: 'heading', text: `${data.assignment.title}: everything` },
    {
      kind: 'text',
      text: 'One row a student: every step with its time, first answers with their beliefs, runs, minutes, points and why.',
    },
    {
      kind: 'file',
      name: fileName(data, 'detail', 'csv'),
      mediaType: CSV,
      content: writeDetail(gradeRows(await checkedClass(visit, data)), identifiers),
    },
  ];
}

/** Of a record that does not hold, those that stand. */
async function decisionsOf(store: CourseStore, student: string, lab: string): Promise<readonly Entry[]> {
  const reading = await store.reading(student, lab);
  if (!reading) return [];
  return 'record' in reading ? reading.record.decisions : reading.trouble.stands;
}

async function jsonl(visit: Visit, data: ClassData): Promise<readonly Part[]> {
  const { store, course } = visit;
  const students = await Promise.all(
    data.members.map(async ({ student }) => ({
      pseudonym: pseudonymOf(data.course.secret, student),
      decisions: (await decisionsOf(store, student, data.pack.id)).map(({ at, decision }) => ({
        at,
        ...decision,
      })),
    })),
  );
  await visit.note('took decisions as JSON lines', { subject: data.assignment.id });
  return [
    { kind: 'heading', text: `${data.assignment.title}: decisions` },
    { kind: 'text', text: 'One decision a line, in the shape of xAPI statements, by pseudonym.' },
    {
      kind: 'file',
      name: fileName(data, 'jsonl', 'jsonl'),
      mediaType: 'application/jsonl',
      content: writeJsonLines(students, { home: `urn:lab-assistant:${course}`, lab: data.pack.id }),
    },
  ];
}

export async function grades(visit: Visit, request: GradesRequest): Promise<readonly Part[]> {
  // Never the export of another day in its place.
  if (request.roster !== undefined && !visit.file) throw noFile(request.roster);
  const data = await classData(visit, request);
  switch (request.form) {
    case 'detail':
      return detail(visit, data);
    case 'jsonl':
      return jsonl(visit, data);
    case 'canvas':
    case 'moodle':
      return gradebook(visit, data, request.form, request);
    default: {
      if (!visit.file) {
        const kept = await keptRoster(visit);
        // Who says which row or column means the gradebook that is there.
        const { link: pair, column, all, keep } = request;
        const isMeant = [pair, column, all, keep].some((each) => each !== undefined);
        return kept && isMeant ? gradebook(visit, data, kept.roster.source, request) : choose(data, kept);
      }
      const { roster } = readRoster(visit.file.name, visit.file.bytes);
      return gradebook(visit, data, roster.source, request);
    }
  }
}
