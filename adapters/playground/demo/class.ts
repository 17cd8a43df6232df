/** A class of forty that did the lab over six days: played through the real conversation, by a clock of its own. */

import { Assistant } from '../../../commands/assistant.ts';
import { BUTTON_VERSION } from '../../../commands/button.ts';
import type { Clerk } from '../../../src/course/clerk.ts';
import type { Course } from '../../../src/course/course.ts';
import { FIRST_LAB } from '../../../src/labs/catalogue.ts';
import type { ChoiceQuestion, Option } from '../../../src/labs/lab.ts';
import type { Actor } from '../../../src/messages/actor.ts';
import type { Choice, Reply } from '../../../src/messages/reply.ts';
import { plain } from '../../../src/messages/rich-text.ts';
import { daysLater, wallOf } from '../../../src/time/wall.ts';
import { instantOf } from '../../../src/time/when.ts';
import { actorOf, CHANNEL } from '../personas.ts';
import type { DemoStudent } from './people.ts';
import { afterHours, minutesToNext, numbersFrom, type Plan, plans } from './plan.ts';

export interface DemoClock {
  now: Date;
}

export interface DemoOptions {
  readonly course: Course;
  readonly clerk: Clerk;
  /** Moved from six days ago to the present. */
  readonly clock: DemoClock;
  readonly present: Date;
  readonly zone: string;
  /** The homework, once it is posted. */
  readonly assignment: () => Promise<string>;
}

const DAYS = 6;
/** Reminders are looked at this often while the days pass. */
const TICK_HOURS = 3;
const SEED = 6;
/** Shortly before a deadline whoever is quiet for two hours counts as stuck: the demo is looked at for a while before. */
const LEAST_HOURS_LEFT = 15;

const actorFor = ({ user, name, email }: DemoStudent): Actor => ({
  platform: 'playground',
  workspace: 'local',
  user,
  name,
  email,
  role: 'student',
  channel: CHANNEL,
});

const choicesOf = (reply: Reply): readonly Choice[] =>
  reply.parts.flatMap((part) => (part.kind === 'choices' ? part.choices : []));

/** Something that happens at a moment, and what happens next. */
interface Event {
  readonly at: Date;
  run(): Promise<Event | undefined>;
}

/** The next time of day at which homework is due, so far away that reminders of two days before were sent over a day ago. */
function dueAfter(present: Date, zone: string): string {
  const today = wallOf(present, zone);
  const times = [0, 1].flatMap((days) =>
    ['09:00', '14:00', '18:00', '23:59'].map((time) => daysLater(today, days, time)),
  );
  const earliest = afterHours(present, LEAST_HOURS_LEFT);
  return times.find((wall) => instantOf(wall, zone) >= earliest) ?? daysLater(today, 1, '23:59');
}

class Play {
  readonly #assistant: Assistant;
  readonly #draw = numbersFrom(SEED);
  readonly #options: DemoOptions;

  constructor(options: DemoOptions) {
    this.#options = options;
    this.#assistant = new Assistant(options.course, FIRST_LAB);
  }

  #press(actor: Actor, { request }: Choice, entered?: string): Promise<Reply> {
    const line = this.#assistant.commands.buttonLine(request);
    return this.#assistant.press(
      { actor },
      { version: BUTTON_VERSION, line, ...(entered !== undefined && { entered }) },
    );
  }

  /** Six days ago. */
  async assign(): Promise<string> {
    const { zone, assignment, present } = this.#options;
    const instructor = actorOf('instructor', zone);
    const due = dueAfter(present, zone);
    const line = `/assign due ${due} late ${daysLater(due, 2)} 50%`;
    const preview = await this.#assistant.say({ actor: instructor }, line);
    const post = choicesOf(preview).find(({ label }) => label.startsWith('Post'));
    if (!post) throw new Error('the demo could not assign its lab');
    await this.#press(instructor, post);
    return assignment();
  }

  start(plan: Plan, assignment: string): Event {
    const actor = actorFor(plan.student);
    return {
      at: plan.starts,
      run: async () => {
        // Whoever looks at what they owe has joined, and has not begun.
        const start =
          plan.steps > 0
            ? ({ kind: 'owed', what: 'join', assignment } as const)
            : ({ kind: 'owed' } as const);
        const reply = await this.#assistant.ask({ actor }, start);
        return this.#next(plan, actor, reply, 0, 0);
      },
    };
  }

  /** The next thing that this student does, some minutes later; nothing where they stop. */
  #next(plan: Plan, actor: Actor, seen: Reply, steps: number, extra: number): Event | undefined {
    if (steps >= plan.steps) return undefined;
    const { clock, present } = this.#options;
    const pause = extra === 0 ? plan.pauses.find(({ after }) => after === steps) : undefined;
    const gap = pause ? pause.hours : minutesToNext(this.#draw) / 60;
    const at = afterHours(clock.now, gap);
    if (at >= present) return undefined;
    return {
      at,
      run: async () => {
        const chosen = this.#choose(plan, seen, extra);
        if (!chosen) return undefined;
        const reply = await this.#press(actor, chosen.choice);
        return this.#next(plan, actor, reply, steps + (chosen.isStep ? 1 : 0), chosen.isStep ? 0 : extra + 1);
      },
    };
  }

  /** One of the offered: what moves on, and now and then another run before. */
  #choose(plan: Plan, reply: Reply, extra: number): { choice: Choice; isStep: boolean } | undefined {
    const all = choicesOf(reply);
    const one = (test: (choice: Choice) => boolean): Choice | undefined => {
      const fitting = all.filter(test);
      return fitting[Math.floor(this.#draw() * fitting.length)];
    };
    const sure = one(({ request }) => request.kind === 'predict' && request.sure !== undefined);
    if (sure && plan.tells) return { choice: sure, isStep: false };
    const lock = this.#answer(plan, all);
    if (lock) return { choice: lock, isStep: true };
    const run = one(({ request }) => request.kind === 'run' && !request.commit);
    const commit = one(({ request }) => request.kind === 'run' && request.commit === true);
    const reflect = one(({ label }) => label.startsWith('Reflect on'));
    if (reflect && run && extra < plan.curious) return { choice: run, isStep: false };
    if (reflect && plan.circles) return undefined;
    if (reflect) return { choice: reflect, isStep: false };
    if (commit) return { choice: commit, isStep: true };
    const onward = one(({ request, label }) => request.kind === 'predict' && /question|Next/.test(label));
    if (onward) return { choice: onward, isStep: false };
    if (all.some(({ label }) => label === 'Export ledger')) return undefined;
    return run && extra < 40 ? { choice: run, isStep: !reflect && extra === 0 } : undefined;
  }

  /** An option of the question that is open: the right one as often as this student knows it, otherwise a belief. */
  #answer(plan: Plan, all: readonly Choice[]): Choice | undefined {
    const options = all.filter(({ detail, request }) => detail !== undefined && 'answer' in request);
    const question = this.#questionOf(options);
    if (!question) return undefined;
    const textOf = ({ text }: Option): string => plain(text);
    const draw = this.#draw();
    const reflecting = options[0]?.request.kind === 'reflect';
    const isRight = draw < (reflecting ? 0.62 : plan.knows);
    // The first wrong option is the commonest belief: half of those who are wrong hold it.
    const wrong = question.options.filter(({ correct }) => !correct);
    const held = wrong[Math.min(wrong.length - 1, Math.floor(this.#draw() ** 1.7 * wrong.length))];
    const option = isRight ? question.options.find(({ correct }) => correct) : held;
    return option && options.find(({ detail }) => detail !== undefined && plain(detail) === textOf(option));
  }

  #questionOf(options: readonly Choice[]): ChoiceQuestion | undefined {
    const [first] = options;
    if (first?.detail === undefined) return undefined;
    const said = plain(first.detail);
    for (const pack of this.#assistant.packs) {
      for (const act of pack.acts) {
        for (const question of [act.prediction, act.reflection]) {
          if (question.kind === 'choice' && question.options.some(({ text }) => plain(text) === said))
            return question;
        }
      }
    }
    return undefined;
  }

  /** An extension, an excuse, and one who wants no reminders: a class has all of them. */
  async exceptions(): Promise<void> {
    const instructor = actorOf('instructor', this.#options.zone);
    await this.#assistant.say({ actor: instructor }, '/assign for <@demo-19> due in 4 days');
    await this.#assistant.say({ actor: instructor }, '/assign for <@demo-30> excused');
    const quiet = plans(this.#options.present, this.#options.present)[13]?.student;
    if (quiet) await this.#assistant.ask({ actor: actorFor(quiet) }, { kind: 'owed', what: 'stop' });
  }
}

/** Plays the six days in the order in which things happened. The clock then stands at the present. */
export async function playClass(options: DemoOptions): Promise<void> {
  const { clock, present, clerk } = options;
  const from = afterHours(present, -DAYS * 24);
  clock.now = from;
  const play = new Play(options);
  const assignment = await play.assign();
  const events: Event[] = plans(from, present).map((plan) => play.start(plan, assignment));
  let looks = afterHours(from, TICK_HOURS);
  for (let event = takeFirst(events); event; event = takeFirst(events)) {
    for (; looks < event.at; looks = afterHours(looks, TICK_HOURS)) {
      clock.now = looks;
      await clerk.tick();
    }
    clock.now = event.at;
    const next = await event.run();
    if (next) events.push(next);
  }
  clock.now = afterHours(present, -2);
  await play.exceptions();
  clock.now = present;
  await clerk.tick();
}

/** Taken out of the list. */
function takeFirst(events: Event[]): Event | undefined {
  const first = events.reduce((best, { at }, index) => (at < (events[best]?.at ?? at) ? index : best), 0);
  return events.splice(first, 1)[0];
}
