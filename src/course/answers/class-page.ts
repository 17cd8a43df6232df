/** The class as a page shows it: every picture at once, and every student. Its figures are those of the replies. */

import type { Chart } from '../../charts/chart.ts';
import type { Choice, Part } from '../../messages/reply.ts';
import type { RichText } from '../../messages/rich-text.ts';
import { type Asked, classData } from '../class-data.ts';
import { deadlinesOf, exceptionOf, gradeOf, pointsWords } from '../grade.ts';
import { afterChart } from '../insight/after-chart.ts';
import { locksChart, type Pictured, progressChart } from '../insight/charts.ts';
import { type LedgersNotice, ledgersNotice } from '../insight/ledger.ts';
import { circlingOf, STANDINGS, type Standing, standingOf, standingsOf } from '../insight/standing.ts';
import {
  finishParts,
  forInstructors,
  type Looking,
  look,
  sideWords,
  stuckParts,
  sureParts,
  timeParts,
} from '../insight/views.ts';
import { shownName } from '../insight/words.ts';
import type { Member } from '../members.ts';
import { mentionOf } from '../people.ts';
import { doneSteps, nextStep, stepsOf } from '../steps.ts';
import type { Visit } from '../visit.ts';
import { overviewGiven } from './class.ts';

/** A picture with the table of the same numbers, where there is something to draw, and what is said of it. */
export interface ClassPanel {
  readonly id: string;
  readonly title: string;
  readonly chart?: Chart;
  readonly table?: Part & { readonly kind: 'table' };
  readonly words: readonly RichText[];
}

export interface StudentRow {
  /** Their own words, on one line. */
  readonly name: string;
  readonly standing: Standing;
  /** Many runs of an act, and no reflection. */
  readonly circling: boolean;
  readonly done: number;
  readonly steps: number;
  /** The first step that is not done. */
  readonly next?: string;
  readonly lastAt?: Date;
  /** On task; pauses count five at most. */
  readonly minutes: number;
  readonly runs: number;
  /** As they would be exported now: `4.5`; absent where excused. */
  readonly points?: string;
  /** Their own deadline, where they have one. */
  readonly due?: Date;
  /** Asks for everything about them. */
  readonly look: Choice;
}

export interface ClassPage {
  readonly title: string;
  readonly assignment: string;
  readonly due: Date;
  /** `6`: all the points that can be had. */
  readonly points: string;
  /** Everything that is assigned, newest first. */
  readonly homework: readonly { readonly assignment: string; readonly title: string }[];
  readonly standings: readonly { readonly standing: Standing; readonly count: number }[];
  /** Where any ledger does not hold. */
  readonly ledgers?: LedgersNotice;
  readonly words: readonly RichText[];
  readonly panels: readonly ClassPanel[];
  /** By name. */
  readonly students: readonly StudentRow[];
  readonly choices: readonly Choice[];
  /** Takes the grades away; absent for whoever may not. */
  readonly grades?: Choice;
}

const ofPicture = (id: string, { chart, table }: Pictured): ClassPanel => ({
  id,
  title: chart.title,
  chart,
  table,
  words: [],
});

/** A view's parts without its buttons: what a page shows beside others. */
function ofView(id: string, parts: readonly Part[]): ClassPanel {
  const chart = parts.find((part) => part.kind === 'chart')?.chart;
  const table = parts.find((part) => part.kind === 'table');
  const heading = parts.find((part) => part.kind === 'heading')?.text ?? '';
  return {
    id,
    title: chart?.title ?? heading,
    ...(chart && { chart }),
    ...(table && { table }),
    words: parts.flatMap((part) => (part.kind === 'text' ? [part.text] : [])),
  };
}

function studentRow(looking: Looking, member: Member, isCircling: boolean): StudentRow {
  const { data } = looking;
  const { pack, assignment, now } = data;
  const { student, summary } = member;
  const next = nextStep(pack, summary);
  const grade = gradeOf(pack, summary, assignment, student, now);
  const { due, extended } = deadlinesOf(assignment, student);
  return {
    name: shownName(member),
    standing: standingOf(data, member),
    circling: isCircling,
    done: doneSteps(pack, summary),
    steps: stepsOf(pack).length,
    ...(next && { next: next.name }),
    ...(summary && { lastAt: summary.lastAt }),
    minutes: Math.round((summary?.activeMs ?? 0) / 60_000),
    runs: summary?.acts.reduce((sum, { run }) => sum + (run?.count ?? 0), 0) ?? 0,
    ...(exceptionOf(assignment, student)?.excused ? {} : { points: pointsWords(grade.points) }),
    ...(extended && { due }),
    look: look(looking, 'Look', 'student', mentionOf(student)),
  };
}

/** What staff do about the class: what the view of those who are stuck offers, and what instructors alone may. */
function choicesOf(looking: Looking): readonly Choice[] {
  const acts = stuckParts(looking)
    .flatMap((part) => (part.kind === 'choices' ? part.choices : []))
    .filter(({ request }) => request.kind === 'class' && request.what !== 'overview');
  return [
    ...acts,
    ...forInstructors(
      looking,
      look(looking, 'Reveal…', 'reveal'),
      look(looking, 'Settings', 'settings'),
      look(looking, 'Log', 'log'),
    ),
  ];
}

/** @throws {UserError} where nothing is assigned, or no such homework or section */
export async function classPage(visit: Visit, asked: Asked): Promise<ClassPage> {
  const data = await classData(visit, asked);
  const looking: Looking = {
    data,
    role: visit.role,
    ...(asked.section !== undefined && { section: asked.section }),
  };
  const counts = standingsOf(data);
  const circling = new Set(circlingOf(data).map(({ member }) => member.student));
  const { assignment, pack, members } = data;
  const [grades] = forInstructors(looking, {
    label: 'Grades',
    request: { kind: 'grades', assignment: assignment.id },
  });
  const given = await overviewGiven(visit, looking);
  const ledgers = ledgersNotice(looking, given.troubled ?? []);
  return {
    title: assignment.title,
    assignment: assignment.id,
    due: new Date(assignment.due.instant),
    points: pointsWords(assignment.points),
    homework: (visit.view?.assignments ?? [])
      .map(({ id, title }) => ({ assignment: id, title }))
      .toReversed(),
    standings: STANDINGS.map((standing) => ({ standing, count: counts[standing] })),
    ...(ledgers && { ledgers }),
    words: sideWords(given),
    panels:
      members.length === 0
        ? []
        : [
            ofPicture('progress', progressChart(data)),
            ...pack.acts.map((act) => ofPicture(`locks-${act.id}`, locksChart(data, act))),
            ofPicture('after', afterChart(data)),
            ofView('sure', sureParts(looking)),
            ofView('time', timeParts(looking)),
            ofView('finish', finishParts(looking)),
          ],
    students: members.map((member) => studentRow(looking, member, circling.has(member.student))),
    choices: choicesOf(looking),
    ...(grades && { grades }),
  };
}
